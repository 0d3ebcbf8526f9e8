import AMQP
import ChatContract
import Synchronization

/// Events as they arrive, from a queue of its own that goes with it.
///
/// When the connection is lost it is opened again, with a new queue and the same bindings; what was published meanwhile
/// did not come (see ``ReceivedEvent/incarnation``). To be read by one task. Ends when it, or the client, is closed.
public final class EventSubscription: AsyncSequence, Sendable {
    public typealias Element = ReceivedEvent
    public typealias Failure = Never

    private struct State {
        var routingKeys: [String]
        var connection: Connection?
        var queue = ""
        var incarnation = 0
        var task: Task<Void, Never>?
        var isClosed = false
    }

    private let configuration: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let prefetch: UInt16
    private let buffer = DeliveryBuffer()
    private let state: Mutex<State>
    private let recovering = Mutex<RecoveringConnection?>(nil)

    init(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop, routingKeys: [String], prefetch: UInt16
    ) {
        self.configuration = configuration
        self.loop = loop
        self.prefetch = prefetch
        state = Mutex(State(routingKeys: routingKeys))
    }

    func start() async throws(AMQPError) {
        let first = FirstAttempt()
        let connection = RecoveringConnection(
            configuration, on: loop,
            onOpen: { [weak self] connection in try await self?.set(up: connection) },
            onState: { first.note($0) })
        recovering.withLock { $0 = connection }
        state.withLock { $0.task = Task { await connection.run() } }
        try await first.wait()
    }

    private func set(up connection: Connection) async throws(AMQPError) {
        let queue = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true).name
        // Later bindings go to this queue; those from now on are made twice, which is the same as once.
        let routingKeys = state.withLock { state in
            state.connection = connection
            state.queue = queue
            return state.routingKeys
        }
        for key in routingKeys { try await connection.bindQueue(queue, to: Exchange.events, routingKey: key) }
        // Whoever asks for what it missed does so from here on: what is published now comes.
        state.withLock { $0.incarnation += 1 }
        _ = try await connection.consume(queue, prefetch: prefetch, noAcknowledgement: prefetch == 0, into: buffer)
    }

    /// The routing keys that are bound.
    public var routingKeys: [String] { state.withLock { $0.routingKeys } }

    /// How often the queue was made: more than once when the connection was lost.
    public var incarnation: Int { state.withLock { $0.incarnation } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Also gets what is published under `routingKey`, from the moment this returns.
    ///
    /// - Throws: ``ChatClientError`` when the broker refuses; the queue is made anew then, and what comes meanwhile is
    ///   missed.
    public func bind(_ routingKey: String) async throws(ChatClientError) {
        let (connection, queue) = state.withLock { state in
            if !state.routingKeys.contains(routingKey) { state.routingKeys.append(routingKey) }
            return (state.connection, state.queue)
        }
        guard let connection, connection.isOpen else { return } // bound when the connection is there again
        do throws(AMQPError) {
            try await connection.bindQueue(queue, to: Exchange.events, routingKey: routingKey)
        } catch {
            guard !error.isRetriable else { return }
            state.withLock { state in state.routingKeys.removeAll { $0 == routingKey } }
            throw ChatClientError(error)
        }
    }

    /// Gets no more of what is published under `routingKey`.
    public func unbind(_ routingKey: String) async {
        let (connection, queue) = state.withLock { state in
            state.routingKeys.removeAll { $0 == routingKey }
            return (state.connection, state.queue)
        }
        try? await connection?.unbindQueue(queue, from: Exchange.events, routingKey: routingKey)
    }

    /// Ends the subscription; its queue goes with it.
    public func close() async {
        let task = state.withLock { state in
            state.isClosed = true
            defer { state.task = nil }
            return state.task
        }
        buffer.wake()
        await recovering.withLock { $0 }?.close()
        task?.cancel()
        buffer.wake()
    }

    fileprivate func next() async -> [ReceivedEvent]? {
        while !Task.isCancelled, !isClosed {
            let batch = await buffer.take(atMost: prefetch == 0 ? 1000 : Int(prefetch))
            guard let last = batch.last else { continue }
            if prefetch > 0 { last.connection.acknowledge(last.tag, multiple: true) }
            let incarnation = incarnation
            return batch.map { ReceivedEvent($0, incarnation: incarnation) }
        }
        return nil
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let subscription: EventSubscription
        private var batch: [ReceivedEvent] = []
        private var index = 0

        fileprivate init(_ subscription: EventSubscription) {
            self.subscription = subscription
        }

        public mutating func next(
            isolation actor: isolated (any _Concurrency.Actor)? = #isolation
        ) async -> ReceivedEvent? {
            if index == batch.count {
                guard let next = await subscription.next() else { return nil }
                batch = next
                index = 0
            }
            defer { index += 1 }
            return batch[index]
        }

        public mutating func next() async -> ReceivedEvent? { await next(isolation: nil) }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
