import ChatContract

/// The two-phase hand-over, the take-over, and listening in (spec section 2.4).
extension Transition {
    /// How long the target has to answer.
    static let transferLimit = Span.seconds(60)

    /// The owner, or a manager, asks another agent to take the chat.
    mutating func requestTransfer(to target: AgentHandle, by agent: AgentHandle, _ roster: Roster) throws(Refusal) {
        var conversation = try requireConversation()
        guard conversation.agent == agent || members[agent]?.manage == true else { throw .notAssigned }
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
        guard let conversation = session.conversation, let transfer = conversation.transfer,
            transfer.expiresAt <= now
        else { return }
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
        case .ended: throw .closed
        case .offlineForm, .waiting, .conversation: break
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
        case .offlineForm, .waiting: throw Refusal(.invalidState, "no agent has this session")
        case .ended: throw .closed
        }
    }

    private func requireTransfer(to agent: AgentHandle) throws(Refusal) -> (Conversation, Transfer) {
        guard let conversation = session.conversation, let transfer = conversation.transfer, transfer.target == agent
        else { throw Refusal(.noTransferPending, "no transfer of this session to \(agent) is pending") }
        return (conversation, transfer)
    }
}
