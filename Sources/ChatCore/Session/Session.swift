import ChatContract

/// One conversation of one visitor on one channel, from opening the window to its end.
public struct Session: Sendable, Equatable {
    public let id: SessionID
    public var channel: ChannelHandle
    public let visitorDigest: VisitorDigest
    public var visitor: Visitor
    public var origin: Origin
    /// The version of the channel's settings whose texts the visitor was shown.
    public var settingsVersion: Int64

    /// The number of the last event, and of the last that the visitor may see.
    public var seq: Int64 = 0
    public var visitorSeq: Int64 = 0
    /// The time of the last event: time never runs backwards in a session.
    public var at: Timestamp

    public var phase: Phase
    public var openedAt: Timestamp
    public var queuedAt: Timestamp?
    public var startedAt: Timestamp?
    /// When somebody last wrote.
    public var idleSince: Timestamp
    /// How long the queue was when the session was requested, itself included.
    public var queueLength = 0

    public var lastMessage: Summary.LastMessage?
    public var unreadByAgent = UnreadMarks()
    public var unreadByVisitor = UnreadMarks()

    public var connections: [VisitorConnection] = []
    public var presence: VisitorPresence
    /// Agents who read along, in the order in which they came.
    public var listeners: [AgentHandle] = []
    /// The agent who had it last, also after its end.
    public var lastAgent: AgentHandle?
    public var request: RequestID?
    public var figures = SessionFigures()
    public var extra = SessionExtra()

    public init(
        id: SessionID, channel: ChannelHandle, visitorDigest: VisitorDigest, visitor: Visitor, origin: Origin,
        settingsVersion: Int64, phase: Phase, openedAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.visitorDigest = visitorDigest
        self.visitor = visitor
        self.origin = origin
        self.settingsVersion = settingsVersion
        self.at = openedAt
        self.phase = phase
        self.openedAt = openedAt
        self.idleSince = openedAt
        self.presence = .absent(since: openedAt)
    }

    public var status: SessionStatus { phase.status }

    /// The conversation, while there is one.
    public var conversation: Conversation? {
        if case .conversation(let conversation) = phase { conversation } else { nil }
    }

    /// The agent to whom the session belongs.
    public var owner: AgentHandle? { conversation?.agent }

    /// The stay in the queue, while it is there.
    public var waiting: Waiting? {
        if case .waiting(let waiting) = phase { waiting } else { nil }
    }

    /// The bot that has it.
    public var bot: BotHandle? {
        if case .withBot(let stay) = phase { stay.bot } else { nil }
    }

    /// How it ended, also while the post-chat form stands.
    public var ending: Ending? {
        switch phase {
        case .finished(let ending), .ended(let ending): ending
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting, .conversation: nil
        }
    }

    public var endedAt: Timestamp? { ending?.at }

    /// Whether the other state is at the same place in life: only messages, reading and figures differ.
    func hasSamePlace(as other: Session) -> Bool {
        guard presence == other.presence, channel == other.channel, queuedAt == other.queuedAt,
            startedAt == other.startedAt,
            request == other.request, lastAgent == other.lastAgent
        else { return false }
        if case .conversation(let mine) = phase, case .conversation(let others) = other.phase {
            return mine.agent == others.agent && mine.leg == others.leg && mine.transfer == others.transfer
                && mine.agentLostAt == others.agentLostAt && mine.idleWarnedAt == others.idleWarnedAt
        }
        return phase == other.phase
    }

    /// The gateways where the visitor is attached, each once.
    public var gateways: [GatewayHandle] {
        connections.reduce(into: []) { gateways, connection in
            if !gateways.contains(connection.gateway) { gateways.append(connection.gateway) }
        }
    }

    /// Where the visitor came from.
    public struct Origin: Codable, Sendable, Equatable {
        public var page: String?
        public var host: String?
        public var timeZone: String?

        public init(page: String? = nil, host: String? = nil, timeZone: String? = nil) {
            self.page = page
            self.host = host
            self.timeZone = timeZone
        }
    }
}

/// One of the visitor's windows at a gateway.
public struct VisitorConnection: Codable, Sendable, Equatable {
    public var gateway: GatewayHandle
    public var connection: String

    public init(gateway: GatewayHandle, connection: String) {
        self.gateway = gateway
        self.connection = connection
    }
}

/// Whether the visitor is there.
public enum VisitorPresence: Sendable, Equatable {
    case connected
    /// No connection, but not for long.
    case absent(since: Timestamp)
    /// Agents were told that he is disconnected.
    case disconnected(since: Timestamp)

    public var absentSince: Timestamp? {
        switch self {
        case .connected: nil
        case .absent(let since), .disconnected(let since): since
        }
    }
}
