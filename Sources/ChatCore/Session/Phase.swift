import ChatContract

/// Where a session is in its life, with what belongs to that place and to no other.
public enum Phase: Sendable, Equatable {
    /// The visitor tells who he is before he chats.
    case preChatForm
    /// Entries of the FAQ may answer his question.
    case faq(FAQStage)
    /// Nobody is there; the visitor may leave a request.
    case offlineForm
    /// A bot answers, or may.
    case withBot(BotStay)
    case waiting(Waiting)
    case conversation(Conversation)
    /// The conversation is over; the post-chat form stands, and the visitor may go on.
    case finished(Ending)
    case ended(Ending)

    public var status: SessionStatus {
        switch self {
        case .preChatForm: .preChatForm
        case .faq: .faq
        case .offlineForm: .offlineForm
        case .withBot(let stay): stay.status
        case .waiting: .inQueue
        case .conversation(let conversation): conversation.lastFrom == .visitor ? .customerLast : .userLast
        case .finished: .finished
        case .ended(let ending): ending.status
        }
    }
}

/// The two stages of the FAQ step.
public enum FAQStage: String, Codable, Sendable {
    /// The visitor's question is awaited.
    case asking
    /// Suggestions were made; whether they helped is awaited.
    case suggested
}

/// A session in a bot's hands.
public struct BotStay: Codable, Sendable, Equatable {
    public var bot: BotHandle
    public var since: Timestamp
    /// The number of this stay among the session's legs.
    public var leg: Int
    /// Who wrote last; `nil` until the bot speaks: so long the forms may still come.
    public var lastFrom: Conversation.LastFrom?
    /// When the first line that the bot did not answer came.
    public var unansweredSince: Timestamp?

    public init(bot: BotHandle, since: Timestamp, leg: Int) {
        self.bot = bot
        self.since = since
        self.leg = leg
    }

    var status: SessionStatus {
        switch lastFrom {
        case nil: .preChatForm
        case .visitor: .customerLast
        case .agent: .userLast
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
    /// The agent who is asked to take it.
    public var offer: Offer?
    /// Agents who declined it or let it pass, and until when they are not asked again.
    public var passed: [AgentHandle: Timestamp] = [:]
    /// The agent whom the visitor had, and until when he is waited for: a preference, never a fact (guarantee 9).
    public var preference: Preference?

    public init(since: Timestamp, returned: Bool, leg: Int) {
        self.since = since
        self.returned = returned
        self.leg = leg
    }

    /// An agent who is waited for.
    public struct Preference: Codable, Sendable, Equatable {
        public var agent: AgentHandle
        public var until: Timestamp

        public init(agent: AgentHandle, until: Timestamp) {
            self.agent = agent
            self.until = until
        }
    }
}

/// A chat that an agent is asked to take: it occupies one of his slots until he answers (guarantee 2).
public struct Offer: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    public var since: Timestamp
    public var expiresAt: Timestamp
    /// The number of this offer among the session's legs.
    public var leg: Int
    /// Why he, told when he accepts.
    public var explanation: EventData.RoutingExplained

    public init(
        agent: AgentHandle, since: Timestamp, expiresAt: Timestamp, leg: Int,
        explanation: EventData.RoutingExplained
    ) {
        self.agent = agent
        self.since = since
        self.expiresAt = expiresAt
        self.leg = leg
        self.explanation = explanation
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
    /// When the visitor was told that the chat ends if nobody writes.
    public var idleWarnedAt: Timestamp?
    public var leg: Int
    public var figures = AgentLegFigures()

    /// Who wrote last.
    public enum LastFrom: String, Codable, Sendable { case visitor, agent }

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
    /// Until when the post-chat form stands.
    public var formUntil: Timestamp?

    public init(
        status: SessionStatus, outcome: Outcome, by: EndedBy, at moment: Timestamp, formUntil: Timestamp? = nil
    ) {
        self.status = status
        self.outcome = outcome
        self.by = by
        self.at = moment
        self.formUntil = formUntil
    }
}
