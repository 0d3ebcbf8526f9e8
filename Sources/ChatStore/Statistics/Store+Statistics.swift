import ChatContract
import ChatCore

/// What it meant to make the roll-ups anew.
public struct StatisticsRecomputed: Sendable, Equatable {
    /// How many events were read.
    public var events: Int
    /// How many buckets and long stretches follow from them.
    public var rows: Int
    /// What was stored otherwise, row by row; none when all was as it should be.
    public var differences: [String]
}

extension Store {
    /// Makes the roll-ups anew from the statistic events, and puts right what differs, in one transaction.
    ///
    /// Most of it is read from a snapshot while workers go on; only what came meanwhile, and the comparison, hold the
    /// lock.
    ///
    /// - Parameter isTrial: Only says what differs.
    public func recomputeStatistics(isTrial: Bool = false) throws(StoreError) -> StatisticsRecomputed {
        var fold = RollupFold()
        try read { sql throws(StoreError) in try fold.takeEvents(sql) }
        var differences: [String] = []
        let settle = { (sql: any SQLConnection) throws(StoreError) in
            try fold.takeEvents(sql)
            differences = try fold.settle(sql, isTrial: isTrial)
        }
        if isTrial { try read(settle) } else { try write(settle) }
        return StatisticsRecomputed(
            events: fold.events, rows: fold.tallies.count + fold.stretches.count, differences: differences)
    }
}

/// All statistic events folded into buckets, which are kept in their stored form: years of them fit into memory.
struct RollupFold {
    private(set) var events = 0
    private(set) var tallies: [RollupKey: [UInt8]] = [:]
    private(set) var stretches: Set<AgentStretch> = []
    private var last: Int64 = 0

    /// Fills the roll-ups of a store that is older than they are.
    static func fill(_ sql: any SQLConnection) throws(StoreError) {
        guard try sql.first("SELECT 1 FROM rollup LIMIT 1", read: { $0.bool(0) }) == nil else { return }
        var fold = RollupFold()
        try fold.takeEvents(sql)
        _ = try fold.settle(sql, isTrial: false)
    }

    /// How many events are folded before they are packed.
    private static let portion = 5000

    /// Folds the events that came since the last time.
    mutating func takeEvents(_ sql: any SQLConnection) throws(StoreError) {
        var rollup = Rollup()
        var open = 0
        last = try StatisticLog.events(after: last, sql) { event throws(StoreError) in
            rollup.add(event)
            events += 1
            open += 1
            guard open == Self.portion else { return }
            try pack(rollup)
            rollup = Rollup()
            open = 0
        }
        try pack(rollup)
    }

    private mutating func pack(_ rollup: Rollup) throws(StoreError) {
        for (key, tally) in rollup.tallies {
            guard let bytes = tallies[key] else {
                tallies[key] = tally.bytes
                continue
            }
            var sum = try RollupRow.tally(bytes)
            sum.merge(tally)
            tallies[key] = sum.bytes
        }
        stretches.formUnion(rollup.stretches)
    }

    /// Compares with what is stored, bit for bit, and puts it right.
    func settle(_ sql: any SQLConnection, isTrial: Bool) throws(StoreError) -> [String] {
        var differences: [String] = []
        var missing = tallies
        var wrong: [RollupKey] = []
        var surplus: [RollupKey] = []
        try sql.query("SELECT \(RollupRow.keyColumns), tally FROM rollup", []) { row throws(StoreError) in
            let key = try RollupRow.key(row)
            guard let bytes = missing.removeValue(forKey: key) else { return surplus.append(key) }
            if bytes != row.bytes(3) { wrong.append(key) }
        }
        differences += surplus.sorted().map { "\(Self.name($0)): is there, and no event belongs to it" }
        differences += wrong.sorted().map { "\(Self.name($0)): other figures than the events give" }
        differences += missing.keys.sorted().map { "\(Self.name($0)): is missing" }
        let stored = Set(
            try sql.all("SELECT \(RollupRow.stretchColumns) FROM agent_stretch", read: RollupRow.stretch))
        if stored != stretches {
            let count = stored.symmetricDifference(stretches).count
            differences.append("\(count) long stretches of agents' time are not as the events give them")
        }
        guard !isTrial, !differences.isEmpty else { return differences }
        for key in surplus { try RollupRow.delete(key, sql) }
        for key in wrong + missing.keys {
            guard let bytes = tallies[key] else { continue }
            try RollupRow.write(bytes, revision: try RollupRow.tally(bytes).revision, key, sql)
        }
        if stored != stretches {
            try sql.execute("DELETE FROM agent_stretch")
            for stretch in stretches { try RollupRow.insert(stretch, sql) }
        }
        return differences
    }

    private static func name(_ key: RollupKey) -> String {
        [key.channel?.text, key.agent?.text, key.quarter.start.description].compactMap { $0 }.joined(separator: " ")
    }
}
