import ChatContract
import ChatCore

/// A line of an import, read into what it would be where nothing is known of it yet.
///
/// What it is about is told by `id` (a UUID of this directory) or else by `externalId` (what another system calls it,
/// from which the identifier follows). Without both, a person is whoever has the line's first e-mail address, and a
/// company follows from its domain, or from its name where it has none.
public struct DirectoryDraft: Sendable {
    public let line: DirectoryLine
    let key: Key
    let entry: DirectoryEntry
    let body: [UInt8]

    enum Key: Sendable {
        case person(PersonID)
        /// Whoever has this address; if nobody has, the identifier that follows from it.
        case address(String, otherwise: PersonID)
        case company(CompanyID)
        case record(RecordID)
    }

    /// - Throws: ``Refusal`` with the field at fault.
    public init(_ line: DirectoryLine, _ identifiers: Identifiers) throws(Refusal) {
        self.line = line
        let key = try Self.key(of: line, identifiers)
        self.key = key
        let blank: DirectoryEntry
        switch key {
        case .person(let id), .address(_, let id):
            blank = .person(Person(person: id, firstName: "", lastName: ""))
        case .company(let id): blank = .company(Company(company: id, name: ""))
        case .record(let id):
            blank = .record(DirectoryRecord(record: id, kind: Self.recordKind(line.kind), title: ""))
        }
        entry = try line.applied(to: blank, identifiers)
        try entry.check()
        body = entry.json
    }

    private static func key(of line: DirectoryLine, _ identifiers: Identifiers) throws(Refusal) -> Key {
        switch line.kind {
        case .person:
            if let id: PersonID = try named(line, identifiers) { return .person(id) }
            guard let email = line[.emails]?.split(separator: ";").first?.trimmed else {
                throw Refusal(
                    .invalidField, "id, externalId and emails are empty; one of them must say who it is", field: "id")
            }
            let address = email.lowercased()
            return .address(address, otherwise: identifiers.entry("address", named: address))
        case .company:
            if let id: CompanyID = try named(line, identifiers) { return .company(id) }
            guard let name = line[.domain] ?? line[.name] else {
                throw Refusal(
                    .invalidField, "id, externalId, domain and name are empty; one of them must say which one it is",
                    field: "id")
            }
            return .company(identifiers.entry(line[.domain] == nil ? "name" : "domain", named: name.lowercased()))
        case .sale, .followUp, .activity, .document:
            guard let id: RecordID = try named(line, identifiers) else {
                throw Refusal(
                    .invalidField, "id and externalId are empty; one of them must say which one it is", field: "id")
            }
            return .record(id)
        }
    }

    private static func named<Kind>(
        _ line: DirectoryLine, _ identifiers: Identifiers
    ) throws(Refusal) -> Identifier<Kind>? {
        if let text = line[.id] {
            guard let id = Identifier<Kind>(text) else {
                throw Refusal(
                    .invalidField,
                    "\"\(text.prefix(80))\" is not a UUID in lower case; another system's name belongs into externalId",
                    field: "id")
            }
            return id
        }
        return line[.externalId].map { identifiers.entry(line.kind.rawValue, named: $0) }
    }

    private static func recordKind(_ kind: DirectoryKind) -> DirectoryRecord.Kind {
        switch kind {
        case .sale: .sale
        case .followUp: .followUp
        case .document: .document
        case .activity, .person, .company: .activity
        }
    }
}

extension DirectoryLine {
    /// The entry with what the line says.
    func applied(to entry: DirectoryEntry, _ identifiers: Identifiers) throws(Refusal) -> DirectoryEntry {
        switch entry {
        case .person(var person):
            for (field, value) in values { try set(field, value, of: &person, identifiers) }
            return .person(person)
        case .company(var company):
            for (field, value) in values { try set(field, value, of: &company) }
            return .company(company)
        case .record(var record):
            for (field, value) in values { try set(field, value, of: &record, identifiers) }
            return .record(record)
        }
    }

