import ChatContract
import ChatCore

/// Texts that agents have at hand, files, and the directory.
extension StoreReader {
    /// A page of templates in the order of their names, with the numbers that serve as cursors.
    ///
    /// - Parameter publishedOnly: what agents are offered.
    public func templates(
        in folder: FolderID?, text: String?, publishedOnly: Bool, after: Int64, limit: Int
    ) throws(StoreError) -> [(number: Int64, template: ReplyTemplate)] {
        let pattern = text.map { "%\($0.escapedForLike)%" }
        return try sql.all(
            """
            SELECT number, body FROM template
            WHERE number > ? AND (? IS NULL OR folder = ?) AND published >= ?
              AND (? IS NULL OR body ->> '$.name' LIKE ? ESCAPE '!' OR body ->> '$.text' LIKE ? ESCAPE '!')
            ORDER BY number LIMIT ?
            """,
            .integer(after), SQLValue(folder?.description), SQLValue(folder?.description), SQLValue(publishedOnly),
            SQLValue(pattern), SQLValue(pattern), SQLValue(pattern), .integer(Int64(limit))
        ) { row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1)) }
    }

    public func template(_ id: TemplateID) throws(StoreError) -> ReplyTemplate? {
        try sql.first("SELECT body FROM template WHERE template = ?", .text(id.description)) {
            row throws(StoreError) in try JSONColumn.decode(row, 0)
        }
    }

    /// An agent's own snippets in his order.
    public func quickReplies(of agent: AgentHandle) throws(StoreError) -> [QuickReply] {
        try sql.all("SELECT body FROM quick_reply WHERE agent = ? ORDER BY rank, quick_reply", .text(agent.text)) {
            row throws(StoreError) in try JSONColumn.decode(row, 0)
        }
    }

    /// An agent's favourites and what he used lately, the latest first.
    public func shortcuts(of agent: AgentHandle, _ kind: Shortcut.Kind) throws(StoreError) -> [Shortcut] {
        try sql.all(
            """
            SELECT id, favourite, used_at FROM shortcut WHERE agent = ? AND kind = ? AND (favourite = 1 OR used_at IS NOT NULL)
            ORDER BY used_at DESC, id
            """, .text(agent.text), .text(kind.rawValue)
        ) { row in
            Shortcut(kind: kind, id: row.text(0), favourite: row.bool(1), usedAt: row.timeIfPresent(2))
        }
    }

    /// A file that was shared in a session, and the number of the event that showed it.
    public func file(_ id: FileID, in session: SessionID) throws(StoreError) -> (seq: Int64, file: File)? {
        try sql.first(
            """
            SELECT json_extract(e.body, '$.data'), json_extract(e.body, '$.seq') FROM event e
            WHERE e.session = (SELECT number FROM session WHERE session = ?) AND e.type = 'file.shared'
              AND json_extract(e.body, '$.data.file') = ?
            """, .text(session.description), .text(id.description)
        ) { row throws(StoreError) in (row.integer(1), try JSONColumn.decode(row, 0)) }
    }

    /// Whether what identifies people is erased of a session (decisions, "retention").
    public func isErased(_ session: SessionID) throws(StoreError) -> Bool {
        try sql.first(
            "SELECT 1 FROM session WHERE session = ? AND erased_at IS NOT NULL", .text(session.description)
        ) { _ in true } ?? false
    }

    /// Whether a session is there, and nothing of it was erased.
    public func isKept(_ session: SessionID) throws(StoreError) -> Bool {
        try sql.first("SELECT 1 FROM session WHERE session = ? AND erased_at IS NULL", .text(session.description)) {
            _ in true
        } ?? false
    }

    public func person(_ id: PersonID) throws(StoreError) -> Person? { try DirectoryTable.person(id, sql) }
    public func company(_ id: CompanyID) throws(StoreError) -> Company? { try DirectoryTable.company(id, sql) }
    public func persons(email: String) throws(StoreError) -> [Person] { try DirectoryTable.persons(email: email, sql) }

    public func persons(named name: String, limit: Int) throws(StoreError) -> [Person] {
        try DirectoryTable.persons(named: name, limit: limit, sql)
    }

    public func companies(domain: String) throws(StoreError) -> [Company] {
        try DirectoryTable.companies(domain: domain, sql)
    }

    public func companies(named name: String, limit: Int) throws(StoreError) -> [Company] {
        try DirectoryTable.companies(named: name, limit: limit, sql)
    }

    /// The persons of a company.
    public func persons(of company: CompanyID, limit: Int) throws(StoreError) -> [Person] {
        try sql.all(
            "SELECT body FROM person WHERE company = ? ORDER BY number LIMIT ?", .text(company.description),
            .integer(Int64(limit))
        ) { row throws(StoreError) in try JSONColumn.decode(row, 0) }
    }

    /// A part of the directory in the order in which it was made, with the numbers that serve as cursors.
    public func directory(
        _ kind: DirectoryKind, after: Int64, limit: Int
    ) throws(StoreError) -> [(number: Int64, entry: DirectoryEntry)] {
        switch kind {
        case .person:
            return try sql.all(
                "SELECT number, body FROM person WHERE number > ? ORDER BY number LIMIT ?", .integer(after),
                .integer(Int64(limit))
            ) { row throws(StoreError) in (row.integer(0), .person(try JSONColumn.decode(row, 1))) }
        case .company:
            return try sql.all(
                "SELECT number, body FROM company WHERE number > ? ORDER BY number LIMIT ?", .integer(after),
                .integer(Int64(limit))
            ) { row throws(StoreError) in (row.integer(0), .company(try JSONColumn.decode(row, 1))) }
        case .sale, .followUp, .activity, .document:
            return try sql.all(
                "SELECT number, body FROM record WHERE number > ? AND kind = ? ORDER BY number LIMIT ?",
                .integer(after), .text(kind.rawValue), .integer(Int64(limit))
            ) { row throws(StoreError) in (row.integer(0), .record(try JSONColumn.decode(row, 1))) }
        }
    }

    /// Sales, follow-ups, activities or documents of a person or a company; the newest first.
    public func records(
        of contact: ContactGet, _ kind: DirectoryRecord.Kind, limit: Int
    ) throws(StoreError) -> [DirectoryRecord] {
        try RecordTable.records(of: contact, kind, limit: limit, sql)
    }

    public func documents(titled title: String, limit: Int) throws(StoreError) -> [DirectoryRecord] {
        try RecordTable.documents(titled: title, limit: limit, sql)
    }

    /// A sale, a follow-up, an activity or a document.
    public func record(_ id: RecordID) throws(StoreError) -> DirectoryRecord? {
        try RecordTable.kept(id, sql)?.entry
    }

    /// The requests that came of chats with a person, or with somebody of a company; the newest first.
    public func requests(of contact: ContactGet, limit: Int) throws(StoreError) -> [Request] {
        guard let (condition, value) = Self.condition(contact, "s.") else { return [] }
        return try sql.all(
            """
            SELECT r.session, r.channel, r.at, r.visitor, r.text, r.category, r.priority, r.title, r.made_by, r.request
            FROM session s JOIN request r ON r.session = s.session WHERE \(condition) ORDER BY r.at DESC LIMIT ?
            """, value, .integer(Int64(limit))
        ) { row throws(StoreError) in try Self.request(try row.identifier(9), row) }
    }

    /// What a session is linked to, as a condition on its row.
    static func condition(_ contact: ContactGet, _ table: String) -> (String, SQLValue)? {
        if let person = contact.person {
            return ("json_extract(\(table)extra, '$.contact.person') = ?", .text(person.description))
        }
        if let company = contact.company {
            return ("json_extract(\(table)extra, '$.contact.company') = ?", .text(company.description))
        }
        return nil
    }
}
