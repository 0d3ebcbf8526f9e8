/// What an agent has at hand: marked as a favourite, or used lately (spec section 7.4).
public struct Shortcut: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case faq, template, quickReply, person, company }

    public var kind: Kind
    /// The identifier of what it leads to.
    public var id: String
    public var favourite: Bool
    /// When the agent used it last.
    public var usedAt: Timestamp?

    public init(kind: Kind, id: String, favourite: Bool, usedAt: Timestamp? = nil) {
        self.kind = kind
        self.id = id
        self.favourite = favourite
        self.usedAt = usedAt
    }
}
