/// News that is not kept: lost when nobody listens, and soon replaced by newer.
public struct TransientEvent: Sendable, Equatable {
    public var type: TransientType
    public var at: Timestamp
    public var channel: ChannelHandle?
    public var agent: AgentHandle?
    public var session: SessionID?
    /// The keys of those who get it; the first is its routing key, the rest go as BCC.
    public var routingKeys: [String]
    /// A JSON object.
    public var data: [UInt8]

    public init(
        _ type: TransientType, at: Timestamp, channel: ChannelHandle? = nil, agent: AgentHandle? = nil,
        session: SessionID? = nil, routingKeys: [String], data: [UInt8]
    ) {
        self.type = type
        self.at = at
        self.channel = channel
        self.agent = agent
        self.session = session
        self.routingKeys = routingKeys
        self.data = data
    }

    /// The body.
    public func json() -> [UInt8] {
        var object = JSONObject()
        if let channel { object.append("channel", plain: channel.text) }
        if let agent { object.append("agent", plain: agent.text) }
        if let session { object.append("session", plain: session.description) }
        object.append("type", plain: type.rawValue)
        object.append("at", plain: at.description)
        object.append("data", json: data)
        return object.json
    }
}

/// The data of `typing.changed`.
public struct TypingChanged: Codable, Sendable, Equatable {
    public var by: ActorKind
    public var typing: Bool

    public init(by: ActorKind, typing: Bool) {
        self.by = by
        self.typing = typing
    }
}

/// The data of `queue.changed`.
public struct QueueChanged: Codable, Sendable, Equatable {
    public var waiting: Int
    public var longestSince: Timestamp?
    public var available: Int
    public var ongoing: Int

    public init(waiting: Int, longestSince: Timestamp?, available: Int, ongoing: Int) {
        self.waiting = waiting
        self.longestSince = longestSince
        self.available = available
        self.ongoing = ongoing
    }
}

/// The data of `queue.position`: for each waiting visitor of a gateway his place, and whether he may send a request.
public struct QueuePositions: Encodable, Sendable, Equatable {
    public struct Place: Encodable, Sendable, Equatable {
        public var session: SessionID
        public var position: Int
        public var mayRequest: Bool

        public init(session: SessionID, position: Int, mayRequest: Bool) {
            self.session = session
            self.position = position
            self.mayRequest = mayRequest
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(session)
            try container.encode(position)
            try container.encode(mayRequest)
        }
    }

    public var averageWait: String?
    public var positions: [Place]

    public init(averageWait: String?, positions: [Place]) {
        self.averageWait = averageWait
        self.positions = positions
    }
}

/// The data of `presence.changed`.
public struct PresenceChanged: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    public var nickname: String
    public var wanted: WantedPresence
    public var effective: EffectivePresence
    public var ongoing: Int

    public init(
        agent: AgentHandle, nickname: String, wanted: WantedPresence, effective: EffectivePresence, ongoing: Int
    ) {
        self.agent = agent
        self.nickname = nickname
        self.wanted = wanted
        self.effective = effective
        self.ongoing = ongoing
    }
}

/// The data of `channel.saved`.
public struct ChannelSaved: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    public var version: Int64
    public var name: String

    public init(channel: ChannelHandle, version: Int64, name: String) {
        self.channel = channel
        self.version = version
        self.name = name
    }
}

/// The data of `membership.changed`; no member when he was removed.
public struct MembershipChanged: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    public var member: Member?

    public init(agent: AgentHandle, member: Member?) {
        self.agent = agent
        self.member = member
    }
}
