import ChatContract
import ChatCore

/// The directory of customers as it lies in the store: persons, companies, and the words by which they are found.
enum DirectoryTable {
    /// An entry as it is kept, and where.
    typealias Kept<Entry> = (number: Int64, entry: Entry)

    static func save(_ person: Person, _ sql: any SQLConnection) throws(StoreError) {
        guard let id = person.person else { throw StoreError(.internal, "a person without an identifier") }
        try save(person, body: try JSONColumn.encode(person), over: try kept(id, sql), sql)
    }

    static func save(_ company: Company, _ sql: any SQLConnection) throws(StoreError) {
        guard let id = company.company else { throw StoreError(.internal, "a company without an identifier") }
        try save(company, body: try JSONColumn.encode(company), over: try kept(id, sql), sql)
    }

    static func kept(_ id: PersonID, _ sql: any SQLConnection) throws(StoreError) -> Kept<Person>? {
        try sql.first("SELECT number, body FROM person WHERE person = ?", .text(id.description), read: decodeKept)
    }

    static func kept(_ id: CompanyID, _ sql: any SQLConnection) throws(StoreError) -> Kept<Company>? {
        try sql.first("SELECT number, body FROM company WHERE company = ?", .text(id.description), read: decodeKept)
    }

    private static func decodeKept<Entry: Decodable>(_ row: any SQLRow) throws(StoreError) -> Kept<Entry> {
        (row.integer(0), try JSONColumn.decode(row, 1))
    }

    /// Makes a person, without looking first whether he is there.
    ///
    /// - Returns: whether he was not; else nothing is changed.
    static func add(_ person: Person, body: SQLValue, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        let number = try insert(
            "INSERT INTO person (person, company, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [.text(person.person?.description ?? ""), SQLValue(person.company?.description), body], sql)
        guard let number else { return false }
        for email in addresses(of: person) { try add(email, of: number, sql) }
        try index(person.name, over: nil, number, in: "person_words", "name", sql)
        return true
    }

    /// Makes a company, without looking first whether it is there.
    ///
    /// - Returns: whether it was not; else nothing is changed.
    static func add(_ company: Company, body: SQLValue, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        let number = try insert(
            "INSERT INTO company (company, domain, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [.text(company.company?.description ?? ""), SQLValue(company.domain?.lowercased()), body], sql)
        guard let number else { return false }
        try index(company.name, over: nil, number, in: "company_words", "name", sql)
        return true
    }

    /// - Returns: the row's number; `nil` when there was one. `RETURNING` would say the same, at the price of a temporary
    ///   table each time.
    private static func insert(
        _ statement: String, _ values: [SQLValue], _ sql: any SQLConnection
    ) throws(StoreError) -> Int64? {
        guard try sql.execute(statement, values) > 0 else { return nil }
        return try sql.first("SELECT last_insert_rowid()") { $0.integer(0) }
    }

    private static func add(_ email: String, of person: Int64, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute("INSERT INTO person_email (email, person) VALUES (?, ?)", .text(email), .integer(person))
    }

    /// - Parameter before: what is kept of it.
    static func save(
        _ person: Person, body: SQLValue, over before: Kept<Person>?, _ sql: any SQLConnection
    ) throws(StoreError) {
        guard let before else {
            guard try add(person, body: body, sql) else { throw StoreError(.internal, "the person is there already") }
            return
        }
        let number = before.number
        try sql.execute(
            "UPDATE person SET company = ?, body = ? WHERE number = ?", SQLValue(person.company?.description), body,
            .integer(number))
        let addresses = addresses(of: person)
        let former = Self.addresses(of: before.entry)
        for email in former.subtracting(addresses) {
            try sql.execute("DELETE FROM person_email WHERE email = ? AND person = ?", .text(email), .integer(number))
        }
        for email in addresses.subtracting(former) { try add(email, of: number, sql) }
        try index(person.name, over: before.entry.name, number, in: "person_words", "name", sql)
    }

    static func save(
        _ company: Company, body: SQLValue, over before: Kept<Company>?, _ sql: any SQLConnection
    ) throws(StoreError) {
        guard let before else {
            guard try add(company, body: body, sql) else {
                throw StoreError(.internal, "the company is there already")
            }
            return
        }
        let number = before.number
        try sql.execute(
            "UPDATE company SET domain = ?, body = ? WHERE number = ?", SQLValue(company.domain?.lowercased()), body,
            .integer(number))
        try index(company.name, over: before.entry.name, number, in: "company_words", "name", sql)
    }

    private static func addresses(of person: Person) -> Set<String> { Set(person.emails.map { $0.lowercased() }) }

    /// Removes a person with what he is found by.
    static func remove(_ person: Kept<Person>, _ sql: any SQLConnection) throws(StoreError) {
        try forget(person.entry.name, person.number, in: "person_words", "name", sql)
        for email in addresses(of: person.entry) {
            try sql.execute(
                "DELETE FROM person_email WHERE email = ? AND person = ?", .text(email), .integer(person.number))
        }
        try sql.execute("DELETE FROM person WHERE number = ?", .integer(person.number))
    }

    /// Keeps the words of a name; the table of words holds no texts, so it must be told what it forgets.
    static func index(
        _ name: String, over before: String?, _ number: Int64, in table: StaticString, _ column: StaticString,
        _ sql: any SQLConnection
    ) throws(StoreError) {
        guard name != before else { return }
        if let before { try forget(before, number, in: table, column, sql) }
        try sql.execute(
            "INSERT INTO \(table) (rowid, \(column)) VALUES (?, ?)", .integer(number), .text(spelled(name)))
    }

    /// Forgets the words of a name; exactly as it was kept.
    static func forget(
        _ name: String, _ number: Int64, in table: StaticString, _ column: StaticString, _ sql: any SQLConnection
    ) throws(StoreError) {
        try sql.execute(
            "INSERT INTO \(table) (\(table), rowid, \(column)) VALUES ('delete', ?, ?)", .integer(number),
            .text(spelled(name)))
    }

    /// A name as people type it who do not have its letters: the tokenizer takes off only what stands on a letter. The
    /// schema's step spells likewise what was there before.
    static func spelled(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 > 0x7F }) else { return name }
        return name.reduce(into: "") { text, character in
            switch character {
            case "ø", "Ø": text += "o"
            case "æ", "Æ": text += "ae"
            case "œ", "Œ": text += "oe"
            case "ß", "ẞ": text += "ss"
            case "đ", "Đ", "ð", "Ð": text += "d"
            case "ł", "Ł": text += "l"
            default: text.append(character)
            }
        }
    }

