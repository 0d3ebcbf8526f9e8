/// What happened: the `data` of an event, one case for each type.
public enum EventData: Sendable, Equatable {
    case opened(Opened)
    case identified(Identified)
    case queued(Queued)
    case statusChanged(StatusChanged)
    case disconnected(Disconnected)
    case reconnected
    case agentLost(AgentLost)
    case assigned(Assigned)
    case finished(Finished)
    case reopened
    case closed(Closed)
    case moved(Moved)
    case rated(Rated)
    case deleted
    /// What identifies people is gone from the session; whoever keeps something of it elsewhere is to forget it too.
    case erased
    case offered(Offered)
    case offerEnded(OfferEnded)
    case handedOff
    case explained(RoutingExplained)
    case warned(Warning)
    case listened(Listening)
    case unlistened(Listening)
    case posted(Message)
    case read(Read)
    case notePosted(NotePosted)
    case fileShared(File)
    case fileRefused(FileRefused)
    case filesAllowed(FilesAllowed)
    case contactLinked(ContactLinked)
    case contactUnlinked
    case faqSuggested(FAQSuggested)
    case requestCreated(RequestCreated)
    case transcriptRequested(TranscriptRequested)
    case transcriptSent(TranscriptSent)
    case transcriptFailed(TranscriptFailed)
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

    public struct Identified: Codable, Sendable, Equatable {
        public var visitor: Visitor

        public init(visitor: Visitor) {
            self.visitor = visitor
        }
    }

    public struct Queued: Codable, Sendable, Equatable {
        /// Why a session is in the queue.
        public enum Reason: String, Codable, Sendable, CaseIterable {
            case opened, requeued, agentLost, transferred, reopened, handedOff
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
            /// The visitor went on, and the agent whom he had is still there.
            case reopened
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

    public struct Moved: Codable, Sendable, Equatable {
        public var from: ChannelHandle
        public var to: ChannelHandle

        public init(from source: ChannelHandle, to target: ChannelHandle) {
            self.from = source
            self.to = target
        }
    }

    public struct Rated: Codable, Sendable, Equatable {
        /// 1 to 5.
        public var rating: Int
        public var comment: String?

        public init(rating: Int, comment: String? = nil) {
            self.rating = rating
            self.comment = comment
        }
    }

    public struct Offered: Codable, Sendable, Equatable {
        public var agent: AgentHandle
        public var expiresAt: Timestamp

        public init(agent: AgentHandle, expiresAt: Timestamp) {
            self.agent = agent
            self.expiresAt = expiresAt
        }
    }

    public struct OfferEnded: Codable, Sendable, Equatable {
        public enum Reason: String, Codable, Sendable, CaseIterable {
            case accepted, declined, missed, withdrawn
        }

        public var agent: AgentHandle
        public var reason: Reason

        public init(agent: AgentHandle, reason: Reason) {
            self.agent = agent
            self.reason = reason
        }
    }

    /// Why this agent and no other (guarantee 14).
    public struct RoutingExplained: Codable, Sendable, Equatable {
        public struct Candidate: Codable, Sendable, Equatable {
            /// Why an agent was not asked.
            public enum Exclusion: String, Codable, Sendable, CaseIterable {
                case away, notResponding, disconnected, full, passed
                /// The visitor's former agent is waited for.
                case keptForAnother
            }

            public var agent: AgentHandle
            /// What they were ordered by, the smallest first: the policy's own key, then the turn.
            public var rank: [Int64]?
            public var excluded: Exclusion?

            public init(agent: AgentHandle, rank: [Int64]? = nil, excluded: Exclusion? = nil) {
                self.agent = agent
                self.rank = rank
                self.excluded = excluded
            }
        }

        public var candidates: [Candidate]
        public var policy: Channel.Routing.Policy
        /// The version of the settings that held.
        public var version: Int64
        /// Whether the agent was asked because the visitor had him before.
        public var preferred: Bool

        public init(candidates: [Candidate], policy: Channel.Routing.Policy, version: Int64, preferred: Bool = false) {
            self.candidates = candidates
            self.policy = policy
            self.version = version
            self.preferred = preferred
        }
    }

    public struct Warning: Codable, Sendable, Equatable {
        public enum Kind: String, Codable, Sendable, CaseIterable { case newChat, newMessage, idle }
        public enum Level: String, Codable, Sendable, CaseIterable { case agent, manager, visitor }

        public var kind: Kind
        public var level: Level
        /// Since when nobody took the chat, answered, or wrote.
        public var since: Timestamp
        public var recipients: [AgentHandle]
        /// Until when the notice is worth showing; of an idle chat: when it ends.
        public var expiresAt: Timestamp

