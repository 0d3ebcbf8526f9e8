import ChatContract
import ChatCore

/// The record of statistic events, and the roll-ups that follow from it: both written in one transaction.
enum StatisticLog {
    /// An event that was not there before, with its body as it is published.
    typealias Kept = (event: StatisticEvent, body: [UInt8])

    /// Keeps events and adds them to the roll-ups; those that are there already change nothing.
    ///
    /// - Returns: the new ones, in order.
    static func append(_ events: [StatisticEvent], _ sql: any SQLConnection) throws(StoreError) -> [Kept] {
        guard !events.isEmpty else { return [] }
        var kept: [Kept] = []
        var rollup = Rollup()
        for event in events {
            guard let body = try? event.json() else { throw StoreError(.internal, "\(event.id) cannot be encoded") }
            let isNew =
                try sql.execute(
                    """
                    INSERT INTO statistic (name, type, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
                    """, .text(event.id), .text(event.type), SQLValue(event.at), .utf8(body)) == 1
            guard isNew else { continue }
            kept.append((event, body))
            rollup.add(event)
        }
        for (key, tally) in rollup.tallies.sorted(by: { $0.key < $1.key }) {
            try RollupRow.merge(tally, into: key, sql)
        }
        for stretch in rollup.stretches { try RollupRow.insert(stretch, sql) }
        return kept
    }

    /// Reads an event as it was kept.
    static func event(type: String, body: [UInt8]) throws(StoreError) -> StatisticEvent {
        do {
            switch type {
            case "leg.ended": return .legEnded(try WireJSON.decode(from: body))
            case "session.ended": return .sessionEnded(try WireJSON.decode(from: body))
            case "agent.interval": return .agentInterval(try WireJSON.decode(from: body))
            default: throw StoreError(.corrupt, "\"\(type)\" is no type of statistic event")
            }
        } catch {
            throw StoreError(.corrupt, "a statistic event: \(error)")
        }
    }

    /// All events above a number, in order.
    ///
    /// - Returns: the number of the last.
    @discardableResult
    static func events(
        after number: Int64, _ sql: any SQLConnection, _ body: (StatisticEvent) throws(StoreError) -> Void
    ) throws(StoreError) -> Int64 {
        var last = number
        try sql.query("SELECT id, type, body FROM statistic WHERE id > ? ORDER BY id", [.integer(number)]) {
            row throws(StoreError) in
            last = row.integer(0)
            try body(try event(type: row.text(1), body: row.bytes(2)))
        }
        return last
    }
}
