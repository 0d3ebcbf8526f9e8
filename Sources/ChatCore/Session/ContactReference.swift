import ChatContract

/// Whom a chat is with and what it is about, in the directory.
public struct ContactReference: Codable, Sendable, Equatable {
    public var person: PersonID?
    public var company: CompanyID?
    public var sale: String?
    public var project: String?

    public init(person: PersonID? = nil, company: CompanyID? = nil, sale: String? = nil, project: String? = nil) {
        self.person = person
        self.company = company
        self.sale = sale
        self.project = project
    }
}
