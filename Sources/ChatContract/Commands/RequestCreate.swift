/// The body of `request.create`: the owner makes a request of his chat.
public struct RequestCreate: Codable, Sendable, Equatable {
    public var session: SessionID
    public var title: String
    /// The channel's own unless told.
    public var category: CategoryID?
    public var priority: PriorityID?
    /// Stands before the chat's log; at most 8,000 characters.
    public var text: String?

    public init(
        session: SessionID, title: String, category: CategoryID? = nil, priority: PriorityID? = nil,
        text: String? = nil
    ) {
        self.session = session
        self.title = title
        self.category = category
        self.priority = priority
        self.text = text
    }
}
