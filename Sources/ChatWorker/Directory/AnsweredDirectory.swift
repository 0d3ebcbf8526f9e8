import ChatContract
import ChatCore
import ChatStore

/// A directory elsewhere, as far as it was asked: a query runs over its answers, and stops where one is missing. Then it
/// is fetched, outside of any transaction, and the query runs again. So nobody holds the store while a CRM thinks.
///
/// Persons and companies that agents made here (`contact.create`) are found here as long as the directory does not know
/// them.
struct AnsweredDirectory: Directory {
    /// What must be asked first.
    struct Missing: Error {
        var questions: [DirectoryQuestion]
    }

    /// The directory said something that is none of its answers.
    struct Unreadable: Error {
        var call: String
        var detail: String
    }

    let answers: [DirectoryQuestion: [UInt8]?]
    let own: StoreReader

    private func find(_ question: DirectoryQuestion) throws -> [UInt8]? {
        guard let answer = answers[question] else { throw Missing(questions: [question]) }
        return answer
    }

    private struct List<Item: Decodable>: Decodable { var items: [Item] }

    private func one<Value: Decodable>(_ question: DirectoryQuestion) throws -> Value? {
        guard let bytes = try find(question) else { return nil }
        return try decode(bytes, question)
    }

    private func list<Item: Decodable>(_ question: DirectoryQuestion, limit: Int) throws -> [Item] {
        guard let bytes = try find(question) else { return [] }
        let list: List<Item> = try decode(bytes, question)
        return Array(list.items.prefix(limit))
    }

    private func decode<Value: Decodable>(_ bytes: [UInt8], _ question: DirectoryQuestion) throws -> Value {
        do {
            return try WireJSON.decode(Value.self, from: bytes)
        } catch {
            let call = question.call
            throw Unreadable(call: "\(call.method) \(call.path)", detail: "\(error)")
        }
    }

    func person(_ id: PersonID) throws -> Person? { try one(.person(id)) ?? own.person(id) }
    func company(_ id: CompanyID) throws -> Company? { try one(.company(id)) ?? own.company(id) }
    func record(_ id: RecordID) throws -> DirectoryRecord? { try one(.record(id)) }

    func persons(email: String) throws -> [Person] {
        let known: [Person] = try list(.personsByEmail(email.lowercased()), limit: DirectoryQuestion.fewLimit)
        return Self.joined(known, try own.persons(email: email), by: \.person, limit: DirectoryQuestion.fewLimit)
    }

    func persons(named name: String, limit: Int) throws -> [Person] {
        let known: [Person] = try list(.personsByName(name, limit: limit), limit: limit)
        return Self.joined(known, try own.persons(named: name, limit: limit), by: \.person, limit: limit)
    }

    func persons(of company: CompanyID, limit: Int) throws -> [Person] {
        let known: [Person] = try list(.personsOfCompany(company, limit: limit), limit: limit)
        return Self.joined(known, try own.persons(of: company, limit: limit), by: \.person, limit: limit)
    }

    func companies(domain: String) throws -> [Company] {
        let limit = DirectoryQuestion.fewLimit
        let known: [Company] = try list(.companiesByDomain(domain.lowercased()), limit: limit)
        return Self.joined(known, try own.companies(domain: domain), by: \.company, limit: limit)
    }

    func companies(named name: String, limit: Int) throws -> [Company] {
        let known: [Company] = try list(.companiesByName(name, limit: limit), limit: limit)
        return Self.joined(known, try own.companies(named: name, limit: limit), by: \.company, limit: limit)
    }

    /// What the directory knows, then what was made here and it does not know.
    private static func joined<Item, ID: Equatable>(
        _ known: [Item], _ made: [Item], by id: KeyPath<Item, ID?>, limit: Int
    ) -> [Item] {
        let rest = made.filter { one in !known.contains { $0[keyPath: id] == one[keyPath: id] } }
        return Array((known + rest).prefix(limit))
    }

    func records(of contact: ContactGet, _ kind: DirectoryRecord.Kind, limit: Int) throws -> [DirectoryRecord] {
        try list(.records(person: contact.person, company: contact.company, kind, limit: limit), limit: limit)
    }

    func documents(titled title: String, limit: Int) throws -> [DirectoryRecord] {
        try list(.documents(title: title, limit: limit), limit: limit)
    }

    func prepare(_ questions: [DirectoryQuestion]) throws {
        let missing = Set(questions).filter { answers[$0] == nil }
        if !missing.isEmpty { throw Missing(questions: Array(missing)) }
    }
}
