import GRDB
import GRDBSQLite

/// SQLite behind ``SQLConnection``: GRDB keeps connection and prepared statements, values are bound and read directly,
/// since boxing them for every row costs more than SQLite itself.
final class SQLiteConnection: SQLConnection {
    /// Who keeps the connection and its prepared statements.
    private enum Keeper {
        case pool(Database)
        case memory(MemoryDatabase)
    }

    private let keeper: Keeper

    /// - Parameter database: a connection inside GRDB's own protected access; not to be kept longer.
    init(_ database: Database) {
        keeper = .pool(database)
    }

    /// - Parameter database: inside its own protected access.
    init(_ database: MemoryDatabase) {
        keeper = .memory(database)
    }

    private var handle: OpaquePointer? {
        switch keeper {
        case .pool(let database): database.sqliteConnection
        case .memory(let database): database.handle
        }
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code, sql) }
        return Int(sqlite3_changes(handle))
    }

    func insert(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int64 {
        _ = try execute(sql, values)
        return sqlite3_last_insert_rowid(handle)
    }

    func query(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        let row = SQLiteRow(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try body(row)
            case SQLITE_DONE: return
            case let code: throw error(code, sql)
            }
        }
    }

    private func prepare(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> SQLiteStatement {
        let statement: SQLiteStatement
        switch keeper {
        case .memory(let database):
            statement = try database.statement(sql)
        case .pool(let database):
            do {
                statement = try database.cachedStatement(sql: sql).sqliteStatement
            } catch {
                throw StoreError(error, sql)
            }
        }
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(statement, position)
                case .integer(let integer): sqlite3_bind_int64(statement, position, integer)
                case .text(var text):
                    text.withUTF8 { Self.bindText(statement, position, UnsafeRawBufferPointer($0)) }
                case .utf8(let bytes):
                    bytes.withUnsafeBytes { Self.bindText(statement, position, $0) }
                case .blob(let bytes):
                    bytes.withUnsafeBytes {
                        $0.isEmpty
                            ? sqlite3_bind_zeroblob(statement, position, 0)
                            : sqlite3_bind_blob(statement, position, $0.baseAddress, Int32($0.count), Self.transient)
                    }
                }
            guard code == SQLITE_OK else { throw error(code, sql) }
        }
        return statement
    }

    private static func bindText(
        _ statement: SQLiteStatement, _ position: Int32, _ bytes: UnsafeRawBufferPointer
    ) -> Int32 {
        guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, position, "", 0, transient) }
        return sqlite3_bind_text(
            statement, position, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), transient)
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes. C has it as a cast that Swift does not import.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func error(_ code: Int32, _ sql: String) -> StoreError {
        StoreError(
            sqlite: code, message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "", sql)
    }
}

private struct SQLiteRow: SQLRow {
    let statement: SQLiteStatement

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }
    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

    func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        return Array(
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}