        public init(
            kind: Kind, level: Level, since: Timestamp, recipients: [AgentHandle], expiresAt: Timestamp
        ) {
            self.kind = kind
            self.level = level
            self.since = since
            self.recipients = recipients
            self.expiresAt = expiresAt
        }
    }

    public struct NotePosted: Codable, Sendable, Equatable {
        public var text: String

        public init(text: String) {
            self.text = text
        }
    }

    public struct FileRefused: Codable, Sendable, Equatable {
        public var name: String
        public var reason: FileRefuse.Reason

        public init(name: String, reason: FileRefuse.Reason) {
            self.name = name
            self.reason = reason
        }
    }

    public struct FilesAllowed: Codable, Sendable, Equatable {
        public var allowed: Bool

        public init(allowed: Bool) {
            self.allowed = allowed
        }
    }

    public struct ContactLinked: Codable, Sendable, Equatable {
        public var person: PersonID?
        public var company: CompanyID?
        public var sale: String?
        public var project: String?
        public var request: RequestID?

        public init(
            person: PersonID? = nil, company: CompanyID? = nil, sale: String? = nil, project: String? = nil,
            request: RequestID? = nil
        ) {
            self.person = person
            self.company = company
            self.sale = sale
            self.project = project
            self.request = request
        }
    }

    public struct FAQSuggested: Codable, Sendable, Equatable {
        /// At most three, the best first.
        public var entries: [FAQSuggestion]

        public init(entries: [FAQSuggestion]) {
            self.entries = entries
        }
    }

    public struct TranscriptRequested: Codable, Sendable, Equatable {
        public var email: String
        public var by: ActorKind
        public var language: String
        public var timeZone: String?

        public init(email: String, by: ActorKind, language: String, timeZone: String? = nil) {
            self.email = email
            self.by = by
            self.language = language
            self.timeZone = timeZone
        }
    }

    public struct TranscriptSent: Codable, Sendable, Equatable {
        /// The number of the event that asked for it, and who did.
        public var requested: Int64
        public var by: ActorKind

        public init(requested: Int64, by: ActorKind) {
            self.requested = requested
            self.by = by
        }
    }

    public struct TranscriptFailed: Codable, Sendable, Equatable {
        /// The number of the event that asked for it, and who did.
        public var requested: Int64
        public var by: ActorKind
        /// Not in the visitor's form.
        public var reason: String?

