/// Who does something: the `actor` of a command and of an event.
public enum Actor: Hashable, Sendable {
    case visitor
    case agent(AgentHandle)
    case bot(BotHandle)
    /// A part of the deployment: `worker`, `apply`, a gateway.
    case system(String)

    /// What visitors are told: the kind, without a handle.
    public var kind: ActorKind {
        switch self {
        case .visitor: .visitor
        case .agent: .agent
        case .bot: .bot
        case .system: .system
        }
    }
}

/// The kinds of actors, as visitors see them.
public enum ActorKind: String, Codable, Sendable, CaseIterable {
    case visitor, agent, bot, system
}

extension Actor: LosslessStringConvertible {
    /// Reads `visitor`, `agent:<agent>`, `bot:<bot>` or `system:<name>`.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("visitor", 1):
            self = .visitor
        case ("agent", 2):
            guard let agent = AgentHandle(parts[1]) else { return nil }
            self = .agent(agent)
        case ("bot", 2):
            guard let bot = BotHandle(parts[1]) else { return nil }
            self = .bot(bot)
        case ("system", 2):
            guard Self.isPlainName(parts[1].utf8) else { return nil }
            self = .system(String(parts[1]))
        default:
            return nil
        }
    }

    /// At most 63 printable ASCII characters, without quotes and backslashes: it stands in JSON and logs as it is.
    private static func isPlainName(_ name: Substring.UTF8View) -> Bool {
        (1...63).contains(name.count)
            && name.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }

    public var description: String {
        switch self {
        case .visitor: "visitor"
        case .agent(let agent): "agent:" + agent.text
        case .bot(let bot): "bot:" + bot.text
        case .system(let name): "system:" + name
        }
    }
}

extension Actor: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let actor = Actor(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an actor such as agent:anna")
        }
        self = actor
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
