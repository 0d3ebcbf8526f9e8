/// What happened: the `data` of an event, one case for each type.
public enum EventData: Sendable, Equatable {
    case opened(Opened)
    case queued(Queued)
    case statusChanged(StatusChanged)
    case disconnected(Disconnected)
    case reconnected
    case agentLost(AgentLost)
    case assigned(Assigned)
    case finished(Finished)
    case closed(Closed)
    case listened(Listening)
    case unlistened(Listening)
    case posted(Message)
    case read(Read)
    case requestCreated(RequestCreated)
    case transferRequested(TransferRequested)
    case transferAccepted(Transferring)
    case transferRejected(Transferring)
    case transferCancelled(Transferring)
    case transferExpired(Transferring)

    public struct Opened: Codable, Sendable, Equatable {
        public var visitor: Visitor
        public var page: String?
        public var host: String?
        public var timeZone: String?

        public init(visitor: Visitor, page: String? = nil, host: String? = nil, timeZone: String? = nil) {
            self.visitor = visitor
            self.page = page
            self.host = host
            self.timeZone = timeZone
        }
    }

    public struct Queued: Codable, Sendable, Equatable {
        /// Why a session is in the queue.
        public enum Reason: String, Codable, Sendable, CaseIterable {
            case opened, requeued, agentLost, transferred, reopened
        }

        public var position: Int
        public var length: Int
        public var reason: Reason

        public init(position: Int, length: Int, reason: Reason) {
            self.position = position
            self.length = length
            self.reason = reason
        }
    }

    public struct StatusChanged: Codable, Sendable, Equatable {
        public var from: SessionStatus

        public init(from status: SessionStatus) {
            self.from = status
        }
    }

    public struct Disconnected: Codable, Sendable, Equatable {
        /// When the session ends if he does not come back.
        public var endsAt: Timestamp

        public init(endsAt: Timestamp) {
            self.endsAt = endsAt
        }
    }

    public struct AgentLost: Codable, Sendable, Equatable {
        /// When the chat returns to the front of its queue.
        public var returnsAt: Timestamp

        public init(returnsAt: Timestamp) {
            self.returnsAt = returnsAt
        }
    }

    public struct Assigned: Codable, Sendable, Equatable {
        /// How a session came to its agent.
        public enum How: String, Codable, Sendable, CaseIterable {
            case pickUp, offer, transfer, takeOver
        }

        /// Not in the visitor's form.
        public var agent: AgentHandle?
        public var shownAs: ShownAs
        public var how: How
        /// Not in the visitor's form.
        public var rank: Int?
        /// Whether others had waited longer.
        public var outOfOrder: Bool

        public init(agent: AgentHandle?, shownAs: ShownAs, how: How, rank: Int?, outOfOrder: Bool) {
            self.agent = agent
            self.shownAs = shownAs
            self.how = how
            self.rank = rank
            self.outOfOrder = outOfOrder
        }
    }

    public struct Finished: Codable, Sendable, Equatable {
        public var by: EndedBy

        public init(by: EndedBy) {
            self.by = by
        }
    }

    public struct Closed: Codable, Sendable, Equatable {
        public var outcome: Outcome

        public init(outcome: Outcome) {
            self.outcome = outcome
        }
    }

    public struct Listening: Codable, Sendable, Equatable {
        public var agent: AgentHandle

        public init(agent: AgentHandle) {
            self.agent = agent
        }
    }

    public struct Read: Codable, Sendable, Equatable {
        public var by: ActorKind
        public var through: Int64

        public init(by: ActorKind, through: Int64) {
            self.by = by
            self.through = through
        }
    }

    public struct RequestCreated: Codable, Sendable, Equatable {
        public var request: RequestID
        public var by: ActorKind
        public var title: String

        public init(request: RequestID, by: ActorKind, title: String) {
            self.request = request
            self.by = by
            self.title = title
        }
    }

    public struct TransferRequested: Codable, Sendable, Equatable {
        public var from: AgentHandle
        public var to: AgentHandle
        public var by: AgentHandle
        public var expiresAt: Timestamp

        public init(from source: AgentHandle, to target: AgentHandle, by agent: AgentHandle, expiresAt: Timestamp) {
            self.from = source
            self.to = target
            self.by = agent
            self.expiresAt = expiresAt
        }
    }

    public struct Transferring: Codable, Sendable, Equatable {
        /// Neither stands in the visitor's form.
        public var from: AgentHandle?
        public var to: AgentHandle?

        public init(from source: AgentHandle?, to target: AgentHandle?) {
            self.from = source
            self.to = target
        }
    }

