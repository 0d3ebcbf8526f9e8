import ChatStore

/// Breaks a rule in what one worker says to its store.
final class SQLSabotage {
    private let sabotage: Sabotage
    private var random: SeededRandom
    /// What this worker saw last where it should look anew.
    private var seen: [String: Int64] = [:]
    /// Told of events that are not committed yet.
    var onEvent: (_ values: [SQLValue]) -> Void = { _ in }

    init?(_ sabotage: Sabotage?, seed: UInt64) {
        guard let sabotage else { return nil }
        self.sabotage = sabotage
        random = SeededRandom(seed: seed)
    }

    /// What a statement is made to do.
    enum Verdict {
        case run
        /// It is not run, and said to have changed a row.
        case skip
        /// It is run, and said to have changed a row.
        case pretend
    }

    func verdict(_ sql: String, _ values: [SQLValue]) -> Verdict {
        switch sabotage {
        case .staleDesk:
            sql.hasPrefix("UPDATE channel SET version = ? WHERE") ? .pretend : .run
        case .staleRoster:
            sql.hasPrefix("UPDATE revision") ? .pretend : .run
        case .lostOutboxRow: skip("INSERT INTO outbox (worker, at, events)", sql, 5)
        case .lostTimer: skip("INSERT INTO timer", sql, 5)
        case .lostCommandKey: skip("INSERT INTO command", sql, 5)
        case .forgottenSlot: skip("INSERT INTO agent", sql, 5)
        case .swallowedSession: skip("UPDATE session SET version", sql, 10)
        case .lostStatistic: skip("INSERT INTO statistic", sql, 5)
        case .lostEvent: skip("INSERT INTO event", sql, 50)
        case .noAdoption: sql.hasPrefix("UPDATE outbox SET worker") ? .skip : .run
        case .toldFirst:
            tell(sql, values)
        case .acknowledgedFirst, .deafTimers, .sentIsConfirmed, .noRepublishing, .wrongHead, .forgottenInput: .run
        }
    }

    private func skip(_ prefix: String, _ sql: String, _ share: Int) -> Verdict {
        sql.hasPrefix(prefix) && random.oneIn(share) ? .skip : .run
    }

    private func tell(_ sql: String, _ values: [SQLValue]) -> Verdict {
        if sql.hasPrefix("INSERT INTO event") { onEvent(values) }
        return .run
    }

    /// The query that is asked instead.
    func question(_ sql: String) -> String {
        switch sabotage {
        case .wrongHead:
            sql.replacing("ORDER BY place, leg_since, session LIMIT 1", with: "ORDER BY place, leg_since DESC LIMIT 1")
        case .deafTimers where sql.hasPrefix("SELECT queue, since FROM hearing"):
            sql.replacing("WHERE until >= ?", with: "WHERE ? IS NOT NULL")
        case .noAdoption:
            sql.hasPrefix("SELECT DISTINCT worker FROM outbox")
                || sql.contains("SELECT DISTINCT worker FROM outbox")
                ? sql.replacing("NOT IN", with: "IN (SELECT 'nobody') AND worker NOT IN") : sql
        default: sql
        }
    }

    /// The row that is seen instead.
    func row(_ row: any SQLRow, of sql: String, _ values: [SQLValue]) -> any SQLRow {
        switch sabotage {
        case .staleDesk where sql.hasPrefix("SELECT version, recent_waits FROM channel"):
            stale(row, column: 0, name: "\(values)")
        case .staleRoster where sql.hasPrefix("SELECT scope, number FROM revision") && row.text(0) == "roster":
            stale(row, column: 1, name: "roster")
        case .deafTimers where sql.hasPrefix("SELECT queue, since FROM hearing"):
            ChangedRow(row: row, column: 1, number: 0)
        default: row
        }
    }

    /// What was seen before, most of the time.
    private func stale(_ row: any SQLRow, column: Int, name: String) -> any SQLRow {
        guard let old = seen[name], !random.oneIn(4) else {
            seen[name] = row.integer(column)
            return row
        }
        return ChangedRow(row: row, column: column, number: old)
    }

    private struct ChangedRow: SQLRow {
        let row: any SQLRow
        let column: Int
        let number: Int64

        func isNull(_ column: Int) -> Bool { row.isNull(column) }
        func integer(_ column: Int) -> Int64 { column == self.column ? number : row.integer(column) }
        func text(_ column: Int) -> String { row.text(column) }
        func bytes(_ column: Int) -> [UInt8] { row.bytes(column) }
    }
}
