import ChatContract

/// From the open window to the queue: bot, forms, FAQ (spec section 2.3, the states 1 to 4).
extension Transition {
    /// The session's first events.
    mutating func begin(isAvailable: Bool) {
        if settings.bot.enabled, let bot = settings.bot.bot {
            session.phase = .withBot(BotStay(bot: bot, since: now, leg: 0))
            setTimer(.botSilence, at: now + .seconds(settings.bot.greetingSeconds), silence: .seconds(1))
        } else {
            session.phase =
                firstForm(isAvailable: isAvailable) ?? .waiting(Waiting(since: now, returned: false, leg: 0))
        }
        record(
            .opened(
                EventData.Opened(
                    visitor: session.visitor, page: session.origin.page, host: session.origin.host,
                    timeZone: session.origin.timeZone)))
        if case .waiting = session.phase { enqueue(.opened, returned: false) }
        if session.connections.isEmpty { becomeAbsent() }
    }

    /// The form that comes before the queue; `nil` when nothing does.
    ///
    /// The pre-chat form is passed over where nothing is left to ask: the site vouches for the visitor, or all that the
    /// form requires came with the session.
    private func firstForm(isAvailable: Bool) -> Phase? {
        guard isAvailable else { return .offlineForm }
        if shown.preChatForm.enabled, !session.visitor.verified, !isIdentified { return .preChatForm }
        if shown.faqSuggestions.enabled, session.figures.visitorMessages == 0 { return .faq(.asking) }
        return nil
    }

    private var isIdentified: Bool {
        do throws(Refusal) {
            try FieldRules.require(
                shown.preChatForm.required, consent: shown.preChatForm.consent, of: session.visitor)
            return true
        } catch {
            return false
        }
    }

    /// The site says who the visitor of a running session is.
    mutating func vouch(for identity: VisitorIdentity) {
        var visitor = session.visitor
        visitor.take(identity)
        if session.extra.subject != identity.subject {
            session.extra.subject = identity.subject
            touch()
        }
        guard visitor != session.visitor else { return }
        become(visitor)
        record(.identified(EventData.Identified(visitor: visitor)))
    }

    /// What is known of the visitor has changed. An address that is no longer his stays in the events.
    mutating func become(_ visitor: Visitor) {
        if let former = session.visitor.email?.lowercased(), former != visitor.email?.lowercased(),
            session.extra.otherEmails?.contains(former) != true
        {
            session.extra.otherEmails = (session.extra.otherEmails ?? []) + [former]
        }
        session.visitor = visitor
    }

    /// Goes on from where the session stands, with what comes next: a form, the queue, or nobody.
    mutating func proceed(_ reason: EventData.Queued.Reason, isAvailable: Bool) {
        if let form = firstForm(isAvailable: isAvailable) {
            guard form != session.phase else { return }
            change(to: form)
        } else {
            enqueue(reason, returned: false)
        }
    }

    /// The visitor sends the pre-chat form (1 → 2, 4, 3).
    mutating func identify(
        _ form: SessionIdentify, _ roster: inout Roster, suggestions: [FAQSuggestion], isAvailable: Bool
    ) throws(Refusal) -> Int64? {
        switch session.phase {
        case .preChatForm, .withBot: break
        case .ended: throw .closed
        case .faq, .offlineForm, .waiting, .conversation, .finished:
            throw Refusal(.invalidState, "the form was sent before; this session is \(session.status)")
        }
        try FieldRules.check(
            name: form.name, email: form.email, company: form.company, phone: form.phone, country: form.country)
        let question = try form.question.map { question throws(Refusal) in
            try MessageText.clean(question, format: .text, masks)
        }
        var visitor = session.visitor
        visitor.take(
            name: form.name.map(masks.hide(in:)), email: form.email, company: form.company.map(masks.hide(in:)),
            phone: form.phone, country: form.country, consented: form.consented)
        try FieldRules.require(shown.preChatForm.required, consent: shown.preChatForm.consent, of: visitor)
        become(visitor)
        record(.identified(EventData.Identified(visitor: visitor)))
        if case .preChatForm = session.phase { proceed(.opened, isAvailable: isAvailable) }
        guard let question, session.status != .offlineForm else { return nil }
        let post = MessagePost(session: session.id, text: question)
        if case .faq(let stage) = session.phase {
            return ask(question, post, stage, suggestions, isAvailable: isAvailable, &roster)
        }
        return postAsVisitor(question, post)
    }