    /// The type of the event.
    public var type: EventType {
        switch self {
        case .opened: .sessionOpened
        case .queued: .sessionQueued
        case .statusChanged: .sessionStatusChanged
        case .disconnected: .sessionDisconnected
        case .reconnected: .sessionReconnected
        case .agentLost: .sessionAgentLost
        case .assigned: .sessionAssigned
        case .finished: .sessionFinished
        case .closed: .sessionClosed
        case .listened: .sessionListened
        case .unlistened: .sessionUnlistened
        case .posted: .messagePosted
        case .read: .messageRead
        case .requestCreated: .requestCreated
        case .transferRequested: .transferRequested
        case .transferAccepted: .transferAccepted
        case .transferRejected: .transferRejected
        case .transferCancelled: .transferCancelled
        case .transferExpired: .transferExpired
        }
    }

    /// Who may see events of this type.
    public var visibility: Visibility {
        switch self {
        case .opened, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .assigned, .finished, .closed,
            .posted, .read, .requestCreated, .transferAccepted:
            .visitor
        case .listened, .unlistened, .transferRequested, .transferRejected, .transferCancelled, .transferExpired:
            .agents
        }
    }

    /// What the visitor is shown of it: the same without agents' handles.
    public var visitorForm: EventData {
        switch self {
        case .assigned(var assigned):
            assigned.agent = nil
            assigned.rank = nil
            return .assigned(assigned)
        case .transferAccepted:
            return .transferAccepted(Transferring(from: nil, to: nil))
        case .opened, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .finished, .closed, .listened,
            .unlistened, .posted, .read, .requestCreated, .transferRequested, .transferRejected, .transferCancelled,
            .transferExpired:
            return self
        }
    }
}

/// Who or what ended a conversation.
public enum EndedBy: String, Codable, Sendable, CaseIterable {
    case visitor, agent, bot, gone, idle, system
}

/// What became of a session (`spec/statistics.md`, "Outcome of a closed session" and "Outcomes besides").
public enum Outcome: String, Codable, Sendable, CaseIterable {
    case abandoned, missed, dropped, completed
    case requestFromQueue, selfServed, botOnly, notStarted, offlineRequest, offline
}

extension EventData {
    /// The JSON form of the data alone.
    public func json() throws -> [UInt8] {
        switch self {
        case .opened(let data): try WireJSON.encode(data)
        case .queued(let data): try WireJSON.encode(data)
        case .statusChanged(let data): try WireJSON.encode(data)
        case .disconnected(let data): try WireJSON.encode(data)
        case .reconnected: Answer.nothing
        case .agentLost(let data): try WireJSON.encode(data)
        case .assigned(let data): try WireJSON.encode(data)
        case .finished(let data): try WireJSON.encode(data)
        case .closed(let data): try WireJSON.encode(data)
        case .listened(let data), .unlistened(let data): try WireJSON.encode(data)
        case .posted(let message): try message.json()
        case .read(let data): try WireJSON.encode(data)
        case .requestCreated(let data): try WireJSON.encode(data)
        case .transferRequested(let data): try WireJSON.encode(data)
        case .transferAccepted(let data), .transferRejected(let data), .transferCancelled(let data),
            .transferExpired(let data):
            try WireJSON.encode(data)
        }
    }

    /// Reads the data of an event of `type` from the field `key`.
    init<Key: CodingKey>(_ type: EventType, in container: KeyedDecodingContainer<Key>, forKey key: Key) throws {
        func data<Value: Decodable>() throws -> Value { try container.decode(Value.self, forKey: key) }
        switch type {
        case .sessionOpened: self = .opened(try data())
        case .sessionQueued: self = .queued(try data())
        case .sessionStatusChanged: self = .statusChanged(try data())
        case .sessionDisconnected: self = .disconnected(try data())
        case .sessionReconnected: self = .reconnected
        case .sessionAgentLost: self = .agentLost(try data())
        case .sessionAssigned: self = .assigned(try data())
        case .sessionFinished: self = .finished(try data())
        case .sessionClosed: self = .closed(try data())
        case .sessionListened: self = .listened(try data())
        case .sessionUnlistened: self = .unlistened(try data())
        case .messagePosted: self = .posted(try data())
        case .messageRead: self = .read(try data())
        case .requestCreated: self = .requestCreated(try data())
        case .transferRequested: self = .transferRequested(try data())
        case .transferAccepted: self = .transferAccepted(try data())
        case .transferRejected: self = .transferRejected(try data())
        case .transferCancelled: self = .transferCancelled(try data())
        case .transferExpired: self = .transferExpired(try data())
        }
    }
}
