import ChatContract
import ChatCore
import ChatStore

/// Whom a chat is with: suggestions, search, and all that is known of somebody (spec section 7.1).
extension QueryDesk {
    /// How many of each are suggested; the page shows the first few and the rest on request.
    private static let suggestionLimit = 20

    /// Persons by e-mail address, then by name; companies by the address's domain, then by name.
    func suggest(for id: SessionID, _ caller: Caller) throws -> [UInt8] {
        let visitor = try find(id, caller).visitor
        var persons: [(Person, String)] = []
        var companies: [(Company, String)] = []
        try directory.prepare(Self.questions(about: visitor))
        if let email = visitor.email {
            persons = try directory.persons(email: email).map { ($0, "email") }
            if let domain = email.split(separator: "@").last, !Self.isShared(String(domain)) {
                companies = try directory.companies(domain: String(domain)).map { ($0, "domain") }
            }
        }
        if let name = visitor.name, !name.isEmpty {
            let found = try Self.first(of: name, ShortName.person(name)) {
                try directory.persons(named: $0, limit: Self.suggestionLimit)
            }
            for person in found where !persons.contains(where: { $0.0.person == person.person }) {
                persons.append((person, "name"))
            }
        }
        // Where somebody works who may be the one.
        for person in persons where person.1 == "email" {
            guard let id = person.0.company, !companies.contains(where: { $0.0.company == id }),
                let company = try directory.company(id)
            else { continue }
            companies.append((company, "person"))
        }
        if let name = visitor.company, !name.isEmpty {
            let found = try Self.first(of: name, ShortName.company(name)) {
                try directory.companies(named: $0, limit: Self.suggestionLimit)
            }
            for company in found where !companies.contains(where: { $0.0.company == company.company }) {
                companies.append((company, "name"))
            }
        }
        try directory.prepare(
            persons.prefix(Self.suggestionLimit).compactMap { $0.0.company.map(DirectoryQuestion.company) })
        var result = JSONObject()
        result.append(
            "persons",
            list: try persons.prefix(Self.suggestionLimit).map { person, reason in
                var item = JSONObject(extending: try WireJSON.encode(person))
                item.append("reason", plain: reason)
                if let name = try companyName(person.company) { item.append("companyName", text: name) }
                return item.json
            })
        result.append(
            "companies",
            list: try companies.prefix(Self.suggestionLimit).map { company, reason in
                var item = JSONObject(extending: try WireJSON.encode(company))
                item.append("reason", plain: reason)
                return item.json
            })
        return result.json
    }

    /// What suggestions for a visitor ask first.
    /// What is found by the name as it was given; where nothing is, by the short one.
    private static func first<Item>(
        of name: String, _ short: String?, _ find: (String) throws -> [Item]
    ) throws -> [Item] {
        let found = try find(name)
        guard found.isEmpty, let short else { return found }
        return try find(short)
    }

    private static func questions(about visitor: Visitor) -> [DirectoryQuestion] {
        var questions: [DirectoryQuestion] = []
        if let email = visitor.email {
            questions.append(.personsByEmail(email.lowercased()))
            if let domain = email.split(separator: "@").last, !isShared(String(domain)) {
                questions.append(.companiesByDomain(domain.lowercased()))
            }
        }
        if let name = visitor.name, !name.isEmpty { questions.append(.personsByName(name, limit: suggestionLimit)) }
        if let name = visitor.company, !name.isEmpty {
            questions.append(.companiesByName(name, limit: suggestionLimit))
        }
        return questions
    }

    /// Domains where everybody has an address say nothing of where he works.
    private static func isShared(_ domain: String) -> Bool {
        [
            "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com",
            "me.com",
            "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "online.no", "ziggo.nl", "kpnmail.nl",
        ].contains(domain.lowercased())
    }

    /// A person or a company with what is linked to it: people, requests, chats.
    func contact(_ body: ContactGet, _ caller: Caller) throws -> [UInt8] {
        _ = try agentOrSystem(caller)
        var result = JSONObject()
        if let id = body.person {
            guard let person = try directory.person(id) else {
                throw Refusal(.notFound, "there is no person \(id)", field: "person")
            }
            try result.append("person", person)
            if let company = try person.company.flatMap({ try directory.company($0) }) {
                try result.append("company", company)
            }
        } else if let id = body.company {
            guard let company = try directory.company(id) else {
                throw Refusal(.notFound, "there is no company \(id)", field: "company")
            }
            try result.append("company", company)
            result.append(
                "persons", list: try directory.persons(of: id, limit: Self.pageLength).map { try WireJSON.encode($0) })
        } else {
            throw Refusal(.invalidField, "person or company is missing", field: "person")
        }
        try directory.prepare(
            Self.records.map { .records(person: body.person, company: body.company, $0.1, limit: Self.pageLength) })
        let chats = try reader.sessions(.linked(body), limit: Self.pageLength).map(\.session)
            .filter { caller.channels.contains($0.channel) }
        for (key, kind) in Self.records {
            var records = try directory.records(of: body, kind, limit: Self.pageLength)
            if kind == .activity { records = try activities(records, and: chats) }
            result.append(key, list: try records.map { try WireJSON.encode($0) })
        }
        let requests = try reader.requests(of: body, limit: Self.pageLength)
        result.append(
            "requests",
            list: try requests.filter { caller.channels.contains($0.channel) }.map { try WireJSON.encode($0) })
        result.append("sessions", list: try chats.map { try WireJSON.encode(try summary($0, caller)) })
        return result.json
    }

