/// A visitor as agents see him: what he told of himself.
public struct Visitor: Codable, Sendable, Equatable {
    public var id: VisitorID
    public var name: String?
    public var email: String?
    public var company: String?
    public var phone: String?
    public var country: String?
    public var language: String?
    public var consented: Bool?
    /// Whether the site vouched for who he is (guarantee 30).
    public var verified: Bool

    public init(id: VisitorID, name: String? = nil, email: String? = nil) {
        self.id = id
        self.name = name
        self.email = email
        self.verified = false
    }
}
