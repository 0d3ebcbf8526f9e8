/// A company in the directory of customers.
public struct Company: Codable, Sendable, Equatable {
    /// Made by the system when a company is created.
    public var company: CompanyID?
    public var name: String
    public var department: String?
    public var category: String?
    /// The domain of its e-mail addresses, such as `nordlys.no`.
    public var domain: String?
    public var phone: String?
    /// ISO 3166 alpha-2.
    public var country: String?
    /// The agent who looks after it.
    public var ourContact: AgentHandle?
    /// What another system calls it: by it an import finds it again.
    public var externalId: String?

    public init(company: CompanyID? = nil, name: String, domain: String? = nil) {
        self.company = company
        self.name = name
        self.domain = domain
    }
}
