/// The body of `contact.link`: whom a chat is with, and what it is about. What is left out is not linked any more.
public struct ContactLink: Codable, Sendable, Equatable {
    public var session: SessionID
    public var person: PersonID?
    public var company: CompanyID?
    public var sale: String?
    public var project: String?
    public var request: RequestID?

    public init(session: SessionID, person: PersonID? = nil, company: CompanyID? = nil) {
        self.session = session
        self.person = person
        self.company = company
    }
}

/// The body of `contact.create`: a new person, in a new company or not, linked to the chat.
public struct ContactCreate: Codable, Sendable, Equatable {
    public var session: SessionID
    public var person: Person
    public var company: Company?

    public init(session: SessionID, person: Person, company: Company? = nil) {
        self.session = session
        self.person = person
        self.company = company
    }
}

/// The body of `contact.get`: one of the two.
public struct ContactGet: Codable, Sendable, Equatable {
    public var person: PersonID?
    public var company: CompanyID?

    public init(person: PersonID? = nil, company: CompanyID? = nil) {
        self.person = person
        self.company = company
    }
}

/// The body of `directory.search`: persons or companies whose name, address or domain begins with the words,
/// or documents by their titles.
public struct DirectorySearch: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case person, company, document }

    public var kind: Kind
    public var text: String
    /// At most 50; 20 unless told.
    public var limit: Int?

    public init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }
}

/// The body of `document.get`: a document of the directory, which answers its ``DirectoryRecord``.
public struct DocumentGet: Codable, Sendable, Equatable {
    public var record: RecordID

    public init(record: RecordID) {
        self.record = record
    }
}
