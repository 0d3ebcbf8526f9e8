/// Something that happened in a session, with its number: what readers get and the store keeps.
public struct Event: Sendable, Equatable {
    public var channel: ChannelHandle
    public var session: SessionID
    /// Counts 1, 2, 3 … within the session, without a gap.
    public var seq: Int64
    /// On what visitors see: the number of the visitor-visible event before it, 0 for the first.
    public var previous: Int64?
    public var at: Timestamp
    public var actor: Actor
    /// The session's status after it.
    public var status: SessionStatus
    public var data: EventData

    public init(
        channel: ChannelHandle, session: SessionID, seq: Int64, previous: Int64?, at: Timestamp, actor: Actor,
        status: SessionStatus, data: EventData
    ) {
        self.channel = channel
        self.session = session
        self.seq = seq
        self.previous = previous
        self.at = at
        self.actor = actor
        self.status = status
        self.data = data
    }

    public var type: EventType { data.type }
    public var visibility: Visibility { data.visibility }

    /// The message-id under which it is published: the same however often that happens.
    public var messageID: String { session.description + "." + String(seq) }

    /// Whether visitors get another text of it than agents do.
    public var hasVisitorForm: Bool {
        guard visibility == .visitor else { return false }
        return switch actor {
        case .visitor: data.visitorForm != data
        case .agent, .bot, .system: true
        }
    }

    /// The body in the agents' form, with handles.
    public func json() throws -> [UInt8] {
        try json(actor: actor.description, data: data)
    }

    /// The body in the visitor's form, without handles.
    public func visitorJSON() throws -> [UInt8] {
        try json(actor: actor.kind.rawValue, data: data.visitorForm)
    }

    private func json(actor: String, data: EventData) throws -> [UInt8] {
        let data = try data.json()
        var object = JSONObject(capacity: data.count + 320)
        object.append("channel", plain: channel.text)
        object.append("session", plain: session.description)
        object.append("seq", seq)
        if let previous { object.append("previous", previous) }
        object.append("visibility", plain: visibility.rawValue)
        object.append("type", plain: type.rawValue)
        object.append("at", plain: at.description)
        object.append("actor", plain: actor)
        object.append("status", plain: status.rawValue)
        object.append("data", json: data)
        return object.json
    }
}

extension Event: Decodable {
    private enum CodingKeys: String, CodingKey {
        case channel, session, seq, previous, type, at, actor, status, data
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decode(EventType.self, forKey: .type)
        let name = try container.decode(String.self, forKey: .actor)
        // In the visitor's form agents, bots and systems have no handle.
        guard let actor = Actor(name) ?? ActorKind(rawValue: name).map({ .system($0.rawValue) }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .actor, in: container, debugDescription: "neither an actor such as agent:anna nor a kind")
        }
        self.init(
            channel: try container.decode(ChannelHandle.self, forKey: .channel),
            session: try container.decode(SessionID.self, forKey: .session),
            seq: try container.decode(Int64.self, forKey: .seq),
            previous: try container.decodeIfPresent(Int64.self, forKey: .previous),
            at: try container.decode(Timestamp.self, forKey: .at),
            actor: actor,
            status: try container.decode(SessionStatus.self, forKey: .status),
            data: try EventData(type, in: container, forKey: .data))
    }
}
