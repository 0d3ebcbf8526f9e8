/// A fact that figures are made of (`spec/statistics.md`): one leg, one session or one stretch of an agent's time.
public enum StatisticEvent: Sendable, Equatable {
    case legEnded(LegEnded)
    case sessionEnded(SessionEnded)
    case agentInterval(AgentInterval)

    /// The message-id: a repeat has the same.
    public var id: String {
        switch self {
        case .legEnded(let event): event.id
        case .sessionEnded(let event): event.id
        case .agentInterval(let event): event.id
        }
    }

    /// The AMQP property `type`.
    public var type: String {
        switch self {
        case .legEnded: "leg.ended"
        case .sessionEnded: "session.ended"
        case .agentInterval: "agent.interval"
        }
    }

    public var routingKey: String {
        switch self {
        case .legEnded(let event): RoutingKey.channel(event.channel, type)
        case .sessionEnded(let event): RoutingKey.channel(event.channel, type)
        case .agentInterval(let event): RoutingKey.agent(event.agent, type)
        }
    }

    /// When it ended: the bucket to which it counts.
    public var at: Timestamp {
        switch self {
        case .legEnded(let event): event.to
        case .sessionEnded(let event): event.endedAt
        case .agentInterval(let event): event.to
        }
    }

    public func json() throws -> [UInt8] {
        switch self {
        case .legEnded(let event): try WireJSON.encode(Typed(type: type, at: at, body: event))
        case .sessionEnded(let event): try WireJSON.encode(Typed(type: type, at: at, body: event))
        case .agentInterval(let event): try WireJSON.encode(Typed(type: type, at: at, body: event))
        }
    }

    /// The body beside the fields `type` and `at`.
    private struct Typed<Body: Encodable>: Encodable {
        var type: String
        var at: Timestamp
        var body: Body

        private enum CodingKeys: CodingKey { case type, at }

        func encode(to encoder: any Encoder) throws {
            try body.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(type, forKey: .type)
            try container.encode(at, forKey: .at)
        }
    }
}

/// A stay in the queue, with an agent or with a bot, or an offer, that is over.
public struct LegEnded: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case queue, offer, bot, agent }
    /// Why it ended: a queue leg by accepted, abandoned, closed or request; an offer by accepted, declined, missed or
    /// withdrawn; a bot leg by handedOff or closed; an agent leg by requeued, transferred, takenOver, lost or closed.
    public enum Reason: String, Codable, Sendable, CaseIterable {
        case accepted, abandoned, requeued, transferred, takenOver, lost, closed, request
        case declined, missed, withdrawn, handedOff

        /// How the leg of an offer ended that ended so.
        public init(_ reason: EventData.OfferEnded.Reason) {
            self =
                switch reason {
                case .accepted: .accepted
                case .declined: .declined
                case .missed: .missed
                case .withdrawn: .withdrawn
                }
        }
    }
    /// The agent's answers to visitor messages, the first of the session not among them.
    public struct Responses: Codable, Sendable, Equatable {
        public var count: Int
        public var sumMilliseconds: Int64
        public var maxMilliseconds: Int64

        public init(count: Int = 0, sumMilliseconds: Int64 = 0, maxMilliseconds: Int64 = 0) {
            self.count = count
            self.sumMilliseconds = sumMilliseconds
            self.maxMilliseconds = maxMilliseconds
        }
    }

    public var id: String
    public var channel: ChannelHandle
    public var session: SessionID
    /// Counts the session's legs from 1.
    public var leg: Int
    public var kind: Kind
    public var from: Timestamp
    public var to: Timestamp
    public var reason: Reason
    public var agent: AgentHandle?
    public var how: EventData.Assigned.How?
    public var waitMilliseconds: Int64?
    public var handleMilliseconds: Int64?
    public var activeMilliseconds: Int64?
    public var messages: Int?
    public var firstResponseMilliseconds: Int64?
    public var responses: Responses?
    /// How much of it lay within the channel's opening hours, by the calendar in force when it ended.
    public var businessMilliseconds: Int64?
    /// Of a queue leg: whether it is the session's first.
    public var isFirst: Bool?

    public init(
        channel: ChannelHandle, session: SessionID, leg: Int, kind: Kind, from start: Timestamp, to end: Timestamp,
        reason: Reason
    ) {
        self.id = "\(session).leg.\(leg)"
        self.channel = channel
        self.session = session
        self.leg = leg
        self.kind = kind
        self.from = start
        self.to = end
        self.reason = reason
    }
}

