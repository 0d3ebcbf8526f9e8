import ChatContract

/// A session as its visitor sees it, with its last events.
public struct VisitorView: Decodable, Sendable {
    public var snapshot: VisitorSnapshot
    public var events: [Event]

    private enum CodingKeys: CodingKey { case events }

    public init(from decoder: any Decoder) throws {
        snapshot = try VisitorSnapshot(from: decoder)
        events = try decoder.container(keyedBy: CodingKeys.self).decode([Event].self, forKey: .events)
    }
}
