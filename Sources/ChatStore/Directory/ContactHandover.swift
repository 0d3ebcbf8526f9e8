import ChatContract
import ChatCore

/// A contact that an agent made while customers are kept elsewhere, on its way there.
public struct ContactHandover: Sendable {
    let number: Int64
    /// The person or the company.
    public let entry: DirectoryEntry
    /// How many attempts were begun, this one included.
    public let attempts: Int

    /// Notes in the transaction that makes a contact that it is to be handed over.
    static func note(
        _ kind: DirectoryKind, _ id: String, at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) {
        try sql.execute(
            """
            INSERT INTO contact_handover (kind, id, attempts, due_at) VALUES (?, ?, 0, ?) ON CONFLICT (id) DO NOTHING
            """, .text(kind.rawValue), .text(id), SQLValue(now))
    }

    private static func entry(_ kind: String, _ id: String, _ sql: any SQLConnection) throws(StoreError)
        -> DirectoryEntry?
    {
        switch DirectoryKind(rawValue: kind) {
        case .person:
            guard let id = PersonID(id), let person = try DirectoryTable.person(id, sql) else { return nil }
            return .person(person)
        case .company:
            guard let id = CompanyID(id), let company = try DirectoryTable.company(id, sql) else { return nil }
            return .company(company)
        case .sale, .followUp, .activity, .document, nil: return nil
        }
    }

    /// Whether somebody's company is on its way itself: it goes first.
    private static func waitsForCompany(_ entry: DirectoryEntry, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        guard case .person(let person) = entry, let company = person.company else { return false }
        return try sql.first("SELECT 1 FROM contact_handover WHERE id = ?", .text(company.description)) {
            $0.bool(0)
        } ?? false
    }

    /// Takes those whose turn it is. One who was erased meanwhile is forgotten.
    static func take(
        at now: Timestamp, hold: Span, limit: Int, _ sql: any SQLConnection
    ) throws(StoreError) -> [ContactHandover] {
        let due = try sql.all(
            "SELECT number, kind, id, attempts FROM contact_handover WHERE due_at <= ? ORDER BY number LIMIT ?",
            SQLValue(now), .integer(Int64(limit))
        ) { (number: $0.integer(0), kind: $0.text(1), id: $0.text(2), attempts: Int($0.integer(3)) + 1) }
        var taken: [ContactHandover] = []
        for one in due {
            guard let entry = try entry(one.kind, one.id, sql) else {
                try sql.execute("DELETE FROM contact_handover WHERE number = ?", .integer(one.number))
                continue
            }
            if try waitsForCompany(entry, sql) { continue }
            try sql.execute(
                "UPDATE contact_handover SET attempts = ?, due_at = ? WHERE number = ?",
                .integer(Int64(one.attempts)), SQLValue(now + hold), .integer(one.number))
            taken.append(ContactHandover(number: one.number, entry: entry, attempts: one.attempts))
        }
        return taken
    }
}

/// What waits to be handed over.
public struct ContactBacklog: Sendable, Equatable {
    public var count: Int
    /// How often the most stubborn one was tried, and why it was not taken the last time.
    public var attempts: Int
    public var problem: String?
}

extension Store {
    /// How many contacts wait to be handed over, and what is in the way.
    public func contactBacklog() throws(StoreError) -> ContactBacklog {
        try read { sql throws(StoreError) in
            let count = try sql.first("SELECT COUNT(*) FROM contact_handover") { $0.integer(0) } ?? 0
            let worst = try sql.first(
                "SELECT attempts, problem FROM contact_handover WHERE problem IS NOT NULL ORDER BY attempts DESC LIMIT 1"
            ) { (Int($0.integer(0)), $0.text(1)) }
            return ContactBacklog(count: Int(count), attempts: worst?.0 ?? 0, problem: worst?.1)
        }
    }

    /// Takes contacts whose turn it is to be handed over.
    ///
    /// - Parameter hold: for how long nobody else takes them: whoever has them then is given up for dead.
    public func takeHandovers(at now: Timestamp, hold: Span, limit: Int) throws(StoreError) -> [ContactHandover] {
        // Most of the time there are none, and looking waits for nobody.
        let isAnyDue = try read { sql throws(StoreError) in
            try sql.first("SELECT 1 FROM contact_handover WHERE due_at <= ? LIMIT 1", SQLValue(now)) { $0.bool(0) }
        }
        guard isAnyDue != nil else { return [] }
        return try write { sql throws(StoreError) in
            try ContactHandover.take(at: now, hold: hold, limit: limit, sql)
        }
    }

    /// The other directory has it.
    ///
    /// - Parameter externalId: what it calls it, where it said so.
    public func finish(_ handover: ContactHandover, externalId: String?) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute("DELETE FROM contact_handover WHERE number = ?", .integer(handover.number))
            guard let externalId else { return }
            switch handover.entry {
            case .person(let person):
                // As it is now: an agent or an erasure may have been there since.
                guard let id = person.person, var now = try DirectoryTable.person(id, sql) else { return }
                now.externalId = externalId
                try DirectoryTable.save(now, sql)
            case .company(let company):
                guard let id = company.company, var now = try DirectoryTable.company(id, sql) else { return }
                now.externalId = externalId
                try DirectoryTable.save(now, sql)
            case .record: return
            }
        }
    }

    /// It did not work; another attempt is made then.
    public func postpone(_ handover: ContactHandover, until due: Timestamp, problem: String) throws(StoreError) {
        try write { sql throws(StoreError) in
            _ = try sql.execute(
                "UPDATE contact_handover SET due_at = ?, problem = ? WHERE number = ?", SQLValue(due),
                .text(problem), .integer(handover.number))
        }
    }
}
