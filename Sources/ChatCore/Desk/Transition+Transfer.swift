import ChatContract

/// The two-phase hand-over, the take-over, and listening in (spec section 2.4).
extension Transition {
    /// How long the target has to answer.
    static let transferLimit = Span.seconds(60)

    /// The owner, or a manager, asks another agent to take the chat.
    mutating func requestTransfer(
        _ body: TransferRequest, by agent: AgentHandle, destination: Desk?, _ roster: inout Roster
    ) throws(Refusal) {
        let conversation = try requireConversation()
        guard conversation.agent == agent || members[agent]?.manage == true else { throw .notAssigned }
        switch (body.agent, body.channel) {
        case (let target?, nil): try ask(target, for: conversation, by: agent, roster)
        case (nil, let channel?): try move(conversation, to: channel, destination, &roster)
        case (nil, nil): throw Refusal(.invalidField, "agent or channel is missing: to whom?", field: "agent")
        case (_?, _?): throw Refusal(.invalidField, "agent and channel are both given; name one", field: "channel")
        }
    }

    /// To another channel's queue, at once: a queue keeps whom it is given (contract, "A session transferred").
    private mutating func move(
        _ conversation: Conversation, to channel: ChannelHandle, _ destination: Desk?, _ roster: inout Roster
    ) throws(Refusal) {
        guard channel != session.channel else {
            throw Refusal(.invalidField, "the session is on \(channel) already", field: "channel")
        }
        guard let destination else {
            throw Refusal(.unknownChannel, "there is no channel \(channel)", field: "channel")
        }
        guard destination.isAvailable(roster, at: now) else {
            throw Refusal(.notPresent, "nobody is there on \(channel) now", field: "channel")
        }
        guard destination.session(of: session.visitorDigest) == nil else {
            throw Refusal(.conflict, "the visitor has another session on \(channel)", field: "channel")
        }
        cancelTransfer()
        let former = conversation.agent
        endAgentLeg(conversation, .transferred)
        roster.release(session.id, by: former, at: now, &changes)
        session.extra.transfers += 1
        session.phase = .waiting(Waiting(since: now, returned: false, leg: 0))
        record(.moved(EventData.Moved(from: session.channel, to: channel)), to: [former])
        session.listeners = []
        session.channel = channel
        session.settingsVersion = destination.settings.version ?? 1
        today = destination.today
        thatDay = destination.today
        members = destination.members
        queue = destination.queue
        enqueue(.transferred, returned: false, givenAwayBy: former)
        // What was set for the old channel is set for the new one.
        if let pending = session.extra.attentionAt { setTimer(.attention, at: pending) }
        if session.presence.absentSince != nil { setTimer(.visitorAbsent, at: now, silence: .seconds(5)) }
        changes.evaluations.insert(channel)
    }

    /// To an agent, who answers.
    private mutating func ask(
        _ target: AgentHandle, for current: Conversation, by agent: AgentHandle, _ roster: Roster
    ) throws(Refusal) {
        var conversation = current
        guard conversation.transfer == nil else {
            throw Refusal(.conflict, "a transfer is pending; cancel it first")
        }
        guard target != conversation.agent else {
            throw Refusal(.invalidField, "\(target) has this chat already", field: "agent")
        }
        guard let state = roster.agents[target] else { throw .unknown(target) }
        guard members[target]?.respond == true else {
            throw Refusal(.notPresent, "\(target) may not respond on \(session.channel)", field: "agent")
        }
        guard state.effective == .present else {
            throw Refusal(.notPresent, "\(target) is \(state.effective.rawValue)", field: "agent")
        }
        try requireFreeSlot(state)
        let expiresAt = now + Self.transferLimit
        conversation.transfer = Transfer(target: target, by: agent, expiresAt: expiresAt)
        session.phase = .conversation(conversation)
        record(
            .transferRequested(
                EventData.TransferRequested(from: conversation.agent, to: target, by: agent, expiresAt: expiresAt)),
            to: [agent])
        setTimer(.transferExpiry, at: expiresAt)
    }

    /// The target takes the chat; the source goes on listening.
    mutating func acceptTransfer(by agent: AgentHandle, _ roster: inout Roster) throws(Refusal) {
        let (conversation, transfer) = try requireTransfer(to: agent)
        guard let state = roster.agents[agent] else { throw .unknown(agent) }
        try requireFreeSlot(state)
        guard members[agent]?.respond == true else { throw .needs("respond", on: session.channel) }
        session.extra.transfers += 1
        handOver(conversation, reason: .transferred, &roster)
        record(
            .transferAccepted(EventData.Transferring(from: conversation.agent, to: agent)),
            to: [agent, conversation.agent, transfer.by])
        assign(to: state, how: .transfer, outOfOrder: false, formerly: [conversation.agent], &roster)
    }

