import ChatContract
import ChatCore

/// The rows of the roll-ups.
enum RollupRow {
    /// Adds to a bucket.
    static func merge(_ tally: Tally, into key: RollupKey, _ sql: any SQLConnection) throws(StoreError) {
        var sum = try sql.first(
            "SELECT tally FROM rollup WHERE channel = ? AND quarter = ? AND agent = ?", channel(key), quarter(key),
            agent(key)
        ) { row throws(StoreError) in try self.tally(row.bytes(0)) }
        sum?.merge(tally)
        let merged = sum ?? tally
        try write(merged.bytes, revision: merged.revision, key, sql)
    }

    static func write(
        _ bytes: [UInt8], revision: Int64, _ key: RollupKey, _ sql: any SQLConnection
    ) throws(StoreError) {
        try sql.execute(
            """
            INSERT INTO rollup (channel, quarter, agent, revision, tally) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (channel, quarter, agent) DO UPDATE SET revision = excluded.revision, tally = excluded.tally
            """, channel(key), quarter(key), agent(key), .integer(revision), .blob(bytes))
    }

    static func delete(_ key: RollupKey, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute(
            "DELETE FROM rollup WHERE channel = ? AND quarter = ? AND agent = ?", channel(key), quarter(key),
            agent(key))
    }

    /// The columns that ``key(_:)`` reads.
    static let keyColumns = "channel, quarter, agent"

    static func key(_ row: any SQLRow) throws(StoreError) -> RollupKey {
        RollupKey(
            quarter: Quarter(number: row.integer(1)), channel: row.text(0).isEmpty ? nil : try row.handle(0),
            agent: row.text(2).isEmpty ? nil : try row.handle(2))
    }

    static func tally(_ bytes: [UInt8]) throws(StoreError) -> Tally {
        guard let tally = Tally(bytes: bytes) else { throw StoreError(.corrupt, "a roll-up cannot be read") }
        return tally
    }

    private static func channel(_ key: RollupKey) -> SQLValue { .text(key.channel?.text ?? "") }
    private static func agent(_ key: RollupKey) -> SQLValue { .text(key.agent?.text ?? "") }
    private static func quarter(_ key: RollupKey) -> SQLValue { .integer(key.quarter.number) }

    // MARK: - Stretches

    static let stretchColumns = "agent, n, from_time, to_time, effective, capacity, held"

    static func insert(_ stretch: AgentStretch, _ sql: any SQLConnection) throws(StoreError) {
        try sql.execute(
            "INSERT INTO agent_stretch (\(stretchColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)", .text(stretch.agent.text),
            .integer(stretch.n), SQLValue(stretch.from), SQLValue(stretch.to), .text(stretch.effective.rawValue),
            SQLValue(stretch.capacity), .integer(Int64(stretch.held)))
    }

    static func stretch(_ row: any SQLRow) throws(StoreError) -> AgentStretch {
        AgentStretch(
            agent: try row.handle(0), n: row.integer(1), from: row.time(2), to: row.time(3),
            effective: try row.name(4), capacity: row.integerIfPresent(5).map(Int.init), held: Int(row.integer(6)))
    }
}
