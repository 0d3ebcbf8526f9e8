import ChatContract

/// What persons and companies of the directory may hold.
public enum ContactRules {
    static func check(_ body: ContactCreate) throws(Refusal) {
        guard body.person.person == nil, body.company?.company == nil else {
            throw Refusal(.invalidField, "identifiers are made by the system; leave them out", field: "person")
        }
        try check(body.person, "person.")
        if let company = body.company { try check(company, "company.") }
    }

    /// - Parameter path: what stands before the field's name in errors.
    public static func check(_ person: Person, _ path: String = "") throws(Refusal) {
        guard person.name.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidField, "a person has a first or a last name", field: path + "lastName")
        }
        try FieldRules.limit(person.firstName, 255, path + "firstName")
        try FieldRules.limit(person.lastName, 255, path + "lastName")
        guard person.emails.count <= 10 else {
            throw Refusal(.invalidField, "a person has at most 10 e-mail addresses", field: path + "emails")
        }
        for email in person.emails {
            do throws(Refusal) {
                try FieldRules.email(email)
            } catch {
                throw Refusal(.invalidField, error.detail, field: path + "emails")
            }
        }
        for (value, name) in [
            (person.salutation, "salutation"), (person.title, "title"), (person.category, "category"),
        ] {
            try FieldRules.limit(value, 255, path + name)
        }
        try FieldRules.limit(person.phone, 32, path + "phone")
        try FieldRules.limit(person.mobile, 32, path + "mobile")
        try FieldRules.limit(person.photo, 2048, path + "photo")
        try FieldRules.limit(person.externalId, 255, path + "externalId")
    }

    public static func check(_ company: Company, _ path: String = "") throws(Refusal) {
        try FieldRules.text(company.name, 255, path + "name")
        for (value, name) in [
            (company.department, "department"), (company.category, "category"), (company.domain, "domain"),
            (company.externalId, "externalId"),
        ] {
            try FieldRules.limit(value, 255, path + name)
        }
        try FieldRules.check(name: nil, email: nil, company: nil, phone: company.phone, country: company.country)
    }

    public static func check(_ record: DirectoryRecord) throws(Refusal) {
        try FieldRules.text(record.title, 255, "title")
        guard record.person != nil || record.company != nil || record.kind == .document else {
            throw Refusal(.invalidField, "person and company are empty: whom is it about?", field: "person")
        }
        for (value, name) in [
            (record.type, "type"), (record.status, "status"), (record.owner, "owner"),
            (record.externalId, "externalId"),
        ] {
            try FieldRules.limit(value, 255, name)
        }
        try FieldRules.limit(record.text, MessageText.limit, "text")
        try FieldRules.limit(record.url, 2048, "url")
        if let url = record.url { try check(url: url, record.kind) }
        if let currency = record.currency,
            currency.utf8.count != 3 || !currency.utf8.allSatisfy({ (65...90).contains($0) })
        {
            throw Refusal(
                .invalidField, "\"\(currency.prefix(20))\" is not an ISO 4217 code of three capital letters",
                field: "currency")
        }
    }

    /// Only documents lie in a folder.
    private static func check(url: String, _ kind: DirectoryRecord.Kind) throws(Refusal) {
        switch (DocumentPlace(url), kind) {
        case (.address, _), (.file, .document): return
        case (_, .document):
            throw Refusal(
                .invalidField,
                "\"\(url.prefix(80))\" is neither an address that begins with https:// or http://,"
                    + " nor the path of a file below documents.folder, such as manuals/charger.pdf",
                field: "url")
        case (_, .sale), (_, .followUp), (_, .activity):
            throw Refusal(
                .invalidField, "\"\(url.prefix(80))\" does not begin with https:// or http://", field: "url")
        }
    }
}
