import ChatContract
import ChatCore

/// Sales, follow-ups, activities and documents as they lie in the store.
enum RecordTable {
    static func kept(
        _ id: RecordID, _ sql: any SQLConnection
    ) throws(StoreError) -> DirectoryTable.Kept<DirectoryRecord>? {
        try sql.first("SELECT number, body FROM record WHERE record = ?", .text(id.description)) {
            row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1))
        }
    }

    static func save(
        _ record: DirectoryRecord, body: SQLValue, over before: DirectoryTable.Kept<DirectoryRecord>?,
        _ sql: any SQLConnection
    ) throws(StoreError) {
        let values: [SQLValue] = [
            .text(record.kind.rawValue), SQLValue(record.person?.description), SQLValue(record.company?.description),
            .integer(record.at?.milliseconds ?? 0), body,
        ]
        let number: Int64
        if let before {
            number = before.number
            try sql.execute(
                "UPDATE record SET kind = ?, person = ?, company = ?, at = ?, body = ? WHERE number = ?",
                values + [.integer(number)])
        } else {
            number = try sql.insert(
                "INSERT INTO record (kind, person, company, at, body, record) VALUES (?, ?, ?, ?, ?, ?)",
                values + [.text(record.record.description)])
        }
        let former = before.flatMap { $0.entry.kind == .document ? $0.entry.title : nil }
        if record.kind == .document {
            try DirectoryTable.index(record.title, over: former, number, in: "document_words", "title", sql)
        } else if let former {
            try DirectoryTable.forget(former, number, in: "document_words", "title", sql)
        }
    }

    /// Those about a person, or about a company; the newest first.
    static func records(
        of contact: ContactGet, _ kind: DirectoryRecord.Kind, limit: Int, _ sql: any SQLConnection
    ) throws(StoreError) -> [DirectoryRecord] {
        let column = contact.person == nil ? "company" : "person"
        guard let id = contact.person?.description ?? contact.company?.description else { return [] }
        return try sql.all(
            "SELECT body FROM record WHERE \(column) = ? AND kind = ? ORDER BY at DESC, number DESC LIMIT ?",
            .text(id), .text(kind.rawValue), .integer(Int64(limit))
        ) { row throws(StoreError) in try JSONColumn.decode(row, 0) }
    }

    /// The documents in whose titles all words stand, or longer ones that begin so.
    static func documents(
        titled title: String, limit: Int, _ sql: any SQLConnection
    ) throws(StoreError) -> [DirectoryRecord] {
        try DirectoryTable.ranked(title, limit) { query, limit throws(StoreError) in
            try sql.all(
                """
                SELECT r.number, r.body FROM document_words w JOIN record r ON r.number = w.rowid
                WHERE document_words MATCH ? LIMIT ?
                """, .text(query), .integer(Int64(limit))
            ) { row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1)) }
        }
    }
}
