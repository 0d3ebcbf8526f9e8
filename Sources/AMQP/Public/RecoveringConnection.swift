import Synchronization

/// Keeps a connection open: opens it again, with growing waits, whenever it is lost.
///
/// AMQP forgets consumers and confirm mode with the connection, so `onOpen` sets everything up anew each time.
///
/// ```swift
/// let recovering = RecoveringConnection(configuration, on: loop) { connection in
///     try await connection.declareQueue("orders")
///     _ = try await connection.consume("orders", prefetch: 300, into: buffer)
/// }
/// await recovering.run()
/// ```
public final class RecoveringConnection: Sendable {
    /// What it is doing.
    public enum State: Sendable {
        /// An attempt is made: the first one, or the one after so many failures.
        case connecting(failures: Int)
        /// The connection is open, and `onOpen` has succeeded.
        case open(Connection)
        /// An attempt failed, or the connection was lost; the next attempt comes after the wait.
        case waiting(AMQPError, Duration)
        /// It was closed, or its task cancelled.
        case closed
    }

    private struct Life {
        var connection: Connection?
        var isClosed = false
        var isRunning = false
    }

    public let configuration: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let backOff: BackOff
    private let onOpen: @Sendable (Connection) async throws -> Void
    private let onState: @Sendable (State) -> Void
    private let life = Mutex(Life())
    private let closing = OnceValue<Void>()
    private let finished = OnceValue<Void>()

    /// - Parameters:
    ///   - onOpen: Declares, binds and consumes on the new connection. If it throws, the connection is closed and the
    ///     attempt counts as failed.
    ///   - onState: Is told each change, for logs and metrics.
    public init(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop, backOff: BackOff = BackOff(),
        onOpen: @escaping @Sendable (Connection) async throws -> Void,
        onState: @escaping @Sendable (State) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.loop = loop
        self.backOff = backOff
        self.onOpen = onOpen
        self.onState = onState
    }

    /// The connection, if it is open and set up.
    public var current: Connection? {
        self.life.withLock { $0.connection }.flatMap { $0.isOpen ? $0 : nil }
    }

    /// Keeps the connection open until the task is cancelled or ``close()`` is called; then closes it. To be called
    /// once.
    public func run() async {
        let mayRun = self.life.withLock { life in
            defer { life.isRunning = true }
            return !life.isRunning && !life.isClosed
        }
        guard mayRun else { return }
        var failures = 0
        while !self.isOver {
            self.onState(.connecting(failures: failures))
            var failure: AMQPError
            do {
                let connection = try await Connection.open(self.configuration, on: self.loop)
                failure = try await self.serve(connection)
                failures = 1
            } catch {
                failure = error as? AMQPError ?? AMQPError(.connectionClosed, "setting up failed: \(error)")
                failures += 1
            }
            if self.isOver { break }
            let delay = self.backOff.delay(afterFailures: failures)
            self.onState(.waiting(failure, delay))
            await self.sleep(delay)
        }
        self.life.withLock { $0.isClosed = true }
        self.onState(.closed)
        self.finished.set(())
    }

    /// Ends ``run()`` and waits until the connection is closed.
    public func close() async {
        let isRunning = self.life.withLock { life in
            life.isClosed = true
            return life.isRunning
        }
        self.closing.set(())
        if isRunning { await self.finished.uncancellableWait() }
    }

    private var isOver: Bool { Task.isCancelled || self.life.withLock { $0.isClosed } }

    /// - Returns: Why the connection was lost.
    private func serve(_ connection: Connection) async throws -> AMQPError {
        do {
            try await self.onOpen(connection)
        } catch {
            await connection.close()
            throw error
        }
        self.life.withLock { $0.connection = connection }
        defer { self.life.withLock { $0.connection = nil } }
        self.onState(.open(connection))
        let answer = Answer<AMQPError?>()
        connection.onClose { answer.give($0) }
        let observer = self.closing.observe { answer.give(nil) }
        defer { if let observer { self.closing.remove(observer) } }
        if let error = await answer.value(whenCancelled: nil) { return error }
        await connection.close()
        return AMQPError(.closedLocally)
    }

    private func sleep(_ delay: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: delay) }
            group.addTask { _ = await self.closing.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
