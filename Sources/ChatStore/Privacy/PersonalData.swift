import ChatContract
import ChatCore

/// Finds what is held about whoever has an e-mail address.
///
/// His are: persons with the address, and all addresses that they have; chats in which one of these addresses was given,
/// or that are linked to one of these persons; the requests of those chats.
struct PersonalData {
    let sql: any SQLConnection
    /// In lower case, sorted.
    let addresses: [String]
    let persons: [(number: Int64, entry: Person)]

    init(of email: String, _ sql: any SQLConnection) throws(StoreError) {
        self.sql = sql
        let address = email.lowercased()
        persons = try sql.all(
            """
            SELECT p.number, p.body FROM person_email e JOIN person p ON p.number = e.person
            WHERE e.email = ? ORDER BY p.number
            """, .text(address)
        ) { row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1)) }
        addresses = Set([address] + persons.flatMap { $0.entry.emails.map { $0.lowercased() } }).sorted()
    }

    /// A chat of his.
    struct Chat {
        var number: Int64
        var session: SessionID
        var isLive: Bool
    }

    /// His chats of which something is left, the oldest first.
    func chats() throws(StoreError) -> [Chat] {
        var found: [Int64: Chat] = [:]
        func look(
            _ condition: String, _ values: [SQLValue], if isHis: (_ email: String?) -> Bool = { _ in true }
        ) throws(StoreError) {
            try sql.query(
                """
                SELECT number, session, live, json_extract(visitor, '$.email') FROM session
                WHERE \(condition) AND erased_at IS NULL
                """, values
            ) { row throws(StoreError) in
                guard isHis(row.textIfPresent(3)) else { return }
                found[row.integer(0)] = Chat(
                    number: row.integer(0), session: try row.identifier(1), isLive: row.bool(2))
            }
        }
        for address in addresses {
            if address.utf8.allSatisfy({ $0 < 128 }) {
                try look("lower(json_extract(visitor, '$.email')) = ?", [.text(address)])
            } else {
                // SQLite knows the lower case of ASCII only.
                try look("lower(json_extract(visitor, '$.email')) GLOB '*[^ -~]*'", []) { $0?.lowercased() == address }
            }
            try look(
                """
                json_extract(extra, '$.otherEmails') IS NOT NULL
                  AND EXISTS (SELECT 1 FROM json_each(extra, '$.otherEmails') WHERE value = ?)
                """, [.text(address)])
        }
        for person in persons {
            try look(
                "json_extract(extra, '$.contact.person') = ?", [.text(person.entry.person?.description ?? "")])
        }
        return found.values.sorted { $0.number < $1.number }
    }

    func requests(of session: SessionID) throws(StoreError) -> [Request] {
        try sql.all(
            """
            SELECT session, channel, at, visitor, text, category, priority, title, made_by, request
            FROM request WHERE session = ? ORDER BY at
            """, .text(session.description)
        ) { row throws(StoreError) in try StoreReader.request(try row.identifier(9), row) }
    }

    func records() throws(StoreError) -> [DirectoryRecord] {
        var records: [DirectoryRecord] = []
        for person in persons {
            records += try sql.all(
                "SELECT body FROM record WHERE person = ? ORDER BY number",
                .text(person.entry.person?.description ?? "")
            ) { row throws(StoreError) in try JSONColumn.decode(row, 0) }
        }
        return records
    }
}
