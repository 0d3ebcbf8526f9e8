import ChatContract

/// What is asked of a directory elsewhere: a call of `config/directory.yaml`.
public enum DirectoryQuestion: Hashable, Sendable {
    case person(PersonID)
    case company(CompanyID)
    case record(RecordID)
    case personsByEmail(String)
    case personsByName(String, limit: Int)
    case personsOfCompany(CompanyID, limit: Int)
    case companiesByDomain(String)
    case companiesByName(String, limit: Int)
    case records(person: PersonID?, company: CompanyID?, DirectoryRecord.Kind, limit: Int)
    case documents(title: String, limit: Int)

    /// How many persons of an address, or companies of a domain, are of interest.
    public static let fewLimit = 20

    /// The call's method, path under the directory's URL, and body. What identifies people stands in bodies, never in a path
    /// that others write into their logs.
    public var call: (method: String, path: String, body: [UInt8]) {
        var body = JSONObject()
        let path: String
        switch self {
        case .person(let id): return ("GET", "/persons/\(id)", [])
        case .company(let id): return ("GET", "/companies/\(id)", [])
        case .record(let id): return ("GET", "/records/\(id)", [])
        case .personsByEmail(let email):
            path = "/persons/search"
            body.append("email", text: email.lowercased())
            body.append("limit", Int64(Self.fewLimit))
        case .personsByName(let name, let limit):
            path = "/persons/search"
            body.append("name", text: name)
            body.append("limit", Int64(limit))
        case .personsOfCompany(let company, let limit):
            path = "/persons/search"
            body.append("company", plain: company.description)
            body.append("limit", Int64(limit))
        case .companiesByDomain(let domain):
            path = "/companies/search"
            body.append("domain", text: domain.lowercased())
            body.append("limit", Int64(Self.fewLimit))
        case .companiesByName(let name, let limit):
            path = "/companies/search"
            body.append("name", text: name)
            body.append("limit", Int64(limit))
        case .records(let person, let company, let kind, let limit):
            path = "/records/search"
            body.append("kind", plain: kind.rawValue)
            if let person { body.append("person", plain: person.description) }
            if let company { body.append("company", plain: company.description) }
            body.append("limit", Int64(limit))
        case .documents(let title, let limit):
            path = "/records/search"
            body.append("kind", plain: DirectoryRecord.Kind.document.rawValue)
            body.append("title", text: title)
            body.append("limit", Int64(limit))
        }
        return ("POST", path, body.json)
    }
}
