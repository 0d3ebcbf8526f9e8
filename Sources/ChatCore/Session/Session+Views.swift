import ChatContract

extension Session {
    /// The card of this session for `agent`; for nobody in particular without one.
    public func summary(for agent: AgentHandle?, channelName: String, position: Int?) -> Summary {
        let conversation = conversation
        var visitor = visitor
        // Lists show everybody by name, also those who told none.
        visitor.name = visitor.name ?? ""
        var summary = Summary(
            session: id, channel: channel, channelName: channelName, status: status, visitor: visitor,
            agent: conversation?.agent ?? (status.isLive ? nil : lastAgent), role: role(of: agent),
            rank: conversation?.rank, unread: unreadByAgent.count,
            lastMessage: lastMessage, requestedAt: openedAt, queuedAt: queuedAt, startedAt: startedAt,
            endedAt: endedAt, idleSince: idleSince, position: position, queueLength: queueLength,
            transferTo: conversation?.transfer?.target,
            transferFrom: conversation.flatMap { $0.transfer == nil ? nil : $0.agent },
            connected: !isShownDisconnected, botActive: bot != nil, warned: extra.warned.level,
            rating: extra.rating?.rating, request: request,
            offeredUntil: waiting?.offer.flatMap { $0.agent == agent ? $0.expiresAt : nil }, seq: seq)
        summary.transferExpiresAt = conversation?.transfer?.expiresAt
        summary.filesAllowed = extra.filesAllowed ?? false
        summary.person = extra.contact?.person
        summary.company = extra.contact?.company
        summary.sale = extra.contact?.sale
        summary.project = extra.contact?.project
        return summary
    }

    /// What the session is to `agent`.
    public func role(of agent: AgentHandle?) -> Summary.Role {
        guard let agent else { return .none }
        if let conversation {
            if conversation.agent == agent { return .owner }
            if conversation.transfer?.target == agent { return .target }
        }
        if waiting?.offer?.agent == agent { return .target }
        return listeners.contains(agent) ? .listener : .none
    }

    /// What the visitor sees of his session.
    public func visitorSnapshot(position: Int?, averageWait: String?, shownAs: ShownAs?, mayRequest: Bool)
        -> VisitorSnapshot
    {
        var snapshot = VisitorSnapshot(
            session: id, channel: channel, status: status, shownAs: shownAs, position: position,
            averageWait: averageWait, mayRequest: mayRequest, unread: unreadByVisitor.count, seq: visitorSeq,
            settingsVersion: settingsVersion)
        snapshot.filesAllowed = extra.filesAllowed ?? false
        return snapshot
    }

    private var isShownDisconnected: Bool {
        if case .disconnected = presence { true } else { false }
    }
}
