import ChatContract

/// Writing and reading.
extension Transition {
    /// Somebody writes. In the queue without limit; to nobody never (guarantee 11).
    mutating func post(
        _ post: MessagePost, _ roster: inout Roster, suggestions: [FAQSuggestion], isAvailable: Bool
    ) throws(Refusal) -> Int64? {
        let text = try MessageText.clean(post.option?.label ?? post.text, format: post.format ?? .text, masks)
        try checkOptions(post)
        switch (session.phase, actor) {
        case (.faq(let stage), .visitor):
            return ask(text, post, stage, suggestions, isAvailable: isAvailable, &roster)
        case (.waiting, .visitor), (.withBot, .visitor), (.conversation, .visitor):
            return postAsVisitor(text, post)
        case (.finished, .visitor):
            reopen(&roster)
            return postAsVisitor(text, post)
        case (.conversation(let conversation), .agent(let agent)):
            guard conversation.agent == agent else { throw .notAssigned }
            return postAsAgent(text, post, conversation, roster.agents[agent]?.shownAs(on: settings))
        case (.preChatForm, .bot(let bot)), (.faq, .bot(let bot)), (.withBot, .bot(let bot)), (.waiting, .bot(let bot)):
            try requireBot(bot)
            return try postAsBot(text, post, bot, &roster)
        case (.preChatForm, .visitor):
            throw Refusal(.invalidState, "the form comes first; send it with session.identify")
        case (.offlineForm, _):
            throw Refusal(.invalidState, "nobody is there; leave a request with request.submit")
        case (.ended, _):
            throw .closed
        case (.preChatForm, _), (.faq, _), (.withBot, _), (.waiting, _), (.conversation, _), (.finished, _):
            throw .notAssigned
        }
    }

    /// The visitor wrote, or shared a file.
    ///
    /// - Returns: whether he waits for an answer from now on, and did not before.
    mutating func noteQuestion() -> Bool {
        let active = session.figures.noteMessage(at: now)
        session.figures.visitorMessages += 1
        session.figures.firstVisitorMessageAt = session.figures.firstVisitorMessageAt ?? now
        let isFirstUnanswered = session.figures.unansweredSince == nil
        session.figures.unansweredSince = session.figures.unansweredSince ?? now
        switch session.phase {
        case .conversation(var conversation):
            conversation.lastFrom = .visitor
            conversation.idleWarnedAt = nil
            conversation.figures.active += active
            session.phase = .conversation(conversation)
        case .withBot(var stay):
            if stay.lastFrom != nil { stay.lastFrom = .visitor }
            if stay.lastFrom != nil, stay.unansweredSince == nil {
                stay.unansweredSince = now
                setTimer(.botSilence, at: now + .seconds(settings.bot.answerSeconds), silence: .seconds(5))
            }
            session.phase = .withBot(stay)
        case .preChatForm, .faq, .offlineForm, .waiting, .finished, .ended:
            break
        }
        return isFirstUnanswered
    }

    mutating func postAsVisitor(_ text: String, _ post: MessagePost) -> Int64 {
        let isFirstUnanswered = noteQuestion()
        let seq = record(
            .posted(
                Message(
                    text: text, format: post.format ?? .text, kind: post.option == nil ? .plain : .optionChosen,
                    from: .visitor, option: post.option, source: post.source)))
        // Whatever he said, it answers the buttons.
        if session.extra.offered != nil { session.extra.offered = nil }
        session.unreadByAgent.add(seq)
        noteLast(text, from: .visitor)
        if isFirstUnanswered { attend() }
        return seq
    }

    /// The agent wrote, or shared a file: nobody waits for an answer any more.
    mutating func noteAnswer(_ conversation: Conversation) {
        var conversation = conversation
        let active = session.figures.noteMessage(at: now)
        conversation.figures.active += active
        conversation.figures.messages += 1
        session.figures.agentMessages += 1
        countResponse(&conversation)
        conversation.lastFrom = .agent
        conversation.agentLostAt = nil
        conversation.idleWarnedAt = nil
        session.phase = .conversation(conversation)
        if session.extra.warned != SessionExtra.Warned() { session.extra.warned = SessionExtra.Warned() }
    }

