import ChatStore

/// A connection whose writing is seen.
final class WatchedConnection: SQLConnection {
    private let sql: any SQLConnection
    private let watch: StoreWatch

    init(_ sql: any SQLConnection, _ watch: StoreWatch) {
        self.sql = sql
        self.watch = watch
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        let count = try self.sql.execute(sql, values)
        watch.see(sql, values)
        return count
    }

    func insert(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int64 {
        if sql.hasPrefix("INSERT INTO event"), Poison.isIn(values) {
            throw StoreError(.internal, "no store takes this")
        }
        let number = try self.sql.insert(sql, values)
        watch.see(sql, values)
        return number
    }

    func query(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        try self.sql.query(sql, values, body)
    }
}