    private func set(
        _ field: DirectoryField, _ value: String, of person: inout Person, _ identifiers: Identifiers
    ) throws(Refusal) {
        let text = value.isEmpty ? nil : value
        switch field {
        case .id: break
        case .externalId: person.externalId = text
        case .salutation: person.salutation = text
        case .title: person.title = text
        case .firstName: person.firstName = value
        case .lastName: person.lastName = value
        case .emails:
            var emails: [String] = []
            for email in value.split(separator: ";").map(\.trimmed) where !email.isEmpty && !emails.contains(email) {
                emails.append(email)
            }
            person.emails = emails
        case .phone: person.phone = text
        case .mobile: person.mobile = text
        case .category: person.category = text
        case .company: person.company = text.map { Self.reference($0, "company", identifiers) }
        case .photo: person.photo = text
        case .name, .department, .domain, .country, .ourContact, .person, .type, .status, .amount, .currency, .at,
            .dueAt,
            .owner, .text, .url:
            try refuse(field, value)
        }
    }

    private func set(_ field: DirectoryField, _ value: String, of company: inout Company) throws(Refusal) {
        let text = value.isEmpty ? nil : value
        switch field {
        case .id: break
        case .externalId: company.externalId = text
        case .name: company.name = value
        case .department: company.department = text
        case .category: company.category = text
        case .domain: company.domain = text?.lowercased()
        case .phone: company.phone = text
        case .country: company.country = text
        case .ourContact:
            company.ourContact = try text.map { name throws(Refusal) in
                guard let agent = AgentHandle(name) else {
                    throw Refusal(
                        .invalidField, "\"\(name.prefix(80))\" is no agent's handle (a-z 0-9 _ -)", field: "ourContact")
                }
                return agent
            }
        case .salutation, .title, .firstName, .lastName, .emails, .mobile, .company, .photo, .person, .type, .status,
            .amount, .currency, .at, .dueAt, .owner, .text, .url:
            try refuse(field, value)
        }
    }

    private func set(
        _ field: DirectoryField, _ value: String, of record: inout DirectoryRecord, _ identifiers: Identifiers
    ) throws(Refusal) {
        let text = value.isEmpty ? nil : value
        switch field {
        case .id: break
        case .externalId: record.externalId = text
        case .title: record.title = value
        case .person: record.person = text.map { Self.reference($0, "person", identifiers) }
        case .company: record.company = text.map { Self.reference($0, "company", identifiers) }
        case .type: record.type = text
        case .status: record.status = text
        case .amount:
            record.amount = try text.map { number throws(Refusal) in
                guard let amount = Double(number), amount.isFinite else {
                    throw Refusal(
                        .invalidField, "\"\(number.prefix(40))\" is not a number such as 1250.50", field: "amount")
                }
                return amount
            }
        case .currency: record.currency = text
        case .at: record.at = try time(text, field)
        case .dueAt: record.dueAt = try time(text, field)
        case .owner: record.owner = text
        case .text: record.text = text
        case .url: record.url = text
        case .salutation, .firstName, .lastName, .emails, .phone, .mobile, .category, .photo, .name, .department,
            .domain, .country, .ourContact:
            try refuse(field, value)
        }
    }

    /// A UUID of this directory, or what another system calls it.
    private static func reference<Kind>(
        _ text: String, _ kind: String, _ identifiers: Identifiers
    ) -> Identifier<Kind> {
        Identifier(text) ?? identifiers.entry(kind, named: text)
    }

    private func time(_ text: String?, _ field: DirectoryField) throws(Refusal) -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") else {
            throw Refusal(
                .invalidField,
                "\"\(text.prefix(40))\" is neither a date such as 2026-11-22 nor a time such as 2026-11-22T18:00:00Z",
                field: field.rawValue)
        }
        return time
    }

    /// A file of several kinds has columns that a line does not need.
    private func refuse(_ field: DirectoryField, _ value: String) throws(Refusal) {
        guard value.isEmpty else {
            throw Refusal(
                .invalidField, "\(kind.rawValue) has no \(field.rawValue); leave \"\(value.prefix(40))\" out",
                field: field.rawValue)
        }
    }
}

extension Substring {
    /// Without blanks around it.
    fileprivate var trimmed: String {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
