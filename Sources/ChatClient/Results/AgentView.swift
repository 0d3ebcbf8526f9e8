import ChatContract

/// A session as an agent sees it, with its last events.
public struct AgentView: Decodable, Sendable {
    public var summary: Summary
    public var events: [Event]
    /// Whether there are older ones.
    public var more: Bool

    private enum CodingKeys: CodingKey { case events, more }

    public init(from decoder: any Decoder) throws {
        summary = try Summary(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        events = try container.decode([Event].self, forKey: .events)
        more = try container.decode(Bool.self, forKey: .more)
    }
}
