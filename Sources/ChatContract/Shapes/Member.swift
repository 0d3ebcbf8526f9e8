/// An agent's place on a channel: four permissions, each independent of the others (spec section 5.3).
public struct Member: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    public var agent: AgentHandle
    /// Takes chats of the channel.
    public var respond: Bool
    /// Gets the channel's notices while Present.
    public var notify: Bool
    /// May listen in on others' chats.
    public var listen: Bool
    /// Takes over, transfers, changes the channel's settings and members.
    public var manage: Bool

    public init(
        channel: ChannelHandle, agent: AgentHandle, respond: Bool = true, notify: Bool = true, listen: Bool = false,
        manage: Bool = false
    ) {
        self.channel = channel
        self.agent = agent
        self.respond = respond
        self.notify = notify
        self.listen = listen
        self.manage = manage
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            channel: try container.decode(ChannelHandle.self, forKey: .channel),
            agent: try container.decode(AgentHandle.self, forKey: .agent),
            respond: try container.decode(forKey: .respond, otherwise: true),
            notify: try container.decode(forKey: .notify, otherwise: true),
            listen: try container.decode(forKey: .listen, otherwise: false),
            manage: try container.decode(forKey: .manage, otherwise: false))
    }

    /// Whether any of the four is given.
    public var hasAny: Bool { respond || notify || listen || manage }
}

extension KeyedDecodingContainer {
    /// Reads a field, or takes its default where it is left out or null.
    func decode<Value: Decodable>(forKey key: Key, otherwise value: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? value
    }
}
