import ChatContract

/// Writing, reading, and the end.
extension Transition {
    /// Somebody writes. In the queue without limit; to nobody never (guarantee 11).
    mutating func post(_ post: MessagePost, _ roster: Roster) throws(Refusal) -> Int64 {
        let text = try MessageText.clean(post.text, format: post.format ?? .text)
        switch (session.phase, actor) {
        case (.waiting, .visitor):
            return postAsVisitor(text, post)
        case (.conversation(var conversation), .visitor):
            conversation.lastFrom = .visitor
            session.phase = .conversation(conversation)
            return postAsVisitor(text, post)
        case (.conversation(let conversation), .agent(let agent)):
            guard conversation.agent == agent else { throw .notAssigned }
            return postAsAgent(text, post, conversation, roster.agents[agent]?.shownAs(on: settings))
        case (.waiting, _), (.conversation, _):
            throw .notAssigned
        case (.offlineForm, _):
            throw Refusal(.invalidState, "nobody is there; leave a request with request.submit")
        case (.ended, _):
            throw .closed
        }
    }

    private mutating func postAsVisitor(_ text: String, _ post: MessagePost) -> Int64 {
        let active = session.figures.noteMessage(at: now)
        session.figures.visitorMessages += 1
        session.figures.firstVisitorMessageAt = session.figures.firstVisitorMessageAt ?? now
        session.figures.unansweredSince = session.figures.unansweredSince ?? now
        if var conversation = session.conversation {
            conversation.figures.active += active
            session.phase = .conversation(conversation)
        }
        let seq = record(
            .posted(Message(text: text, format: post.format ?? .text, from: .visitor, source: post.source)))
        session.unreadByAgent.add(seq)
        noteLast(text, from: .visitor)
        return seq
    }

    private mutating func postAsAgent(
        _ text: String, _ post: MessagePost, _ conversation: Conversation, _ shownAs: ShownAs?
    ) -> Int64 {
        var conversation = conversation
        let active = session.figures.noteMessage(at: now)
        conversation.figures.active += active
        conversation.figures.messages += 1
        session.figures.agentMessages += 1
        countResponse(&conversation)
        conversation.lastFrom = .agent
        conversation.agentLostAt = nil
        session.phase = .conversation(conversation)
        let seq = record(
            .posted(
                Message(
                    text: text, format: post.format ?? .text, from: .agent, shownAs: shownAs, source: post.source)))
        session.unreadByVisitor.add(seq)
        noteLast(text, from: .agent)
        return seq
    }

    /// First response and response times (`spec/statistics.md`): from the first unanswered line, never from the last.
    private mutating func countResponse(_ conversation: inout Conversation) {
        if session.figures.firstResponse == nil {
            let enqueued = session.queuedAt ?? session.openedAt
            let start = max(session.figures.firstVisitorMessageAt ?? enqueued, enqueued)
            let response = now - start
            session.figures.firstResponse = response
            conversation.figures.firstResponse = response
        } else if let unanswered = session.figures.unansweredSince {
            let response = now - unanswered
            conversation.figures.responses.count += 1
            conversation.figures.responses.sumMilliseconds += response.milliseconds
            conversation.figures.responses.maxMilliseconds = max(
                conversation.figures.responses.maxMilliseconds, response.milliseconds)
            if conversation.figures.firstResponse == nil, conversation.figures.messages == 1 {
                conversation.figures.firstResponse = now - max(conversation.since, unanswered)
            }
        }
        session.figures.unansweredSince = nil
    }

    private mutating func noteLast(_ text: String, from: ActorKind) {
        session.idleSince = now
        session.lastMessage = Summary.LastMessage(text: String(text.unicodeScalars.prefix(1024)), from: from, at: now)
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
        guard session.status.isConversation || session.status == .inQueue else { return }
        if case .agent(let agent) = actor, session.owner != agent { throw .notAssigned }
        let type = TransientType.typingChanged
        var keys: [String] = []
        if actor != .visitor { keys += session.gateways.map { RoutingKey.gateway($0, type.rawValue) } }
        var agents = session.listeners
        if let conversation = session.conversation {
            agents.append(conversation.agent)
            if let transfer = conversation.transfer { agents.append(transfer.target) }
        }
        for agent in agents where actor != .agent(agent) { keys.append(RoutingKey.agent(agent, type.rawValue)) }
        guard !keys.isEmpty, let data = try? WireJSON.encode(TypingChanged(by: actor.kind, typing: typing)) else {
            return
        }
        changes.transients.append(
            TransientEvent(
                type, at: now, channel: session.channel, session: session.id, routingKeys: keys, data: data))
    }

