import ChatContract

/// The end, the post-chat form, and the way back.
extension Transition {
    /// Ends the session, whatever its state; ended ones stay as they are.
    ///
    /// - Parameter moment: when it really ended, where that was before now: a wait is abandoned when the connection
    ///   was lost, not when the grace was over.
    mutating func end(by: EndedBy, at moment: Timestamp? = nil, _ roster: inout Roster) {
        let moment = moment ?? now
        switch session.phase {
        case .preChatForm, .faq:
            close(.closed, unlessStarted(.notStarted), by: by, at: moment)
        case .offlineForm:
            close(.closed, unlessStarted(by == .gone ? .notStarted : .offline), by: by, at: moment)
        case .withBot(let stay):
            endBotLeg(stay, .closed)
            guard stay.lastFrom != nil else { return close(.closed, .notStarted, by: by, at: moment) }
            finish(unlessStarted(.botOnly), by: by)
        case .waiting(let waiting):
            withdrawOffer(&roster)
            endQueueLeg(waiting, by == .system ? .closed : .abandoned, at: moment)
            // Whom the system closed did not leave.
            close(
                .closedFromQueue, by == .system ? spokenOutcome : .abandoned, by: by, at: max(moment, waiting.since))
        case .conversation(let conversation):
            cancelTransfer()
            endAgentLeg(conversation, .closed)
            let outcome = spokenOutcome
            roster.release(session.id, by: conversation.agent, at: now, &changes)
            finish(outcome, by: by, formerly: [conversation.agent])
        case .finished(let ending):
            close(.closed, ending.outcome, by: ending.by, at: ending.at)
        case .ended:
            return
        }
    }

    /// The conversation is over: the post-chat form where there is one and somebody to fill it in, else the end.
    mutating func finish(_ outcome: Outcome, by: EndedBy, formerly former: [AgentHandle] = []) {
        session.figures.endings += 1
        let hasForm: Bool =
            switch by {
            case .visitor, .agent, .bot, .idle: shown.postChatForm.enabled
            case .gone, .system: false
            }
        let until = hasForm ? now + .seconds(settings.idle.postChatSeconds) : nil
        let ending = Ending(status: .finished, outcome: outcome, by: by, at: now, formUntil: until)
        session.phase = .finished(ending)
        record(.finished(EventData.Finished(by: by)), to: former)
        if let until {
            setTimer(.postChatForm, at: until)
            session.listeners = []
        } else {
            close(.closed, outcome, by: by, at: now, formerly: former)
        }
    }

    /// The session is over for good.
    private mutating func close(
        _ status: SessionStatus, _ outcome: Outcome, by: EndedBy, at moment: Timestamp,
        formerly former: [AgentHandle] = []
    ) {
        if case .finished = session.phase {} else { session.figures.endings += 1 }
        let ending = Ending(
            status: status, outcome: outcome, by: by, at: moment, formUntil: session.ending?.formUntil)
        session.phase = .ended(ending)
        let agents = former + (session.lastAgent.map { [$0] } ?? [])
        record(
            .closed(EventData.Closed(outcome: outcome)), to: former.isEmpty && before.ending != nil ? agents : former)
        countEnding(ending)
        session.listeners = []
    }

    /// The visitor leaves the post-chat form (7 → 9).
    mutating func leave(_ roster: inout Roster) throws(Refusal) {
        switch session.phase {
        case .finished: end(by: .visitor, &roster)
        case .ended: throw .closed
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting, .conversation:
            throw Refusal(.invalidState, "the chat is not over; end it with session.close")
        }
    }

    /// The post-chat form stood long enough.
    mutating func checkForm(_ roster: inout Roster) {
        guard case .finished(let ending) = session.phase, let until = ending.formUntil else { return }
        if now >= until { end(by: ending.by, &roster) } else { setTimer(.postChatForm, at: until) }
    }

    /// The visitor goes on after the end (7 → 5): to the agent whom he had if he is there, else before all who wait
    /// (guarantee 9).
    mutating func reopen(_ roster: inout Roster) {
        let former = session.lastAgent.flatMap { roster.agents[$0] }
        if let former, former.effective == .present, members[former.agent]?.respond == true,
            former.hasFreeSlot(settings.routing.policy)
        {
            // He owns it with the next event only, and would have to ask what came before that.
            record(.reopened, to: [former.agent])
            assign(to: former, how: .reopened, outOfOrder: false, &roster)
        } else {
            record(.reopened)
            enqueue(.reopened, returned: true)
        }
    }