/// A session that is over, with all its figures.
public struct SessionEnded: Codable, Sendable, Equatable {
    public var id: String
    public var channel: ChannelHandle
    public var session: SessionID
    /// Counts the endings from 1: a session that was re-opened ends again.
    public var n: Int
    public var outcome: Outcome
    public var by: EndedBy
    public var openedAt: Timestamp
    public var queuedAt: Timestamp?
    public var firstAcceptedAt: Timestamp?
    public var endedAt: Timestamp
    /// Abandoned within ten seconds: neither for nor against anybody.
    public var shortAbandon: Bool
    public var queueLegs: Int
    public var agentLegs: Int
    public var waitMilliseconds: Int64
    public var firstWaitMilliseconds: Int64?
    public var firstResponseMilliseconds: Int64?
    public var handleMilliseconds: Int64
    public var activeMilliseconds: Int64
    public var wallMilliseconds: Int64?
    public var visitorMessages: Int
    public var agentMessages: Int
    public var unansweredAtClose: Bool
    /// When it was handed from a bot to people, first.
    public var handedOffAt: Timestamp?
    public var transfers: Int?
    /// Whether the visitor was asked for a rating, and what he gave: 1 to 5.
    public var ratingAsked: Bool?
    public var rating: Int?
    /// Who had it last: to him the rating counts.
    public var agent: AgentHandle?
    /// Whose the first answer was, when, and on which channel the session was then.
    public var firstResponseBy: AgentHandle?
    public var firstResponseAt: Timestamp?
    public var firstResponseOn: ChannelHandle?
    /// The twins in business time, by the calendar in force at the end.
    public var firstWaitBusinessMilliseconds: Int64?
    public var firstResponseBusinessMilliseconds: Int64?
    public var wallBusinessMilliseconds: Int64?

    public init(
        channel: ChannelHandle, session: SessionID, n: Int, outcome: Outcome, by: EndedBy, openedAt: Timestamp,
        queuedAt: Timestamp?, firstAcceptedAt: Timestamp?, endedAt: Timestamp, shortAbandon: Bool, queueLegs: Int,
        agentLegs: Int, wait: Span, firstWait: Span?, firstResponse: Span?, handle: Span, active: Span, wall: Span?,
        visitorMessages: Int, agentMessages: Int, unansweredAtClose: Bool
    ) {
        self.id = "\(session).ended.\(n)"
        self.channel = channel
        self.session = session
        self.n = n
        self.outcome = outcome
        self.by = by
        self.openedAt = openedAt
        self.queuedAt = queuedAt
        self.firstAcceptedAt = firstAcceptedAt
        self.endedAt = endedAt
        self.shortAbandon = shortAbandon
        self.queueLegs = queueLegs
        self.agentLegs = agentLegs
        self.waitMilliseconds = wait.milliseconds
        self.firstWaitMilliseconds = firstWait?.milliseconds
        self.firstResponseMilliseconds = firstResponse?.milliseconds
        self.handleMilliseconds = handle.milliseconds
        self.activeMilliseconds = active.milliseconds
        self.wallMilliseconds = wall?.milliseconds
        self.visitorMessages = visitorMessages
        self.agentMessages = agentMessages
        self.unansweredAtClose = unansweredAtClose
    }
}

/// A stretch of an agent's time in which neither his presence nor his chats changed.
public struct AgentInterval: Codable, Sendable, Equatable {
    public var id: String
    public var agent: AgentHandle
    /// Counts the agent's intervals from 1.
    public var n: Int64
    public var from: Timestamp
    public var to: Timestamp
    public var wanted: WantedPresence
    public var effective: EffectivePresence
    public var capacity: Int?
    /// How many chats he had.
    public var held: Int

    public init(
        agent: AgentHandle, n: Int64, from start: Timestamp, to end: Timestamp, wanted: WantedPresence,
        effective: EffectivePresence, capacity: Int?, held: Int
    ) {
        self.id = "\(agent).interval.\(n)"
        self.agent = agent
        self.n = n
        self.from = start
        self.to = end
        self.wanted = wanted
        self.effective = effective
        self.capacity = capacity
        self.held = held
    }
}
