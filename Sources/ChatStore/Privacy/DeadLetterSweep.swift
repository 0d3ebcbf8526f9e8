import ChatContract

/// Something that was erased, and for which the dead letters are looked through (guarantee 10).
///
/// They are looked through several times: who looks at a letter holds it for a moment, and nobody else sees it then; and
/// what was on its way when something was erased is a dead letter only later.
public struct DeadLetterSweep: Sendable, Hashable {
    /// What a letter is dropped for.
    public enum Subject: Sendable, Hashable {
        /// An e-mail address that stands in it.
        case address(String)
        /// A session that is gone altogether.
        case session(SessionID)
        /// Any session that is erased.
        case erasedSessions
    }

    let number: Int64
    public let subject: Subject
    let erasedAt: Timestamp
    let passes: Int

    /// When they are looked through, after something was erased: at first at once. Nothing is kept of it after the last time.
    static let times: [Span] = [.milliseconds(0), .seconds(5), .minutes(1), .minutes(10), .minutes(60)]
    /// After how long it is tried again when the letters could not be looked through.
    private static let retry = Span.seconds(5)

    /// Notes it, in the transaction that erases.
    static func note(_ subject: Subject, at now: Timestamp, _ sql: any SQLConnection) throws(StoreError) {
        let (address, session) = columns(subject)
        // Of the same that is still due only the time is new.
        try sql.execute("DELETE FROM dead_letter_sweep WHERE address IS ? AND session IS ?", address, session)
        try sql.execute(
            "INSERT INTO dead_letter_sweep (address, session, erased_at, passes, due_at) VALUES (?, ?, ?, 0, ?)",
            address, session, SQLValue(now), SQLValue(now))
    }

    private static func columns(_ subject: Subject) -> (address: SQLValue, session: SQLValue) {
        switch subject {
        case .address(let address): (.text(address.lowercased()), .null)
        case .session(let session): (.null, .text(session.description))
        case .erasedSessions: (.null, .null)
        }
    }

    static func take(at now: Timestamp, hold: Span, limit: Int, _ sql: any SQLConnection) throws(StoreError)
        -> [DeadLetterSweep]
    {
        try sql.all(
            """
            UPDATE dead_letter_sweep SET due_at = ? WHERE number IN
              (SELECT number FROM dead_letter_sweep WHERE due_at <= ? ORDER BY due_at LIMIT ?)
            RETURNING number, address, session, erased_at, passes
            """, SQLValue(now + hold), SQLValue(now), .integer(Int64(limit))
        ) { row throws(StoreError) in
            let subject: Subject
            if let address = row.textIfPresent(1) {
                subject = .address(address)
            } else if let session: SessionID = try row.identifierIfPresent(2) {
                subject = .session(session)
            } else {
                subject = .erasedSessions
            }
            return DeadLetterSweep(
                number: row.integer(0), subject: subject, erasedAt: Timestamp(milliseconds: row.integer(3)),
                passes: Int(row.integer(4)))
        }
    }

    /// - Parameter isDone: whether all letters were looked through; if not, that is tried again soon.
    func settle(isDone: Bool, at now: Timestamp, _ sql: any SQLConnection) throws(StoreError) {
        let passes = passes + (isDone ? 1 : 0)
        guard passes < Self.times.count else {
            try sql.execute("DELETE FROM dead_letter_sweep WHERE number = ?", .integer(number))
            return
        }
        let due = isDone ? max(erasedAt + Self.times[passes], now) : now + Self.retry
        try sql.execute(
            "UPDATE dead_letter_sweep SET passes = ?, due_at = ? WHERE number = ?", .integer(Int64(passes)),
            SQLValue(due), .integer(number))
    }
}

extension Store {
    /// Takes what the dead letters are to be looked through for now.
    ///
    /// - Parameter hold: for how long nobody else takes it: whoever has it then is given up for dead.
    public func takeDeadLetterSweeps(
        at now: Timestamp, hold: Span, limit: Int = 500
    ) throws(StoreError) -> [DeadLetterSweep] {
        // Most of the time there is none, and looking waits for nobody.
        let isAnyDue = try read { sql throws(StoreError) in
            try sql.first("SELECT 1 FROM dead_letter_sweep WHERE due_at <= ? LIMIT 1", SQLValue(now)) { $0.bool(0) }
        }
        guard isAnyDue != nil else { return [] }
        return try write { sql throws(StoreError) in
            try DeadLetterSweep.take(at: now, hold: hold, limit: limit, sql)
        }
    }

    /// Notes how it went.
    public func settle(_ sweeps: [DeadLetterSweep], isDone: Bool, at now: Timestamp) throws(StoreError) {
        try write { sql throws(StoreError) in
            for sweep in sweeps { try sweep.settle(isDone: isDone, at: now, sql) }
        }
    }
}