        public init(requested: Int64, by: ActorKind, reason: String? = nil) {
            self.requested = requested
            self.by = by
            self.reason = reason
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
        case .identified: .sessionIdentified
        case .queued: .sessionQueued
        case .statusChanged: .sessionStatusChanged
        case .disconnected: .sessionDisconnected
        case .reconnected: .sessionReconnected
        case .agentLost: .sessionAgentLost
        case .assigned: .sessionAssigned
        case .finished: .sessionFinished
        case .reopened: .sessionReopened
        case .closed: .sessionClosed
        case .moved: .sessionMoved
        case .rated: .sessionRated
        case .deleted: .sessionDeleted
        case .erased: .sessionErased
        case .offered: .sessionOffered
        case .offerEnded: .sessionOfferEnded
        case .handedOff: .sessionHandedOff
        case .explained: .routingExplained
        case .warned: .warningRaised
        case .listened: .sessionListened
        case .unlistened: .sessionUnlistened
        case .posted: .messagePosted
        case .read: .messageRead
        case .notePosted: .notePosted
        case .fileShared: .fileShared
        case .fileRefused: .fileRefused
        case .filesAllowed: .filesAllowed
        case .contactLinked: .contactLinked
        case .contactUnlinked: .contactUnlinked
        case .faqSuggested: .faqSuggested
        case .requestCreated: .requestCreated
        case .transcriptRequested: .transcriptRequested
        case .transcriptSent: .transcriptSent
        case .transcriptFailed: .transcriptFailed
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
        case .opened, .identified, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .assigned,
            .finished, .reopened, .closed, .moved, .rated, .deleted, .posted, .read, .fileShared, .fileRefused,
            .filesAllowed, .faqSuggested, .requestCreated, .transferAccepted:
            .visitor
        case .warned(let warning): warning.kind == .idle ? .visitor : .agents
        // Mail that an agent asked for is none of the visitor's business.
        case .transcriptRequested(let data): data.by == .visitor ? .visitor : .agents
        case .transcriptSent(let data): data.by == .visitor ? .visitor : .agents
        case .transcriptFailed(let data): data.by == .visitor ? .visitor : .agents
        case .erased, .offered, .offerEnded, .handedOff, .explained, .listened, .unlistened, .notePosted,
            .contactLinked, .contactUnlinked,
            .transferRequested, .transferRejected, .transferCancelled, .transferExpired:
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
        case .transcriptFailed(var failed):
            failed.reason = nil
            return .transcriptFailed(failed)
        case .warned(var warning):
            warning.recipients = []
            return .warned(warning)
        case .opened, .identified, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .finished,
            .reopened, .closed, .moved, .rated, .deleted, .erased, .offered, .offerEnded, .handedOff, .explained,
            .listened, .unlistened, .posted, .read, .notePosted, .fileShared, .fileRefused, .filesAllowed,
            .contactLinked, .contactUnlinked, .faqSuggested, .requestCreated, .transcriptRequested, .transcriptSent,
            .transferRequested, .transferRejected, .transferCancelled, .transferExpired:
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
        case .identified(let data): try WireJSON.encode(data)
        case .queued(let data): try WireJSON.encode(data)
        case .statusChanged(let data): try WireJSON.encode(data)
        case .disconnected(let data): try WireJSON.encode(data)
        case .reconnected, .reopened, .deleted, .erased, .handedOff, .contactUnlinked: Answer.nothing
        case .agentLost(let data): try WireJSON.encode(data)
        case .assigned(let data): try WireJSON.encode(data)
        case .finished(let data): try WireJSON.encode(data)
        case .closed(let data): try WireJSON.encode(data)
        case .moved(let data): try WireJSON.encode(data)
        case .rated(let data): try WireJSON.encode(data)
        case .offered(let data): try WireJSON.encode(data)
        case .offerEnded(let data): try WireJSON.encode(data)
        case .explained(let data): try WireJSON.encode(data)
        case .warned(let data): try WireJSON.encode(data)
        case .listened(let data), .unlistened(let data): try WireJSON.encode(data)
        case .posted(let message): try message.json()
        case .read(let data): try WireJSON.encode(data)
        case .notePosted(let data): try WireJSON.encode(data)
        case .fileShared(let data): try WireJSON.encode(data)
        case .fileRefused(let data): try WireJSON.encode(data)
        case .filesAllowed(let data): try WireJSON.encode(data)
        case .contactLinked(let data): try WireJSON.encode(data)
        case .faqSuggested(let data): try WireJSON.encode(data)
        case .requestCreated(let data): try WireJSON.encode(data)
        case .transcriptRequested(let data): try WireJSON.encode(data)
        case .transcriptSent(let data): try WireJSON.encode(data)
        case .transcriptFailed(let data): try WireJSON.encode(data)
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
        case .sessionIdentified: self = .identified(try data())
        case .sessionQueued: self = .queued(try data())
        case .sessionStatusChanged: self = .statusChanged(try data())
        case .sessionDisconnected: self = .disconnected(try data())
        case .sessionReconnected: self = .reconnected
        case .sessionAgentLost: self = .agentLost(try data())
        case .sessionAssigned: self = .assigned(try data())
        case .sessionFinished: self = .finished(try data())
        case .sessionReopened: self = .reopened
        case .sessionClosed: self = .closed(try data())
        case .sessionMoved: self = .moved(try data())
        case .sessionRated: self = .rated(try data())
        case .sessionDeleted: self = .deleted
        case .sessionErased: self = .erased
        case .sessionOffered: self = .offered(try data())
        case .sessionOfferEnded: self = .offerEnded(try data())
        case .sessionHandedOff: self = .handedOff
        case .routingExplained: self = .explained(try data())
        case .warningRaised: self = .warned(try data())
        case .sessionListened: self = .listened(try data())
        case .sessionUnlistened: self = .unlistened(try data())
        case .messagePosted: self = .posted(try data())
        case .messageRead: self = .read(try data())
        case .notePosted: self = .notePosted(try data())
        case .fileShared: self = .fileShared(try data())
        case .fileRefused: self = .fileRefused(try data())
        case .filesAllowed: self = .filesAllowed(try data())
        case .contactLinked: self = .contactLinked(try data())
        case .contactUnlinked: self = .contactUnlinked
        case .faqSuggested: self = .faqSuggested(try data())
        case .requestCreated: self = .requestCreated(try data())
        case .transcriptRequested: self = .transcriptRequested(try data())
        case .transcriptSent: self = .transcriptSent(try data())
        case .transcriptFailed: self = .transcriptFailed(try data())
        case .transferRequested: self = .transferRequested(try data())
        case .transferAccepted: self = .transferAccepted(try data())
        case .transferRejected: self = .transferRejected(try data())
        case .transferCancelled: self = .transferCancelled(try data())
        case .transferExpired: self = .transferExpired(try data())
        }
    }
}
