/// The result of queries for lists.
public struct ItemList<Item: Decodable & Sendable>: Decodable, Sendable {
    public var items: [Item]
    public var total: Int?
    /// Where the next page begins.
    public var cursor: String?
}
