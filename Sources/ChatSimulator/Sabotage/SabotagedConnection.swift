import ChatStore

/// A connection that does not always do what it is told.
final class SabotagedConnection: SQLConnection {
    private let sql: any SQLConnection
    private let sabotage: SQLSabotage
    private var invented: Int64 = 1 << 40

    init(_ sql: any SQLConnection, _ sabotage: SQLSabotage) {
        self.sql = sql
        self.sabotage = sabotage
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        switch sabotage.verdict(sql, values) {
        case .run: return try self.sql.execute(sql, values)
        case .skip: return 1
        case .pretend:
            _ = try self.sql.execute(sql, values)
            return 1
        }
    }

    func insert(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int64 {
        switch sabotage.verdict(sql, values) {
        case .run, .pretend: return try self.sql.insert(sql, values)
        case .skip:
            invented += 1
            return invented
        }
    }

    func query(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        try self.sql.query(sabotage.question(sql), values) { row throws(StoreError) in
            try body(sabotage.row(row, of: sql, values))
        }
    }
}
