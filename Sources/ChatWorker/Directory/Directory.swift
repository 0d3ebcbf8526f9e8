import ChatContract

/// Where persons, companies and what is linked to them are looked up.
///
/// The embedded one lies in the store; another CRM stands in its place by ``DirectoryQuestion`` over HTTP. Both answer
/// alike (`DirectoryConformance` in the tests). Only queries look there: what a command decides never depends on it.
public protocol Directory {
    func person(_ id: PersonID) throws -> Person?
    func company(_ id: CompanyID) throws -> Company?
    /// The persons with this address, whatever its case; at most 20.
    func persons(email: String) throws -> [Person]
    /// The persons in whose names all words stand, or longer ones that begin so.
    func persons(named name: String, limit: Int) throws -> [Person]
    func persons(of company: CompanyID, limit: Int) throws -> [Person]
    /// The companies whose addresses end in this domain; at most 20.
    func companies(domain: String) throws -> [Company]
    func companies(named name: String, limit: Int) throws -> [Company]
    /// Sales, follow-ups, activities or documents of a person or a company; the newest first.
    func records(of contact: ContactGet, _ kind: DirectoryRecord.Kind, limit: Int) throws -> [DirectoryRecord]
    func documents(titled title: String, limit: Int) throws -> [DirectoryRecord]
    /// A sale, a follow-up, an activity or a document.
    func record(_ id: RecordID) throws -> DirectoryRecord?

    /// Says what will be asked next, so that one that is far away can look it all up at once.
    func prepare(_ questions: [DirectoryQuestion]) throws
}

extension Directory {
    public func prepare(_ questions: [DirectoryQuestion]) throws {}
}