    /// The directory's activities with the chats that are linked, the newest first. A directory elsewhere may have taken the
    /// same chats over, under their identifiers.
    private func activities(_ kept: [DirectoryRecord], and chats: [Session]) throws -> [DirectoryRecord] {
        let own = try chats.filter { $0.status != .deleted }.map {
            try reader.activity(of: $0, channelName: registry.channels[$0.channel]?.name ?? $0.channel.text)
        }
        let known = Set(own.map(\.record))
        return Array(
            (own + kept.filter { !known.contains($0.record) })
                .sorted { $0.at?.milliseconds ?? 0 > $1.at?.milliseconds ?? 0 }.prefix(Self.pageLength))
    }

    func search(_ body: DirectorySearch, _ caller: Caller) throws -> [UInt8] {
        _ = try agentOrSystem(caller)
        let limit = try limit(body.limit, standard: 20, atMost: 50)
        guard body.text.contains(where: { !$0.isWhitespace }), body.text.utf8.count <= 255 else {
            throw Refusal(.invalidField, "text is empty or longer than 255 bytes", field: "text")
        }
        switch body.kind {
        case .person:
            let byAddress = body.text.contains("@") ? try directory.persons(email: body.text) : []
            let byName = try directory.persons(named: body.text, limit: limit)
            let persons = (byAddress + byName.filter { !byAddress.contains($0) }).prefix(limit)
            try directory.prepare(persons.compactMap { $0.company.map(DirectoryQuestion.company) })
            return try items(persons.map { ($0, nil, $0.company) })
        case .company:
            let byDomain = body.text.contains(".") ? try directory.companies(domain: body.text) : []
            let byName = try directory.companies(named: body.text, limit: limit)
            return try list(Array((byDomain + byName.filter { !byDomain.contains($0) }).prefix(limit)))
        case .document:
            let documents = try directory.documents(titled: body.text, limit: limit)
            try directory.prepare(
                documents.compactMap { $0.person.map(DirectoryQuestion.person) }
                    + documents.compactMap { $0.company.map(DirectoryQuestion.company) })
            // What is one customer's is not for another: whose it is stands beside it.
            return try items(documents.map { ($0, $0.person, $0.company) })
        }
    }

    /// What was found, each with the names of whom it belongs to.
    private func items<Item: Encodable>(
        _ found: [(item: Item, person: PersonID?, company: CompanyID?)]
    ) throws -> [UInt8] {
        var result = JSONObject()
        result.append(
            "items",
            list: try found.map { found in
                var item = JSONObject(extending: try WireJSON.encode(found.item))
                if let name = try personName(found.person) { item.append("personName", text: name) }
                if let name = try companyName(found.company) { item.append("companyName", text: name) }
                return item.json
            })
        return result.json
    }

    func document(_ body: DocumentGet, _ caller: Caller) throws -> [UInt8] {
        _ = try agentOrSystem(caller)
        guard let document = try directory.record(body.record), document.kind == .document else {
            throw Refusal(.notFound, "there is no document \(body.record)", field: "record")
        }
        return try WireJSON.encode(document)
    }

    /// What `contact.get` lists of a person or a company, besides requests and chats.
    private static let records: [(StaticString, DirectoryRecord.Kind)] = [
        ("sales", .sale), ("followUps", .followUp), ("activities", .activity), ("documents", .document),
    ]

    /// By what a person is known: the name, or the first address where there is none.
    private func personName(_ person: PersonID?) throws -> String? {
        guard let person = try person.flatMap({ try directory.person($0) }) else { return nil }
        return person.name.isEmpty ? person.emails.first : person.name
    }

    private func companyName(_ company: CompanyID?) throws -> String? {
        try company.flatMap { try directory.company($0) }?.name
    }

    private func agentOrSystem(_ caller: Caller) throws -> AgentHandle? {
        guard caller.seesAll || !caller.channels.isEmpty else {
            throw Refusal(.forbidden, "the directory is for agents of a channel")
        }
        return caller.agent
    }
}