    static func person(_ id: PersonID, _ sql: any SQLConnection) throws(StoreError) -> Person? {
        try sql.first("SELECT body FROM person WHERE person = ?", .text(id.description), read: decode)
    }

    static func company(_ id: CompanyID, _ sql: any SQLConnection) throws(StoreError) -> Company? {
        try sql.first("SELECT body FROM company WHERE company = ?", .text(id.description), read: decode)
    }

    /// Whether a person or a company of this identifier is there.
    static func isThere(_ table: StaticString, _ id: String, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        try sql.first("SELECT 1 FROM \(table) WHERE \(table) = ?", .text(id)) { $0.bool(0) } ?? false
    }

    /// The persons with this address.
    static func persons(email: String, _ sql: any SQLConnection) throws(StoreError) -> [Person] {
        try sql.all(
            """
            SELECT p.body FROM person_email e JOIN person p ON p.number = e.person
            WHERE e.email = ? ORDER BY p.number LIMIT 20
            """, .text(email.lowercased()), read: decode)
    }

    /// The companies whose addresses end in this domain.
    static func companies(domain: String, _ sql: any SQLConnection) throws(StoreError) -> [Company] {
        try sql.all(
            "SELECT body FROM company WHERE domain = ? ORDER BY number LIMIT 20", .text(domain.lowercased()),
            read: decode)
    }

    /// The company that a new one would be a second time: of its domain, or of its name where it has none, as an import
    /// takes it.
    static func company(like new: Company, _ sql: any SQLConnection) throws(StoreError) -> Company? {
        if let domain = new.domain, !domain.isEmpty { return try companies(domain: domain, sql).first }
        let name = new.name.lowercased()
        return try companies(named: new.name, limit: 20, sql).first { $0.name.lowercased() == name }
    }

    /// The persons in whose names all words stand, then those in whose names longer ones do that begin so.
    ///
    /// Both in the order of the table: sorting thousands of Annas would cost more than anybody reads.
    static func persons(named name: String, limit: Int, _ sql: any SQLConnection) throws(StoreError) -> [Person] {
        try ranked(name, limit) { query, limit throws(StoreError) in
            try sql.all(
                """
                SELECT p.number, p.body FROM person_words w JOIN person p ON p.number = w.rowid
                WHERE person_words MATCH ? LIMIT ?
                """, .text(query), .integer(Int64(limit)), read: decodeKept)
        }
    }

    static func companies(named name: String, limit: Int, _ sql: any SQLConnection) throws(StoreError) -> [Company] {
        try ranked(name, limit) { query, limit throws(StoreError) in
            try sql.all(
                """
                SELECT c.number, c.body FROM company_words w JOIN company c ON c.number = w.rowid
                WHERE company_words MATCH ? LIMIT ?
                """, .text(query), .integer(Int64(limit)), read: decodeKept)
        }
    }

    /// Those that have the words as they are, then those with longer words that begin so.
    ///
    /// - Parameter find: asks the table of words.
    static func ranked<Entry>(
        _ name: String, _ limit: Int,
        _ find: (_ query: String, _ limit: Int) throws(StoreError) -> [Kept<Entry>]
    ) throws(StoreError) -> [Entry] {
        let words = words(name)
        guard !words.isEmpty else { return [] }
        var found = try find(query(words, beginnings: false), limit)
        if found.count < limit, words.contains(where: isBeginning) {
            // So many that enough are left without those that are found already.
            let more = try find(query(words, beginnings: true), limit + found.count)
            let known = Set(found.map(\.number))
            found += more.filter { !known.contains($0.number) }
        }
        return found.prefix(limit).map(\.entry)
    }

    private static func words(_ name: String) -> [Substring] {
        Array(spelled(name).lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(6))
    }

    /// Whether longer words are looked for that begin so: with one letter nearly everybody has some.
    private static func isBeginning(_ word: Substring) -> Bool { word.count >= 2 }

    /// All words, each in quotes, so that nothing in it is an operator.
    private static func query(_ words: [Substring], beginnings: Bool) -> String {
        words.map { beginnings && isBeginning($0) ? "\"\($0)\"*" : "\"\($0)\"" }.joined(separator: " AND ")
    }

    private static func decode<Value: Decodable>(_ row: any SQLRow) throws(StoreError) -> Value {
        try JSONColumn.decode(row, 0)
    }
}
