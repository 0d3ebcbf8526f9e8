import ChatContract

/// What the fields of forms may hold (decisions, "Messages and inputs").
enum FieldRules {
    static func check(_ open: SessionOpen) throws(Refusal) {
        guard (22...64).contains(open.visitorId.utf8.count) else {
            throw Refusal(
                .invalidField, "visitorId has \(open.visitorId.utf8.count) characters; it needs 22 to 64",
                field: "visitorId")
        }
        try check(
            name: open.name, email: open.email, company: open.company, phone: open.phone, country: open.country)
        try limit(open.language, 35, "language")
        try limit(open.timeZone, 64, "timeZone")
        try limit(open.page, 2048, "page")
        try limit(open.host, 255, "host")
        try limit(open.connection, 128, "connection")
    }

    /// A language of texts or of an agent: the contract's `Language`.
    static func language(_ value: String?) throws(Refusal) {
        guard let value else { return }
        guard value.utf8.count <= 35, value.wholeMatch(of: #/[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*/#) != nil else {
            throw Refusal(
                .invalidField, "\"\(value.prefix(40))\" is not a language such as en or nb-NO", field: "language")
        }
    }

    /// An address that pages link to: of the web, or a path of this site.
    static func link(_ url: String) throws(Refusal) {
        guard url.hasPrefix("https://") || url.hasPrefix("/") && !url.hasPrefix("//") else {
            throw Refusal(.invalidField, "\"\(url.prefix(80))\" does not begin with https:// or /", field: "url")
        }
        let isWhole =
            url.utf8.count <= 2048
            && url.unicodeScalars.allSatisfy { $0.value > 0x20 && !"<>\"".unicodeScalars.contains($0) }
        guard isWhole else {
            throw Refusal(
                .invalidField, "\"\(url.prefix(80))\" is too long, or has blanks, <, > or \" in it", field: "url")
        }
    }

    static func check(_ source: MessageSource?) throws(Refusal) {
        try limit(source?.kind, 64, "source.kind")
        try limit(source?.id, 255, "source.id")
    }

    static func check(_ submission: RequestSubmit) throws(Refusal) {
        guard submission.text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidField, "the text is empty", field: "text")
        }
        try limit(submission.text, MessageText.limit, "text")
        try check(
            name: submission.name, email: submission.email, company: submission.company, phone: submission.phone,
            country: submission.country)
    }

    /// Whether all that a form requires is filled in, consent included where it asks for it.
    static func require(_ fields: [FormField], consent: Bool, of visitor: Visitor) throws(Refusal) {
        for field in fields {
            let value =
                switch field {
                case .name: visitor.name
                case .email: visitor.email
                case .company: visitor.company
                case .phone: visitor.phone
                case .country: visitor.country
                }
            guard value?.contains(where: { !$0.isWhitespace }) == true else {
                throw Refusal(.invalidField, "\(field.rawValue) is required", field: field.rawValue)
            }
        }
        if consent, visitor.consented != true {
            throw Refusal(
                .invalidField, "consented must be true: this form asks for consent to store what it holds",
                field: "consented")
        }
    }

    static func check(_ agent: AgentSave) throws(Refusal) {
        if let nickname = agent.nickname { try text(nickname, 64, "nickname") }
        try limit(agent.firstName, 255, "firstName")
        try limit(agent.lastName, 255, "lastName")
        try language(agent.language)
        try limit(agent.timeZone, 64, "timeZone")
        try limit(agent.brokerLogin, 255, "brokerLogin")
        try limit(agent.subject, 255, "subject")
        try limit(agent.scrypt, 1024, "scrypt")
        try email(agent.email)
        if let minutes = agent.awayAfterMinutes, !(0...1440).contains(minutes) {
            throw Refusal(
                .invalidField, "\(minutes) is not between 0 (never) and 1440 minutes", field: "awayAfterMinutes")
        }
        if let capacity = agent.capacity, !(0...1000).contains(capacity) {
            throw Refusal(.invalidField, "\(capacity) is not between 0 (no limit) and 1000", field: "capacity")
        }
    }

    static func check(_ profile: ProfileSave) throws(Refusal) {
        if let nickname = profile.nickname { try text(nickname, 64, "nickname") }
        try limit(profile.photo, 2048, "photo")
        try language(profile.language)
        try limit(profile.timeZone, 64, "timeZone")
    }

    static func seconds(_ value: Int, _ range: ClosedRange<Int>, _ field: String) throws(Refusal) {
        guard range.contains(value) else {
            throw Refusal(
                .invalidField, "\(value) is not between \(range.lowerBound) and \(range.upperBound) seconds",
                field: field)
        }
    }

    /// Lengths are counted in code points, as JSON Schema does: a character may have any number of them.
    static func limit(_ value: String?, _ length: Int, _ field: String) throws(Refusal) {
        guard let value, value.utf8.count > length, value.unicodeScalars.count > length else { return }
        throw Refusal(
            .invalidField, "\(field) has \(value.unicodeScalars.count) characters; at most \(length) are allowed",
            field: field)
    }

    static func text(_ value: String, _ length: Int, _ field: String) throws(Refusal) {
        guard value.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidField, "\(field) is empty", field: field)
        }
        try limit(value, length, field)
    }

    static func check(name: String?, email: String?, company: String?, phone: String?, country: String?)
        throws(Refusal)
    {
        try limit(name, 255, "name")
        try limit(company, 255, "company")
        try limit(phone, 32, "phone")
        try self.email(email)
        if let country, country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) }) {
            throw Refusal(
                .invalidField, "\"\(country.prefix(20))\" is not an ISO 3166 code of two capital letters",
                field: "country")
        }
    }

    static func email(_ email: String?) throws(Refusal) {
        guard let email else { return }
        try limit(email, 255, "email")
        let forbidden = "<>(),;:\"[]\\".unicodeScalars
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress =
            parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.count <= 64
            && !parts[0].hasPrefix(".") && !parts[0].hasSuffix(".") && !parts[0].contains("..")
            && email.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !forbidden.contains($0) }
            && parts[1].contains(".")
            && parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-")
            }
        guard isAddress else {
            throw Refusal(.invalidField, "\"\(email.prefix(80))\" is not an e-mail address", field: "email")
        }
    }
}
