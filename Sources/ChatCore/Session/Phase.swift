import ChatContract

/// Where a session is in its life, with what belongs to that place and to no other.
public enum Phase: Sendable, Equatable {
    /// Nobody is there; the visitor may leave a request.
    case offlineForm
    case waiting(Waiting)
    case conversation(Conversation)
    case ended(Ending)

    public var status: SessionStatus {
        switch self {
        case .offlineForm: .offlineForm
        case .waiting: .inQueue
        case .conversation(let conversation): conversation.lastFrom == .visitor ? .customerLast : .userLast
        case .ended(let ending): ending.status
        }
    }
}

/// A stay in the queue.
public struct Waiting: Sendable, Equatable {
    public var since: Timestamp
    /// Had an agent before: goes before those who had none.
    public var returned: Bool
    /// The number of this stay among the session's legs.
    public var leg: Int

    public init(since: Timestamp, returned: Bool, leg: Int) {
        self.since = since
        self.returned = returned
        self.leg = leg
    }
}

/// A stay with an agent, who owns the session alone.
public struct Conversation: Sendable, Equatable {
    public var agent: AgentHandle
    /// The colour index among the agent's chats.
    public var rank: Int
    public var since: Timestamp
    public var how: EventData.Assigned.How
    public var lastFrom: LastFrom
    public var transfer: Transfer?
    /// When the visitor was told that the agent is lost.
    public var agentLostAt: Timestamp?
    public var leg: Int
    public var figures = AgentLegFigures()

    /// Who wrote last.
    public enum LastFrom: String, Sendable { case visitor, agent }

    public init(
        agent: AgentHandle, rank: Int, since: Timestamp, how: EventData.Assigned.How, lastFrom: LastFrom, leg: Int
    ) {
        self.agent = agent
        self.rank = rank
        self.since = since
        self.how = how
        self.lastFrom = lastFrom
        self.leg = leg
    }
}

/// A transfer that waits for the target's answer. Until then the source owns the chat (guarantee 8).
public struct Transfer: Sendable, Equatable {
    public var target: AgentHandle
    public var by: AgentHandle
    public var expiresAt: Timestamp

    public init(target: AgentHandle, by agent: AgentHandle, expiresAt: Timestamp) {
        self.target = target
        self.by = agent
        self.expiresAt = expiresAt
    }
}

/// The end of a session.
public struct Ending: Sendable, Equatable {
    public var status: SessionStatus
    public var outcome: Outcome
    public var by: EndedBy
    public var at: Timestamp

    public init(status: SessionStatus, outcome: Outcome, by: EndedBy, at moment: Timestamp) {
        self.status = status
        self.outcome = outcome
        self.by = by
        self.at = moment
    }
}
