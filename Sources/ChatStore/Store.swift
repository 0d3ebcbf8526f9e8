import ChatContract
import ChatCore
import Foundation
import GRDB
import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#endif

/// The record of everything: sessions, events, agents, timers, outcomes, and what is still to be published.
///
/// What it holds is true; the broker only distributes. Several processes may have the same file open, on one machine.
public final class Store: Sendable {
    private let keeper: Keeper
    /// Stands between the store and its database; a simulation puts faults there.
    private let gate: (any StoreGate)?
    /// Where the file is.
    public let path: String
    /// Makes identifiers and session keys under this store's secret.
    public let identifiers: Identifiers
    let copies = DeskCopies()

    /// Where the tables are.
    private enum Keeper {
        case file(DatabasePool)
        case memory(MemoryDatabase)
    }

    /// How long a transaction waits for another process's, before it gives up with `busy`.
    public static let busyLimit = Span.seconds(5)

    /// Opens the store, and makes or migrates it where needed; one process at a time does that.
    ///
    /// - Throws: ``StoreError``; a file of a newer version is `unavailable`.
    public init(path: String) throws(StoreError) {
        self.path = path
        gate = nil
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError(.unavailable, "the folder of \(path) cannot be made: \(error.localizedDescription)")
        }
        let lock = try FileLock(path: path + ".lock")
        defer { lock.release() }
        do {
            let pool = try DatabasePool(path: path, configuration: Self.configuration)
            keeper = .file(pool)
            // GRDB sets NORMAL when it opens in WAL mode; an acknowledgement would not survive a power cut then.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try pool.write { database in try Self.migrate(SQLiteConnection(database)) }
            let secret = try pool.read { database in
                try SQLiteConnection(database).first("SELECT value FROM meta WHERE name = 'secret'") { $0.text(0) }
            }
            guard let secret = secret.flatMap(Self.bytes(hexadecimal:)) else {
                throw StoreError(.corrupt, "the store has no secret")
            }
            identifiers = Identifiers(secret: secret)
        } catch {
            throw StoreError(error)
        }
    }

    /// Opens a store in memory: gone with the last object that uses it.
    ///
    /// - Parameter secret: 32 bytes, so that a repeated run gives the same identifiers.
    package init(inMemory secret: [UInt8]) throws(StoreError) {
        path = ":memory:"
        gate = nil
        let database = try MemoryDatabase()
        try database.write { sql throws(StoreError) in
            try Self.migrate(sql)
            try sql.execute("UPDATE meta SET value = ? WHERE name = 'secret'", .text(Self.hexadecimal(secret)))
        }
        keeper = .memory(database)
        identifiers = Identifiers(secret: secret)
    }

    /// The same database, reached through a gate.
    package init(_ store: Store, through gate: any StoreGate) {
        path = store.path
        keeper = store.keeper
        identifiers = store.identifiers
        self.gate = gate
    }

    /// Runs one transaction that may write: all of it is kept, or nothing.
    @discardableResult
    public func write<Value>(_ body: (any SQLConnection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try gate?.begin()
        let value: Value
        switch keeper {
        case .file(let pool):
            value = try Self.write(pool, gate, body)
        case .memory(let database):
            value = try database.write { sql throws(StoreError) in
                let value = try body(gate?.connection(sql) ?? sql)
                try gate?.commit()
                return value
            }
        }
        try gate?.end()
        return value
    }

    private static func write<Value>(
        _ pool: DatabasePool, _ gate: (any StoreGate)?, _ body: (any SQLConnection) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        do {
            return try pool.writeWithoutTransaction { database in
                var value: Value?
                try database.inTransaction(.immediate) {
                    let sql = SQLiteConnection(database)
                    value = try body(gate?.connection(sql) ?? sql)
                    try gate?.commit()
                    return .commit
                }
                guard let value else { throw StoreError(.internal, "a transaction without a value") }
                return value
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Looks at the last commit.
    public func read<Value>(_ body: (any SQLConnection) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try gate?.look()
        switch keeper {
        case .memory(let database):
            return try database.read { sql throws(StoreError) in try body(gate?.connection(sql) ?? sql) }
        case .file(let pool):
            do {
                return try pool.read { database in
                    let sql = SQLiteConnection(database)
                    return try body(gate?.connection(sql) ?? sql)
                }
            } catch {
                throw StoreError(error)
            }
        }
    }

    /// The writer's settings as SQLite reports them: what a power cut leaves depends on them.
    public func durability() throws(StoreError) -> (journal: String, synchronous: Int) {
        guard case .file(let pool) = keeper else { return ("memory", 0) }
        do {
            return try pool.writeWithoutTransaction { database in
                (
                    try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
                    try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
                )
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Moves the write-ahead log into the database file; leaves it be when others read.
    public func checkpoint() throws(StoreError) {
        guard case .file(let pool) = keeper else { return }
        do {
            try pool.writeWithoutTransaction { database in
                _ = try database.checkpoint(.passive)
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Gives this process more room for what many writes all over the file touch, and leaves it to ``finishBulk()`` to wait
    /// for the disk. What others commit meanwhile is durable as ever: they wait for the whole log.
    func prepareForBulk() throws(StoreError) {
        try set(
            "PRAGMA cache_size = -256000; PRAGMA wal_autocheckpoint = 64000; PRAGMA synchronous = NORMAL;"
                + Self.wordsInHand(64 << 20))
    }

    /// Moves what was written into the file, waits for the disk, and makes commits durable again.
    func finishBulk() throws(StoreError) {
        try set(
            "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = \(Self.checkpointPages);"
                + Self.wordsInHand(1 << 20))
        try checkpoint()
    }

    /// How many bytes of words are gathered before they are written: the more at once, the less is merged later.
    private static func wordsInHand(_ bytes: Int) -> String {
        ["person_words", "company_words"].map { "INSERT INTO \($0) (\($0), rank) VALUES ('hashsize', \(bytes));" }
            .joined()
    }

    private func set(_ pragmas: String) throws(StoreError) {
        guard case .file(let pool) = keeper else { return }
        do {
            try pool.writeWithoutTransaction { try $0.execute(sql: pragmas) }
        } catch {
            throw StoreError(error)
        }
    }

    /// A page that many batches write goes into the file once for each checkpoint: so they are seldom (64 MB).
    private static let checkpointPages = 16000

    /// Closes the file. Nothing may use the store any more.
    public func close() throws(StoreError) {
        guard case .file(let pool) = keeper else { return }
        do { try pool.close() } catch { throw StoreError(error) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 3
        configuration.busyMode = .callback { attempts in
            // Waits a millisecond at a time: SQLite's own steps grow to a tenth of a second.
            guard Int64(attempts) < busyLimit.milliseconds else { return false }
            usleep(1000)
            return true
        }
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = \(checkpointPages)")
        }
        return configuration
    }

    private static func migrate(_ sql: some SQLConnection) throws(StoreError) {
        let exists =
            try sql.first("SELECT count(*) FROM sqlite_master WHERE name = 'meta'") { $0.integer(0) } == 1
        let done =
            exists
            ? try sql.first("SELECT value FROM meta WHERE name = 'schema'") { Int($0.text(0)) ?? 0 } ?? 0 : 0
        guard done <= Schema.steps.count else {
            throw StoreError(
                .unavailable,
                "the store is of schema \(done); this program knows \(Schema.steps.count): use a newer program")
        }
        guard done < Schema.steps.count else { return try FAQIndex.refresh(sql) }
        for statement in Schema.steps[done...].joined() { try sql.execute(statement, []) }
        if done > 0 { try RollupFold.fill(sql) }
        try sql.execute(
            "INSERT INTO meta VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(String(Schema.steps.count)))
        if done == 0 {
            var generator = SystemRandomNumberGenerator()
            let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try sql.execute("INSERT INTO meta VALUES ('secret', ?)", .text(hexadecimal(secret)))
        }
        try FAQIndex.refresh(sql)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// An advisory lock on a file, held by at most one process.
private struct FileLock {
    private let descriptor: Int32

    init(path: String) throws(StoreError) {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.unavailable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                close(descriptor)
                throw StoreError(.unavailable, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
            }
        }
    }

    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
