/// Somebody in the directory of customers.
public struct Person: Codable, Sendable, Equatable {
    /// Made by the system when a person is created.
    public var person: PersonID?
    /// Mr, Ms …
    public var salutation: String?
    public var title: String?
    public var firstName: String
    public var lastName: String
    /// The primary one first.
    public var emails: [String]
    public var phone: String?
    public var mobile: String?
    public var category: String?
    public var company: CompanyID?
    public var photo: String?
    /// What another system calls him: by it an import finds him again.
    public var externalId: String?

    public init(
        person: PersonID? = nil, firstName: String, lastName: String, emails: [String] = [], company: CompanyID? = nil
    ) {
        self.person = person
        self.firstName = firstName
        self.lastName = lastName
        self.emails = emails
        self.company = company
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            person: try container.decodeIfPresent(PersonID.self, forKey: .person),
            firstName: try container.decode(forKey: .firstName, otherwise: ""),
            lastName: try container.decode(forKey: .lastName, otherwise: ""),
            emails: try container.decode(forKey: .emails, otherwise: []),
            company: try container.decodeIfPresent(CompanyID.self, forKey: .company))
        salutation = try container.decodeIfPresent(String.self, forKey: .salutation)
        title = try container.decodeIfPresent(String.self, forKey: .title)
        phone = try container.decodeIfPresent(String.self, forKey: .phone)
        mobile = try container.decodeIfPresent(String.self, forKey: .mobile)
        category = try container.decodeIfPresent(String.self, forKey: .category)
        photo = try container.decodeIfPresent(String.self, forKey: .photo)
        externalId = try container.decodeIfPresent(String.self, forKey: .externalId)
    }

    /// First and last name, as far as they are known.
    public var name: String { [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ") }
}
