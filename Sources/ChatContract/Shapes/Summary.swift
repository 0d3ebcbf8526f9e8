/// A session in one card: what lists show of it to one agent.
public struct Summary: Codable, Sendable, Equatable {
    /// What the session is to the one who asks.
    public enum Role: String, Codable, Sendable, CaseIterable {
        case owner, target, listener, none
    }

    /// The line that was written last.
    public struct LastMessage: Codable, Sendable, Equatable {
        /// At most 1,024 characters; left out where summaries go to all agents of a channel.
        public var text: String?
        public var from: ActorKind
        public var at: Timestamp

        public init(text: String?, from: ActorKind, at: Timestamp) {
            self.text = text
            self.from = from
            self.at = at
        }
    }

    public var session: SessionID
    public var channel: ChannelHandle
    public var channelName: String
    public var status: SessionStatus
    public var statusCode: Int
    public var visitor: Visitor
    public var agent: AgentHandle?
    public var role: Role
    /// The colour index: the lowest number that was free among the agent's chats when he got this one, from 1.
    public var rank: Int?
    /// The visitor's messages that the agent has not read.
    public var unread: Int
    public var lastMessage: LastMessage?
    public var requestedAt: Timestamp
    public var queuedAt: Timestamp?
    public var startedAt: Timestamp?
    public var endedAt: Timestamp?
    public var idleSince: Timestamp
    /// The place in the queue, from 1.
    public var position: Int?
    /// The queue's length when the session was requested, itself included.
    public var queueLength: Int
    public var transferTo: AgentHandle?
    public var transferFrom: AgentHandle?
    /// Until when the transfer waits for its answer.
    public var transferExpiresAt: Timestamp?
    public var connected: Bool
    public var botActive: Bool
    /// Who was warned that nobody took or answered it: 0 nobody, 1 agents, 2 managers too.
    public var warned: Int
    /// What the visitor gave: 1 to 5.
    public var rating: Int?
    public var request: RequestID?
    /// Whom it is linked to in the directory, and what it is about there.
    public var person: PersonID?
    public var company: CompanyID?
    public var sale: String?
    public var project: String?
    /// Until when an offer of it to the one who asks runs.
    public var offeredUntil: Timestamp?
    public var filesAllowed: Bool
    /// The number of the session's last event.
    public var seq: Int64

    public init(
        session: SessionID, channel: ChannelHandle, channelName: String, status: SessionStatus, visitor: Visitor,
        agent: AgentHandle?, role: Role, rank: Int?, unread: Int, lastMessage: LastMessage?, requestedAt: Timestamp,
        queuedAt: Timestamp?, startedAt: Timestamp?, endedAt: Timestamp?, idleSince: Timestamp, position: Int?,
        queueLength: Int, transferTo: AgentHandle?, transferFrom: AgentHandle?, connected: Bool,
        botActive: Bool = false,
        warned: Int = 0, rating: Int? = nil, request: RequestID?, offeredUntil: Timestamp? = nil, seq: Int64
    ) {
        self.session = session
        self.channel = channel
        self.channelName = channelName
        self.status = status
        self.statusCode = status.code
        self.visitor = visitor
        self.agent = agent
        self.role = role
        self.rank = rank
        self.unread = unread
        self.lastMessage = lastMessage
        self.requestedAt = requestedAt
        self.queuedAt = queuedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.idleSince = idleSince
        self.position = position
        self.queueLength = queueLength
        self.transferTo = transferTo
        self.transferFrom = transferFrom
        self.connected = connected
        self.botActive = botActive
        self.warned = warned
        self.rating = rating
        self.request = request
        self.offeredUntil = offeredUntil
        self.filesAllowed = false
        self.seq = seq
    }
}
