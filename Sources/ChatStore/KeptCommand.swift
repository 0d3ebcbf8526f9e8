import ChatContract
import ChatCore

/// What is kept of a command for seven days, so that a repeat gets the first outcome.
public struct KeptCommand: Sendable, Equatable {
    public var fingerprint: CommandFingerprint
    public var outcome: CommandOutcome

    static func find(_ key: CommandKey, _ sql: any SQLConnection) throws(StoreError) -> KeptCommand? {
        try sql.first(
            "SELECT fingerprint, code, status, session, seq, request, detail FROM command WHERE key = ?",
            .blob(key.bytes)
        ) { row throws(StoreError) in
            let status = row.integerIfPresent(2).flatMap { code in
                SessionStatus.allCases.first { Int64($0.code) == code }
            }
            let fingerprint = CommandFingerprint(value: row.integer(0))
            guard row.isNull(1) else {
                let refusal: Refusal = try JSONColumn.decode(row, 6)
                return KeptCommand(fingerprint: fingerprint, outcome: .refused(status: status, refusal))
            }
            let facts = CommandFacts(
                session: try row.identifierIfPresent(3), seq: row.integerIfPresent(4),
                request: try row.identifierIfPresent(5))
            return KeptCommand(fingerprint: fingerprint, outcome: .done(status: status, facts))
        }
    }

    static func insert(
        _ key: CommandKey, _ fingerprint: CommandFingerprint, _ outcome: CommandOutcome, at now: Timestamp,
        _ sql: any SQLConnection
    ) throws(StoreError) {
        var code: SQLValue = .null
        var detail: SQLValue = .null
        let status: SessionStatus?
        var facts = CommandFacts()
        switch outcome {
        case .done(let reached, let small): (status, facts) = (reached, small)
        case .refused(let reached, let refusal):
            status = reached
            code = .text(refusal.code.rawValue)
            detail = try JSONColumn.encode(refusal)
        }
        try sql.execute(
            """
            INSERT INTO command (key, fingerprint, at, code, status, session, seq, request, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .blob(key.bytes), .integer(fingerprint.value), SQLValue(now), code, SQLValue(status?.code),
                SQLValue(facts.session?.description), SQLValue(facts.seq), SQLValue(facts.request?.description),
                detail,
            ])
    }

    /// Forgets commands that are older than `limit`, in one 256th of the keys: called with every `slice` in turn, it
    /// never holds the lock for long.
    static func purge(before limit: Timestamp, slice: UInt8, _ sql: any SQLConnection) throws(StoreError) -> Int {
        try slice == 255
            ? sql.execute("DELETE FROM command WHERE key >= ? AND at < ?", .blob([slice]), SQLValue(limit))
            : sql.execute(
                "DELETE FROM command WHERE key >= ? AND key < ? AND at < ?", .blob([slice]), .blob([slice + 1]),
                SQLValue(limit))
    }
}
