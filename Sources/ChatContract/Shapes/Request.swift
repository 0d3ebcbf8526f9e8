/// What a request is about. The body of `category.save`.
public struct RequestCategory: Codable, Sendable, Equatable {
    public var category: CategoryID
    public var name: String

    public init(category: CategoryID, name: String) {
        self.category = category
        self.name = name
    }
}

/// How urgent a request is. The body of `priority.save`.
public struct RequestPriority: Codable, Sendable, Equatable {
    public var priority: PriorityID
    public var name: String
    /// The order in lists, the most urgent first.
    public var rank: Int

    public init(priority: PriorityID, name: String, rank: Int = 0) {
        self.priority = priority
        self.name = name
        self.rank = rank
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            priority: try container.decode(PriorityID.self, forKey: .priority),
            name: try container.decode(String.self, forKey: .name),
            rank: try container.decode(forKey: .rank, otherwise: 0))
    }
}

/// A request that a visitor left, or an agent made of a chat: the answer to `request.get`.
public struct Request: Codable, Sendable, Equatable {
    public var request: RequestID
    public var session: SessionID
    public var channel: ChannelHandle
    public var at: Timestamp
    /// Who made it; `nil` of those from before agents could.
    public var by: ActorKind?
    public var visitor: Visitor
    public var title: String?
    public var text: String
    public var category: CategoryID?
    public var priority: PriorityID?

    public init(
        request: RequestID, session: SessionID, channel: ChannelHandle, at: Timestamp, by: ActorKind? = nil,
        visitor: Visitor, title: String? = nil, text: String, category: CategoryID? = nil, priority: PriorityID? = nil
    ) {
        self.request = request
        self.session = session
        self.channel = channel
        self.at = at
        self.by = by
        self.visitor = visitor
        self.title = title
        self.text = text
        self.category = category
        self.priority = priority
    }
}
