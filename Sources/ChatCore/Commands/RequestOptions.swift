import ChatContract

/// What a request may be about, and how urgent it may be.
public struct RequestOptions: Sendable, Equatable {
    public var categories: Set<CategoryID> = []
    public var priorities: Set<PriorityID> = []

    public init() {}

    public init(_ registry: ChannelRegistry) {
        categories = Set(registry.categories.keys)
        priorities = Set(registry.priorities.keys)
    }
}
