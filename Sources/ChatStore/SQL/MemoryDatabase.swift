import GRDBSQLite
import Synchronization

/// A database of SQLite in memory, without a pool and without files: for simulations, which open thousands.
///
/// `@unchecked Sendable`: the connection and its statements are only touched while `lock` is held.
final class MemoryDatabase: @unchecked Sendable {
    let handle: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    private let lock = Mutex(())

    init() throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            throw StoreError(sqlite: code, message: "no database in memory")
        }
        self.handle = handle
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Runs one transaction: all of it is kept, or nothing.
    func write<Value>(_ body: (SQLiteConnection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try lock.withLock { _ throws(StoreError) in
            let sql = SQLiteConnection(self)
            _ = try sql.execute("BEGIN IMMEDIATE", [])
            do throws(StoreError) {
                let value = try body(sql)
                _ = try sql.execute("COMMIT", [])
                return value
            } catch {
                _ = try sql.execute("ROLLBACK", [])
                throw error
            }
        }
    }

    func read<Value>(_ body: (SQLiteConnection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try lock.withLock { _ throws(StoreError) in try body(SQLiteConnection(self)) }
    }

    /// The prepared statement of a text, reset; only under the lock.
    func statement(_ sql: String) throws(StoreError) -> OpaquePointer {
        if let known = statements[sql] {
            sqlite3_reset(known)
            return known
        }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else {
            throw StoreError(
                sqlite: code, message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "", sql)
        }
        statements[sql] = statement
        return statement
    }
}
