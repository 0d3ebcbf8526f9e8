import AMQP
import ChatContract
import Logging
import Synchronization

/// A queue that this worker consumes, on a connection of its own: closing it is how a queue is handed over in order.
final class Subscription: Sendable {
    private struct State {
        var connection: Connection?
        var since: Timestamp?
        /// Whether a probe came back on this connection: the broker gives this worker the queue's messages, and all
        /// that waited before the probe is read.
        var isHearing = false
        var probe: String?
        var probedAt: Timestamp?
    }

    /// The queue's name.
    let queue: String
    private let configuration: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let buffer: DeliveryBuffer
    private let prefetch: UInt16
    private let metrics: Metrics
    private let logger: Logger
    private let declare: @Sendable (Connection) async throws -> Void
    private let state = Mutex(State())
    private let recovering = Mutex<RecoveringConnection?>(nil)

    /// - Parameter declare: makes the queue before it is consumed.
    init(
        _ queue: String, _ configuration: ConnectionConfiguration, on loop: ConnectionLoop, into buffer: DeliveryBuffer,
        prefetch: UInt16, metrics: Metrics, logger: Logger,
        declare: @escaping @Sendable (Connection) async throws -> Void
    ) {
        self.queue = queue
        self.configuration = configuration
        self.loop = loop
        self.buffer = buffer
        self.prefetch = prefetch
        self.metrics = metrics
        self.logger = logger
        self.declare = declare
    }

    /// Begins to consume, and goes on over lost connections.
    func start() {
        var configuration = configuration
        configuration.name += " \(queue)"
        // The broker gives the queue to another worker when this one has been frozen for two heartbeats.
        configuration.heartbeat = min(configuration.heartbeat, 5)
        let recovering = RecoveringConnection(configuration, on: loop, backOff: BackOff(maximum: .seconds(2))) {
            connection in
            try await self.declare(connection)
            // Known before the first delivery comes: one of an unknown connection is left aside.
            self.note(connection)
            let consumer = try await connection.consume(self.queue, prefetch: self.prefetch, into: self.buffer)
            self.begin(on: connection)
            // A queue that is deleted takes its consumers along; what to do then is decided anew.
            consumer.onEnd { error in
                if error?.code == .consumerCancelled { Task { await connection.close() } }
            }
        } onState: { state in
            switch state {
            case .connecting(let failures):
                if failures > 0 { self.metrics.count(.reconnects, ["role": "consumer"]) }
            case .open:
                break
            case .waiting(let error, let delay):
                self.note(nil)
                // A channel's queue is made a moment after the channel.
                let isMissing = error.code == .notFound
                self.logger.log(
                    level: isMissing ? .debug : .warning, isMissing ? "the queue is not there yet" : "connection lost",
                    metadata: ["queue": "\(self.queue)", "error": "\(error)", "again_in": "\(delay)"])
            case .closed:
                self.note(nil)
            }
        }
        self.recovering.withLock { $0 = recovering }
        Task { await recovering.run() }
    }

    private func note(_ connection: Connection?) {
        state.withLock { $0 = State(connection: connection) }
    }

    private func begin(on connection: Connection) {
        state.withLock { state in
            if state.connection === connection { state.since = WallClock.now() }
        }
    }

    /// Ends in good order: what is not acknowledged goes back to the queue.
    func close() async {
        await recovering.withLock { $0 }?.close()
        note(nil)
    }

    /// Since when the queue is consumed, on the connection that is there now.
    var consumingSince: Timestamp? {
        state.withLock { state in state.connection.map(\.isOpen) == true ? state.since : nil }
    }

    /// Whether this worker is the one who gets the queue's messages, and has read what had piled up.
    var isHearing: Bool { state.withLock { $0.isHearing && $0.connection?.isOpen == true } }

    /// The connection, while it is open.
    var connection: Connection? { state.withLock { $0.connection }.flatMap { $0.isOpen ? $0 : nil } }

    /// Asks whether this worker hears the queue: a message to it that only the active consumer gets.
    ///
    /// - Returns: the probe's name, when it is time for one.
    func probe(at now: Timestamp) -> String? {
        state.withLock { state in
            guard state.since != nil, !state.isHearing,
                state.probedAt.map({ now - $0 >= .seconds(1) }) ?? true
            else { return nil }
            let name = state.probe ?? "\(UInt64.random(in: .min ... .max))"
            state.probe = name
            state.probedAt = now
            return name
        }
    }

    /// What came back before proves nothing any more: a new probe is sent.
    func doubtHearing() {
        state.withLock { state in
            state.isHearing = false
            state.probe = nil
            state.probedAt = nil
        }
    }

    /// A probe came back.
    func hear(_ probe: String) {
        state.withLock { state in
            if state.probe == probe { state.isHearing = true }
        }
    }
}
