import ChatContract
import ChatCore

/// What the directory holds: somebody, a company, or something that is linked to them.
public enum DirectoryEntry: Sendable, Equatable {
    case person(Person)
    case company(Company)
    case record(DirectoryRecord)

    /// What is in it must be as the contract has it.
    func check() throws(Refusal) {
        switch self {
        case .person(let person): try ContactRules.check(person)
        case .company(let company): try ContactRules.check(company)
        case .record(let record): try ContactRules.check(record)
        }
    }

    /// As it is kept: the contract's form, written without an encoder, which would cost more than the database.
    var json: [UInt8] {
        var object = JSONObject(capacity: 320)
        func add(_ key: StaticString, _ text: String?) {
            if let text { object.append(key, text: text) }
        }
        switch self {
        case .person(let person):
            add("person", person.person?.description)
            add("externalId", person.externalId)
            add("salutation", person.salutation)
            add("title", person.title)
            add("firstName", person.firstName)
            add("lastName", person.lastName)
            object.append(
                "emails",
                list: person.emails.map { email in
                    var text = JSONObject(capacity: 48)
                    text.append("e", text: email)
                    return Array(text.json.dropFirst(5).dropLast())
                })
            add("phone", person.phone)
            add("mobile", person.mobile)
            add("category", person.category)
            add("company", person.company?.description)
            add("photo", person.photo)
        case .company(let company):
            add("company", company.company?.description)
            add("externalId", company.externalId)
            add("name", company.name)
            add("department", company.department)
            add("category", company.category)
            add("domain", company.domain)
            add("phone", company.phone)
            add("country", company.country)
            add("ourContact", company.ourContact?.text)
        case .record(let record):
            add("record", record.record.description)
            add("externalId", record.externalId)
            add("kind", record.kind.rawValue)
            add("title", record.title)
            add("person", record.person?.description)
            add("company", record.company?.description)
            add("type", record.type)
            add("status", record.status)
            if let amount = record.amount { object.append("amount", json: "\(amount)".utf8) }
            add("currency", record.currency)
            add("at", record.at?.description)
            add("dueAt", record.dueAt?.description)
            add("owner", record.owner)
            add("text", record.text)
            add("url", record.url)
        }
        return object.json
    }
}