    /// The target does not want the chat; the source keeps it.
    mutating func rejectTransfer(by agent: AgentHandle) throws(Refusal) {
        let (conversation, transfer) = try requireTransfer(to: agent)
        endTransfer(conversation, EventData.transferRejected, [agent, transfer.by])
    }

    /// Who asked for the transfer takes it back.
    mutating func cancelTransfer(by agent: AgentHandle) throws(Refusal) {
        guard let conversation = session.conversation, let transfer = conversation.transfer else {
            throw Refusal(.noTransferPending, "no transfer of this session is pending")
        }
        guard transfer.by == agent else {
            throw Refusal(.forbidden, "only \(transfer.by), who asked for it, takes this transfer back")
        }
        cancelTransfer()
    }

    /// Ends a pending transfer because something else happens to the session.
    mutating func cancelTransfer() {
        guard let conversation = session.conversation, let transfer = conversation.transfer else { return }
        endTransfer(conversation, EventData.transferCancelled, [transfer.target, transfer.by])
    }

    /// Nobody answered in time: the source keeps the chat and is told.
    mutating func expireTransfer() {
        guard let conversation = session.conversation, let transfer = conversation.transfer else { return }
        guard transfer.expiresAt <= now else { return setTimer(.transferExpiry, at: transfer.expiresAt) }
        endTransfer(conversation, EventData.transferExpired, [transfer.target, transfer.by])
    }

    /// A manager takes a running chat at once; the former agent goes on listening.
    mutating func takeOver(by agent: AgentHandle, _ roster: inout Roster) throws(Refusal) {
        let before = try requireConversation()
        guard before.agent != agent else { throw Refusal(.invalidState, "you have this chat already") }
        guard let state = roster.agents[agent] else { throw .unknown(agent) }
        cancelTransfer()
        let conversation = try requireConversation()
        handOver(conversation, reason: .takenOver, &roster)
        assign(to: state, how: .takeOver, outOfOrder: false, formerly: [conversation.agent], &roster)
    }

    /// An agent reads along without being seen.
    mutating func listen(by agent: AgentHandle) throws(Refusal) {
        switch session.phase {
        case .finished, .ended: throw .closed
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting, .conversation: break
        }
        guard session.owner != agent else { throw Refusal(.invalidState, "you have this chat yourself") }
        guard !session.listeners.contains(agent) else { return }
        session.listeners.append(agent)
        record(.listened(EventData.Listening(agent: agent)))
    }

    /// A listener leaves.
    mutating func unlisten(by agent: AgentHandle) throws(Refusal) {
        guard session.listeners.contains(agent) else {
            throw Refusal(.invalidState, "you do not listen to this session")
        }
        session.listeners.removeAll { $0 == agent }
        record(.unlistened(EventData.Listening(agent: agent)))
    }

    private mutating func handOver(
        _ conversation: Conversation, reason: LegEnded.Reason, _ roster: inout Roster
    ) {
        endAgentLeg(conversation, reason)
        roster.release(session.id, by: conversation.agent, at: now, &changes)
        var conversation = conversation
        conversation.transfer = nil
        session.phase = .conversation(conversation)
        if !session.listeners.contains(conversation.agent) { session.listeners.append(conversation.agent) }
    }

    private mutating func endTransfer(
        _ conversation: Conversation, _ event: (EventData.Transferring) -> EventData, _ agents: [AgentHandle]
    ) {
        var conversation = conversation
        let target = conversation.transfer?.target
        conversation.transfer = nil
        session.phase = .conversation(conversation)
        record(event(EventData.Transferring(from: conversation.agent, to: target)), to: agents)
    }

    private func requireConversation() throws(Refusal) -> Conversation {
        switch session.phase {
        case .conversation(let conversation): conversation
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting:
            throw Refusal(.invalidState, "no agent has this session")
        case .finished, .ended: throw .closed
        }
    }

    private func requireTransfer(to agent: AgentHandle) throws(Refusal) -> (Conversation, Transfer) {
        guard let conversation = session.conversation, let transfer = conversation.transfer, transfer.target == agent
        else { throw Refusal(.noTransferPending, "no transfer of this session to \(agent) is pending") }
        return (conversation, transfer)
    }
}