    /// Ends the session, whatever its state; ended ones stay as they are.
    ///
    /// - Parameter moment: when it really ended, where that was before now: a wait is abandoned when the connection
    ///   was lost, not when the grace was over.
    mutating func end(by: EndedBy, at moment: Timestamp? = nil, _ roster: inout Roster) {
        let moment = moment ?? now
        switch session.phase {
        case .offlineForm:
            close(.closed, by == .gone ? .notStarted : .offline, by: by, at: moment)
        case .waiting(let waiting):
            endQueueLeg(waiting, by == .system ? .closed : .abandoned, at: max(moment, waiting.since))
            // Whom the system closed did not leave.
            close(
                .closedFromQueue, by == .system ? spokenOutcome : .abandoned, by: by, at: max(moment, waiting.since))
        case .conversation(let conversation):
            cancelTransfer()
            endAgentLeg(conversation, .closed)
            let outcome = spokenOutcome
            roster.release(session.id, by: conversation.agent, at: now, &changes)
            let former = [conversation.agent]
            session.phase = .ended(Ending(status: .finished, outcome: outcome, by: by, at: now))
            record(.finished(EventData.Finished(by: by)), to: former)
            close(.closed, outcome, by: by, at: now, formerly: former)
        case .ended:
            return
        }
    }

    /// What became of a session whose visitor did not leave the queue: follows from what was said.
    private var spokenOutcome: Outcome {
        if session.figures.agentMessages == 0 { return .missed }
        return session.figures.unansweredSince == nil ? .completed : .dropped
    }

    /// The visitor leaves a request on the offline form (3 → 10).
    mutating func submit(_ submission: RequestSubmit, as request: RequestID) throws(Refusal) -> RequestID {
        switch session.phase {
        case .offlineForm:
            guard settings.offlineForm.requests else {
                throw Refusal(.invalidState, "this channel takes no requests on its offline form")
            }
        case .waiting, .conversation:
            throw Refusal(.invalidState, "requests are taken on the offline form; this session is \(session.status)")
        case .ended:
            throw .closed
        }
        var visitor = session.visitor
        visitor.name = submission.name ?? visitor.name
        visitor.email = submission.email ?? visitor.email
        visitor.company = submission.company ?? visitor.company
        visitor.phone = submission.phone ?? visitor.phone
        visitor.country = submission.country ?? visitor.country
        visitor.consented = submission.consented ?? visitor.consented
        try FieldRules.check(submission)
        try FieldRules.require(settings.offlineForm.required, of: visitor)
        session.visitor = visitor
        session.request = request
        changes.requests.append(
            SubmittedRequest(
                request: request, session: session.id, channel: session.channel, at: now, visitor: visitor,
                text: submission.text))
        let firstLine = submission.text.drop(while: \.isWhitespace).prefix { !$0.isNewline }
        let title = String(firstLine.unicodeScalars.prefix(80))
        session.phase = .ended(Ending(status: .requestPosted, outcome: .offlineRequest, by: .visitor, at: now))
        record(.requestCreated(EventData.RequestCreated(request: request, by: .visitor, title: title)))
        close(.requestPosted, .offlineRequest, by: .visitor, at: now)
        return request
    }

    private mutating func close(
        _ status: SessionStatus, _ outcome: Outcome, by: EndedBy, at moment: Timestamp,
        formerly former: [AgentHandle] = []
    ) {
        session.phase = .ended(Ending(status: status, outcome: outcome, by: by, at: moment))
        record(.closed(EventData.Closed(outcome: outcome)), to: former)
        let figures = session.figures
        session.figures.endings += 1
        changes.statistics.append(
            .sessionEnded(
                SessionEnded(
                    channel: session.channel, session: session.id, n: session.figures.endings, outcome: outcome,
                    by: by, openedAt: session.openedAt, queuedAt: session.queuedAt,
                    firstAcceptedAt: session.startedAt, endedAt: moment,
                    shortAbandon: outcome == .abandoned && figures.queueLegs == 1 && figures.wait <= .seconds(10),
                    queueLegs: figures.queueLegs, agentLegs: figures.agentLegs, wait: figures.wait,
                    firstWait: figures.firstWait, firstResponse: figures.firstResponse, handle: figures.handle,
                    active: figures.active, wall: session.queuedAt.map { moment - $0 },
                    visitorMessages: figures.visitorMessages, agentMessages: figures.agentMessages,
                    unansweredAtClose: figures.unansweredSince != nil)))
        session.listeners = []
    }

    /// A stay in the queue is over.
    mutating func endQueueLeg(_ waiting: Waiting, _ reason: LegEnded.Reason, at moment: Timestamp? = nil) {
        let end = moment ?? now
        let wait = end - waiting.since
        session.figures.wait += wait
        session.figures.firstWait = session.figures.firstWait ?? wait
        var leg = LegEnded(
            channel: session.channel, session: session.id, leg: waiting.leg, kind: .queue, from: waiting.since, to: end,
            reason: reason)
        leg.waitMilliseconds = wait.milliseconds
        changes.statistics.append(.legEnded(leg))
    }

    /// A stay with an agent is over.
    mutating func endAgentLeg(_ conversation: Conversation, _ reason: LegEnded.Reason) {
        let handle = now - conversation.since
        session.figures.handle += handle
        var leg = LegEnded(
            channel: session.channel, session: session.id, leg: conversation.leg, kind: .agent,
            from: conversation.since, to: now, reason: reason)
        leg.agent = conversation.agent
        leg.how = conversation.how
        leg.handleMilliseconds = handle.milliseconds
        leg.activeMilliseconds = conversation.figures.active.milliseconds
        leg.messages = conversation.figures.messages
        leg.firstResponseMilliseconds = conversation.figures.firstResponse?.milliseconds
        leg.responses = conversation.figures.responses
        changes.statistics.append(.legEnded(leg))
    }
}
