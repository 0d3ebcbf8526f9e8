import ChatContract
import ChatCore

/// The directory of customers as it lies in the store: persons, companies, and the words by which they are found.
enum DirectoryTable {
    static func save(_ person: Person, _ sql: any SQLConnection) throws(StoreError) {
        guard let id = person.person else { throw StoreError(.internal, "a person without an identifier") }
        let known = try sql.first("SELECT number, body FROM person WHERE person = ?", .text(id.description)) {
            row throws(StoreError) in
            (row.integer(0), try JSONColumn.decode(row, 1) as Person)
        }
        let number: Int64
        if let (found, before) = known {
            number = found
            try sql.execute(
                "INSERT INTO person_words (person_words, rowid, name) VALUES ('delete', ?, ?)", .integer(number),
                .text(before.name))
            try sql.execute("DELETE FROM person_email WHERE person = ?", .integer(number))
            try sql.execute(
                "UPDATE person SET company = ?, body = ? WHERE number = ?", SQLValue(person.company?.description),
                try JSONColumn.encode(person), .integer(number))
        } else {
            number = try sql.insert(
                "INSERT INTO person (person, company, body) VALUES (?, ?, ?)",
                [.text(id.description), SQLValue(person.company?.description), try JSONColumn.encode(person)])
        }
        for email in Set(person.emails.map { $0.lowercased() }) {
            try sql.execute(
                "INSERT INTO person_email (email, person) VALUES (?, ?)", .text(email), .integer(number))
        }
        try sql.execute(
            "INSERT INTO person_words (rowid, name) VALUES (?, ?)", .integer(number), .text(person.name))
    }

    static func save(_ company: Company, _ sql: any SQLConnection) throws(StoreError) {
        guard let id = company.company else { throw StoreError(.internal, "a company without an identifier") }
        let known = try sql.first("SELECT number, body FROM company WHERE company = ?", .text(id.description)) {
            row throws(StoreError) in
            (row.integer(0), try JSONColumn.decode(row, 1) as Company)
        }
        let domain = SQLValue(company.domain?.lowercased())
        let number: Int64
        if let (found, before) = known {
            number = found
            try sql.execute(
                "INSERT INTO company_words (company_words, rowid, name) VALUES ('delete', ?, ?)", .integer(number),
                .text(before.name))
            try sql.execute(
                "UPDATE company SET domain = ?, body = ? WHERE number = ?", domain, try JSONColumn.encode(company),
                .integer(number))
        } else {
            number = try sql.insert(
                "INSERT INTO company (company, domain, body) VALUES (?, ?, ?)",
                [.text(id.description), domain, try JSONColumn.encode(company)])
        }
        try sql.execute(
            "INSERT INTO company_words (rowid, name) VALUES (?, ?)", .integer(number), .text(company.name))
    }

    static func person(_ id: PersonID, _ sql: any SQLConnection) throws(StoreError) -> Person? {
        try sql.first("SELECT body FROM person WHERE person = ?", .text(id.description), read: decode)
    }

    static func company(_ id: CompanyID, _ sql: any SQLConnection) throws(StoreError) -> Company? {
        try sql.first("SELECT body FROM company WHERE company = ?", .text(id.description), read: decode)
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

    /// The persons in whose names all words stand, or longer ones that begin so.
    ///
    /// The first in the order of the table: sorting thousands of Annas would cost more than anybody reads.
    static func persons(named name: String, limit: Int, _ sql: any SQLConnection) throws(StoreError) -> [Person] {
        guard let query = query(name) else { return [] }
        return try sql.all(
            """
            SELECT p.body FROM person_words w JOIN person p ON p.number = w.rowid
            WHERE person_words MATCH ? LIMIT ?
            """, .text(query), .integer(Int64(limit)), read: decode)
    }

    static func companies(named name: String, limit: Int, _ sql: any SQLConnection) throws(StoreError) -> [Company] {
        guard let query = query(name) else { return [] }
        return try sql.all(
            """
            SELECT c.body FROM company_words w JOIN company c ON c.number = w.rowid
            WHERE company_words MATCH ? LIMIT ?
            """, .text(query), .integer(Int64(limit)), read: decode)
    }

    /// All words, each in quotes, so that nothing in it is an operator; the beginnings of longer ones fit too.
    private static func query(_ name: String) -> String? {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(6)
        guard !words.isEmpty else { return nil }
        return words.map { $0.count >= 2 ? "\"\($0)\"*" : "\"\($0)\"" }.joined(separator: " AND ")
    }

    private static func decode<Value: Decodable>(_ row: any SQLRow) throws(StoreError) -> Value {
        try JSONColumn.decode(row, 0)
    }
}
