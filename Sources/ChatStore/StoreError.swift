import GRDB
import GRDBSQLite

/// Why the store could not do something. Nothing of the transaction is kept then.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String { case busy, full, unavailable, constraint, outdated, corrupt, `internal` }
        private let name: Name

        /// Another process holds the lock for longer than we wait.
        public static let busy = Code(name: .busy)
        /// The disk is full.
        public static let full = Code(name: .full)
        /// The file cannot be opened, read or written.
        public static let unavailable = Code(name: .unavailable)
        /// A row contradicts one that is there.
        public static let constraint = Code(name: .constraint)
        /// Another worker wrote since this one looked: read again and decide anew.
        public static let outdated = Code(name: .outdated)
        /// What is stored cannot be read.
        public static let corrupt = Code(name: .corrupt)
        /// A defect of the program.
        public static let `internal` = Code(name: .internal)

        public var description: String { name.rawValue }
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same may succeed later without anybody changing the command: the store is at fault, not the command.
    public var isRetriable: Bool {
        code == .busy || code == .full || code == .unavailable || code == .outdated
    }

    public var description: String { "store \(code): \(message)" }

    init(sqlite code: Int32, message: String, _ sql: String = "") {
        let kind: Code =
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_FULL: .full
            case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM: .unavailable
            case SQLITE_CONSTRAINT: .constraint
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            default: .internal
            }
        self.init(kind, sql.isEmpty ? message : "\(message) (\(sql.prefix(60))…)")
    }

    /// The failure that an error of another kind means.
    public init(_ error: any Error, _ sql: String = "") {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self.init(sqlite: error.resultCode.rawValue, message: error.message ?? "", sql)
        default: self.init(.internal, "\(error)")
        }
    }
}