    /// The visitor's question in the FAQ step: suggestions where there are any, else the queue (2 → 2, 2 → 4). Whoever
    /// writes on after suggestions wants to talk to somebody.
    mutating func ask(
        _ text: String, _ post: MessagePost, _ stage: FAQStage, _ suggestions: [FAQSuggestion], isAvailable: Bool,
        _ roster: inout Roster
    ) -> Int64 {
        let seq = postAsVisitor(text, post)
        if stage == .asking, !suggestions.isEmpty {
            session.phase = .faq(.suggested)
            record(
                .faqSuggested(EventData.FAQSuggested(entries: Array(suggestions.prefix(3)))), by: .system("worker"))
            let question = Message(text: texts.faqQuestion, kind: .faqQuestion, from: .system)
            record(.posted(question), by: .system("worker"))
        } else {
            leaveFAQ(isAvailable: isAvailable)
        }
        return seq
    }

    /// Whether the suggestions helped (2 → 7, 2 → 4).
    mutating func answerFAQ(helped: Bool, isAvailable: Bool) throws(Refusal) {
        switch session.phase {
        case .faq(let stage):
            guard stage == .suggested || !helped else {
                throw Refusal(.invalidState, "nothing was suggested yet; ask with message.post")
            }
        case .ended: throw .closed
        case .preChatForm, .offlineForm, .withBot, .waiting, .conversation, .finished:
            throw Refusal(.invalidState, "no suggestion waits for an answer; this session is \(session.status)")
        }
        if helped {
            // Nobody owes him an answer.
            session.figures.unansweredSince = nil
            finish(unlessStarted(.selfServed), by: .visitor)
        } else {
            leaveFAQ(isAvailable: isAvailable)
        }
    }

    private var texts: Texts { Texts.texts(for: session.visitor, on: shown) }

    private mutating func leaveFAQ(isAvailable: Bool) {
        if isAvailable { enqueue(.opened, returned: false) } else { change(to: .offlineForm) }
    }

    // MARK: - Bots

    /// Only the channel's bot, and only until it gave the session away.
    func requireBot(_ bot: BotHandle) throws(Refusal) {
        guard settings.bot.enabled, settings.bot.bot == bot, !session.extra.isPastBot else { throw .notAssigned }
    }

    /// The bot stays silent: forms or queue go on.
    mutating func passBot(_ bot: BotHandle, isAvailable: Bool) throws(Refusal) {
        try requireBot(bot)
        guard case .withBot(let stay) = session.phase, stay.lastFrom == nil else {
            throw Refusal(.invalidState, "the bot spoke already; give the session away with session.handOff")
        }
        session.extra.isPastBot = true
        proceed(.opened, isAvailable: isAvailable)
    }

    /// From the bot to people: the session begins anew, without the bot.
    mutating func handOff(isAvailable: Bool) throws(Refusal) {
        guard case .withBot(let stay) = session.phase else {
            throw session.status.isLive ? Refusal(.invalidState, "no bot has this session") : .closed
        }
        guard stay.lastFrom != nil else {
            session.extra.isPastBot = true
            return proceed(.opened, isAvailable: isAvailable)
        }
        endBotLeg(stay, .handedOff)
        session.extra.isPastBot = true
        session.extra.handedOffAt = session.extra.handedOffAt ?? now
        record(.handedOff)
        proceed(.handedOff, isAvailable: isAvailable)
    }

    /// Looks whether the bot is silent for too long: people go on (decisions, "Bots").
    mutating func checkBot(isAvailable: Bool) {
        guard case .withBot(let stay) = session.phase else { return }
        if stay.lastFrom == nil {
            let greeting = stay.since + .seconds(settings.bot.greetingSeconds)
            let limit = max(greeting, scheduledUntil ?? greeting)
            guard now >= limit else { return setTimer(.botSilence, at: limit, silence: .seconds(1)) }
        } else {
            guard let since = stay.unansweredSince else { return }
            let answer = since + .seconds(settings.bot.answerSeconds)
            let limit = max(answer, scheduledUntil ?? answer)
            guard now >= limit else { return setTimer(.botSilence, at: limit, silence: .seconds(5)) }
        }
        // Neither can be refused here: the session is with the bot.
        try? handOff(isAvailable: isAvailable)
    }
}