    private mutating func postAsAgent(
        _ text: String, _ post: MessagePost, _ conversation: Conversation, _ shownAs: ShownAs?
    ) -> Int64 {
        noteAnswer(conversation)
        let seq = record(
            .posted(
                Message(
                    text: text, format: post.format ?? .text, from: .agent, shownAs: shownAs, source: post.source)))
        session.unreadByVisitor.add(seq)
        noteLast(text, from: .agent)
        return seq
    }

    /// The bot writes: from now on the session is with it, without forms or queue (spec section 8.5).
    ///
    /// - Returns: the line's number; `nil` when it becomes visible later.
    private mutating func postAsBot(
        _ text: String, _ post: MessagePost, _ bot: BotHandle, _ roster: inout Roster
    ) throws(Refusal) -> Int64? {
        let line = ScheduledLine(
            at: post.visibleAt ?? now, text: text, format: post.format ?? .text, options: post.options,
            source: post.source)
        guard line.at <= now else {
            try schedule(line)
            return nil
        }
        return speak(line, bot, &roster)
    }

    /// A line of the bot's becomes visible: from now on the session is with it.
    mutating func speak(_ line: ScheduledLine, _ bot: BotHandle, _ roster: inout Roster) -> Int64 {
        if let waiting = session.waiting {
            withdrawOffer(&roster)
            endQueueLeg(waiting, .closed)
        }
        var stay: BotStay
        if case .withBot(let current) = session.phase {
            stay = current
        } else {
            stay = BotStay(bot: bot, since: now, leg: 0)
        }
        if stay.lastFrom == nil {
            session.figures.legs += 1
            stay.leg = session.figures.legs
            watchIdle()
        }
        stay.lastFrom = .agent
        stay.unansweredSince = nil
        session.phase = .withBot(stay)
        return show(line, as: .bot(bot))
    }

    mutating func noteLast(_ text: String, from: ActorKind) {
        session.idleSince = now
        session.lastMessage = Summary.LastMessage(text: String(text.unicodeScalars.prefix(1024)), from: from, at: now)
    }

    /// A line among agents (spec section 3; decisions, "Listening in").
    mutating func note(_ text: String, by agent: AgentHandle) throws(Refusal) {
        guard
            session.owner == agent || session.listeners.contains(agent) || members[agent]?.manage == true
        else { throw .notAssigned }
        guard session.status.isLive else { throw .closed }
        let text = try MessageText.clean(text, format: .text, masks)
        record(.notePosted(EventData.NotePosted(text: text)), to: [agent])
    }

    /// Visitor or owner saw everything up to `through`.
    mutating func read(through: Int64) throws(Refusal) {
        let through = min(through, session.seq)
        let isNews: Bool
        switch actor {
        case .visitor:
            isNews = session.unreadByVisitor.read(through: through)
        case .agent(let agent):
            guard session.owner == agent else { throw .notAssigned }
            isNews = session.unreadByAgent.read(through: through)
        case .bot, .system:
            throw .notAssigned
        }
        if isNews { record(.read(EventData.Read(by: actor.kind, through: through))) }
    }

    /// Somebody types: told to the other side, kept nowhere.
    mutating func type(_ typing: Bool) throws(Refusal) {
        guard session.status.isConversation || session.status == .inQueue || session.bot != nil else { return }
        switch actor {
        case .agent(let agent): guard session.owner == agent else { throw .notAssigned }
        case .bot(let bot): guard session.bot == bot else { throw .notAssigned }
        case .visitor, .system: break
        }
        let type = TransientType.typingChanged
        var keys: [String] = []
        if actor != .visitor { keys += session.gateways.map { RoutingKey.gateway($0, type.rawValue) } }
        var agents = session.listeners
        if let conversation = session.conversation {
            agents.append(conversation.agent)
            if let transfer = conversation.transfer { agents.append(transfer.target) }
        }
        for agent in agents where actor != .agent(agent) { keys.append(RoutingKey.agent(agent, type.rawValue)) }
        if actor == .visitor, let bot = session.bot { keys.append(RoutingKey.bot(bot, type.rawValue)) }
        guard !keys.isEmpty, let data = try? WireJSON.encode(TypingChanged(by: actor.kind, typing: typing)) else {
            return
        }
        changes.transients.append(
            TransientEvent(
                type, at: now, channel: session.channel, session: session.id, routingKeys: keys, data: data))
    }
}
