/// A connection to a database, inside a transaction: all that the store asks of SQLite today and of PostgreSQL later.
///
/// Statements are written in the SQL that both know; their parameters are `?` in order. An implementation prepares
/// each text once.
public protocol SQLConnection: AnyObject {
    /// Runs a statement that gives no rows.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int

    /// Runs a statement that inserts one row and lets the database number it.
    ///
    /// - Returns: the row's number.
    func insert(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int64

    /// Runs a query; `body` sees each row in turn.
    func query(_ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void) throws(StoreError)
}

/// A row of a query's result, while it is the current one. Columns count from 0.
public protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int64
    func text(_ column: Int) -> String
    func bytes(_ column: Int) -> [UInt8]
}

extension SQLRow {
    func integerIfPresent(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    func textIfPresent(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    func bool(_ column: Int) -> Bool { integer(column) != 0 }
}

extension SQLConnection {
    @discardableResult
    func execute(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int { try execute(sql, values) }

    /// The first row of a query.
    func first<Value>(
        _ sql: String, _ values: SQLValue..., read: (any SQLRow) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        var value: Value?
        try query(sql, values) { row throws(StoreError) in
            if value == nil { value = try read(row) }
        }
        return value
    }

    /// All rows of a query.
    func all<Value>(
        _ sql: String, _ values: SQLValue..., read: (any SQLRow) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var result: [Value] = []
        try query(sql, values) { row throws(StoreError) in result.append(try read(row)) }
        return result
    }
}