    /// The visitor gives stars on the post-chat form.
    mutating func rate(_ rate: SessionRate) throws(Refusal) {
        switch session.phase {
        case .finished: break
        case .ended: throw .closed
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting, .conversation:
            throw Refusal(.invalidState, "a chat is rated when it is over")
        }
        guard shown.postChatForm.rating else {
            throw Refusal(.invalidState, "this channel asks for no rating")
        }
        guard (1...5).contains(rate.rating) else {
            throw Refusal(.invalidField, "\(rate.rating) is not between 1 and 5", field: "rating")
        }
        try FieldRules.limit(rate.comment, 1024, "comment")
        let rated = EventData.Rated(rating: rate.rating, comment: rate.comment.map(masks.hide(in:)))
        guard session.extra.rating != rated else { return }
        session.extra.rating = rated
        record(.rated(rated), to: session.lastAgent.map { [$0] } ?? [])
    }

    /// The visitor leaves a request: on the offline form (3 → 10), or from the queue instead of waiting (4 → 10).
    mutating func submit(
        _ submission: RequestSubmit, as request: RequestID, mayRequest: Bool, _ roster: inout Roster
    ) throws(Refusal) -> RequestID {
        let form = shown.offlineForm
        switch session.phase {
        case .offlineForm:
            guard form.requests else {
                throw Refusal(.invalidState, "this channel takes no requests on its offline form")
            }
        case .waiting:
            guard mayRequest else {
                throw Refusal(.invalidState, "this channel takes no request from the queue, or not yet")
            }
        case .ended:
            throw .closed
        case .preChatForm, .faq, .withBot, .conversation, .finished:
            throw Refusal(
                .invalidState,
                "requests are taken on the offline form and in the queue; this session is \(session.status)")
        }
        var visitor = session.visitor
        visitor.take(
            name: submission.name.map(masks.hide(in:)), email: submission.email,
            company: submission.company.map(masks.hide(in:)), phone: submission.phone, country: submission.country,
            consented: submission.consented)
        try FieldRules.check(submission)
        try FieldRules.require(form.required, consent: form.consent, of: visitor)
        become(visitor)
        session.request = request
        let text = masks.hide(in: submission.text)
        let firstLine = text.drop(while: \.isWhitespace).prefix { !$0.isNewline }
        let title = String(firstLine.unicodeScalars.prefix(80))
        changes.requests.append(
            SubmittedRequest(
                request: request, session: session.id, channel: session.channel, at: now, by: .visitor,
                visitor: visitor, title: title, text: text, category: form.category,
                priority: form.priority))
        var outcome = session.queuedAt == nil ? Outcome.offlineRequest : .requestFromQueue
        if let waiting = session.waiting {
            withdrawOffer(&roster)
            endQueueLeg(waiting, .request)
            outcome = .requestFromQueue
        }
        session.phase = .ended(Ending(status: .requestPosted, outcome: outcome, by: .visitor, at: now))
        record(.requestCreated(EventData.RequestCreated(request: request, by: .visitor, title: title)))
        close(.requestPosted, outcome, by: .visitor, at: now)
        return request
    }

    /// A manager deletes the session (any → 8): it ends first where it runs, and is purged a day later.
    mutating func delete(_ roster: inout Roster) throws(Refusal) {
        if case .ended(let ending) = session.phase, ending.status == .deleted { throw .closed }
        let concerned = (session.owner.map { [$0] } ?? []) + session.listeners
        end(by: .system, &roster)
        guard case .ended(var ending) = session.phase else { return }
        ending.status = .deleted
        session.phase = .ended(ending)
        record(.deleted, to: concerned)
    }
}

extension Visitor {
    /// Takes over what a form brings; what is left out keeps its value, and so does what the site vouched for.
    mutating func take(
        name: String?, email: String?, company: String?, phone: String?, country: String?, consented: Bool?
    ) {
        self.name = (verified ? self.name : nil) ?? name ?? self.name
        self.email = (verified ? self.email : nil) ?? email ?? self.email
        self.company = (verified ? self.company : nil) ?? company ?? self.company
        self.phone = (verified ? self.phone : nil) ?? phone ?? self.phone
        self.country = (verified ? self.country : nil) ?? country ?? self.country
        self.consented = consented ?? self.consented
    }
}
