import ChatContract
import ChatCore

/// Erases what is held about whoever has an e-mail address.
///
/// Removed: the person in the directory with follow-ups, activities and documents about him. Kept without anything by
/// which he is recognised: his chats and requests (numbers, times, statuses, ratings: what figures are made of), sales.
/// A chat that goes on is left alone; it has to end first. Erasing again finds nothing and changes nothing.
struct PersonalDataErasure {
    /// How many chats one command works off, so that nobody waits for long.
    static let limit = 200

    private let data: PersonalData
    private let sql: any SQLConnection

    init(of email: String, _ sql: any SQLConnection) throws(StoreError) {
        data = try PersonalData(of: email, sql)
        self.sql = sql
    }

    /// What would be done, as far as it can be seen now.
    func preview() throws(StoreError) -> PrivacyErased {
        let chats = try data.chats()
        var result = PrivacyErased(persons: data.persons.count, records: try data.records().count)
        for chat in chats {
            if chat.isLive {
                result.live += 1
            } else {
                result.sessions += 1
                result.requests += try data.requests(of: chat.session).count
            }
        }
        // While chats go on, the person stays.
        if result.live > 0 { (result.persons, result.records) = (0, 0) }
        return result
    }

    /// - Returns: what was done, and the chats in which it was.
    func run(
        _ identifiers: Identifiers, at now: Timestamp
    ) throws(StoreError) -> (result: PrivacyErased, sessions: [SessionID]) {
        var result = PrivacyErased()
        var sessions: [SessionID] = []
        let chats = try data.chats()
        result.live = chats.count { $0.isLive }
        for address in data.addresses { try DeadLetterSweep.note(.address(address), at: now, sql) }
        let over = chats.filter { !$0.isLive }
        result.more = over.count > Self.limit
        for chat in over.prefix(Self.limit) {
            // A name that says nothing, another one for each chat: nor can it be seen that they were the same visitor's.
            let digest = VisitorDigest(secret: "erased \(chat.session)")
            let nobody = try JSONColumn.encode(Visitor(id: identifiers.visitor(digest)))
            try SessionErasure.erase(chat.number, chat.session, as: nobody, at: now, sql)
            try sql.execute(
                "UPDATE session SET visitor_digest = ?, connections = '[]' WHERE number = ?", .blob(digest.bytes),
                .integer(chat.number))
            result.requests += try data.requests(of: chat.session).count
            result.sessions += 1
            sessions.append(chat.session)
        }
        // While chats are left, the person is too: by him they are found.
        guard !result.more, result.live == 0 else { return (result, sessions) }
        for person in data.persons { try remove(person, &result) }
        return (result, sessions)
    }

    private func remove(
        _ person: (number: Int64, entry: Person), _ result: inout PrivacyErased
    ) throws(StoreError) {
        let id = SQLValue.text(person.entry.person?.description ?? "")
        let records = try sql.all("SELECT number, body FROM record WHERE person = ?", id) { row throws(StoreError) in
            (row.integer(0), try JSONColumn.decode(row, 1) as DirectoryRecord)
        }
        for (number, record) in records {
            result.records += 1
            switch record.kind {
            case .sale:
                try sql.execute(
                    """
                    UPDATE record SET person = NULL, body = json_remove(json_set(body, '$.title', 'Sale'), '$.person',
                      '$.text', '$.externalId', '$.url') WHERE number = ?
                    """, .integer(number))
            case .followUp, .activity, .document:
                if record.kind == .document {
                    try DirectoryTable.forget(record.title, number, in: "document_words", "title", sql)
                }
                try sql.execute("DELETE FROM record WHERE number = ?", .integer(number))
            }
        }
        try sql.execute("DELETE FROM shortcut WHERE kind = 'person' AND id = ?", id)
        try DirectoryTable.remove(person, sql)
        result.persons += 1
    }

    /// Keeps what was done under the name of the command, so that a repeat is answered alike, and it can be shown later
    /// that it was done; whose data they were is not to be read there.
    static func keep(
        _ result: PrivacyErased, as erasure: RequestID, of email: String, by actor: Actor, _ identifiers: Identifiers,
        at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) {
        let address: Identifier<PersonKind> = identifiers.entry("erasure", named: email.lowercased())
        try sql.execute(
            "INSERT INTO erasure (erasure, at, actor, address, result) VALUES (?, ?, ?, ?, ?)",
            .text(erasure.description), SQLValue(now), .text(actor.description), .text(address.description),
            try JSONColumn.encode(result))
    }
}

extension Store {
    /// What `privacy.erase` would do.
    public func erasurePreview(of email: String) throws(StoreError) -> PrivacyErased {
        try read { sql throws(StoreError) in try PersonalDataErasure(of: email, sql).preview() }
    }
}

extension StoreReader {
    /// What an earlier `privacy.erase` did.
    public func erasure(_ id: RequestID) throws(StoreError) -> PrivacyErased? {
        try sql.first("SELECT result FROM erasure WHERE erasure = ?", .text(id.description)) {
            row throws(StoreError) in try JSONColumn.decode(row, 0)
        }
    }
}
