import AMQP
import ChatContract
import Synchronization

/// Many queues of events on one connection: for a gateway, which reads for its visitors and for each of its agents.
///
/// When the connection is lost it is opened again with new queues and the same bindings; what was published meanwhile did
/// not come, and each feed is told by its `onOpen`. Only for logins that may bind what they ask for: a binding that the
/// broker refuses ends the connection of all.
public final class EventHub: Sendable {
    /// One of the queues.
    public struct Feed: Hashable, Sendable {
        fileprivate let number: UInt64
        fileprivate var tag: String { "feed-\(number)" }
    }

    private struct Entry {
        var routingKeys: Set<String>
        let onOpen: @Sendable () -> Void
        let onLost: @Sendable () -> Void
        let onEvents: @Sendable ([ReceivedEvent]) -> Void
        /// The queue on the connection of now.
        var queue: String?
        /// Whether its queue is being made.
        var isOpening = false
    }

    private struct State {
        var feeds: [UInt64: Entry] = [:]
        var last: UInt64 = 0
        var connection: Connection?
        var incarnation = 0
        var tasks: [Task<Void, Never>] = []
    }

    private let buffer = DeliveryBuffer()
    private let state = Mutex(State())
    private let recovering = Mutex<RecoveringConnection?>(nil)
    private let configuration: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let onChange: @Sendable (Bool) -> Void

    init(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop, onChange: @escaping @Sendable (Bool) -> Void
    ) {
        self.configuration = configuration
        self.loop = loop
        self.onChange = onChange
    }

    func start() {
        let connection = RecoveringConnection(
            configuration, on: loop,
            onOpen: { [weak self] connection in try await self?.set(up: connection) },
            onState: { [weak self] change in
                switch change {
                case .connecting: break
                case .open: self?.onChange(true)
                case .waiting, .closed:
                    self?.forgetConnection()
                    self?.onChange(false)
                }
            })
        recovering.withLock { $0 = connection }
        state.withLock { state in
            state.tasks = [
                Task { await connection.run() },
                Task { [weak self, buffer] in
                    while !Task.isCancelled {
                        let batch = await buffer.take(atMost: 1000)
                        guard let self else { return }
                        self.hand(out: batch)
                    }
                },
            ]
        }
    }

    /// Ends it; its queues go with it.
    public func close() async {
        let tasks = state.withLock { state in
            state.feeds = [:]
            defer { state.tasks = [] }
            return state.tasks
        }
        await recovering.withLock { $0 }?.close()
        for task in tasks { task.cancel() }
        buffer.wake()
    }

    // MARK: - Feeds

    /// Adds a queue for what is published under these keys.
    ///
    /// - Parameters:
    ///   - onOpen: Is called each time when the queue stands: what is published from then on comes.
    ///   - onLost: Is called when the queue is gone with its connection: what is published from then on does not come.
    ///   - onEvents: Gets what comes, in the order of the queue. None of them may block.
    public func open(
        _ routingKeys: Set<String>, onOpen: @escaping @Sendable () -> Void,
        onLost: @escaping @Sendable () -> Void = {},
        onEvents: @escaping @Sendable ([ReceivedEvent]) -> Void
    ) async -> Feed {
        let (number, connection) = state.withLock { state in
            state.last += 1
            state.feeds[state.last] = Entry(
                routingKeys: routingKeys, onOpen: onOpen, onLost: onLost, onEvents: onEvents)
            return (state.last, state.connection)
        }
        if let connection { try? await open(number, on: connection) }
        return Feed(number: number)
    }

    /// Gets what is published under these keys instead, from the moment this returns.
    public func bind(_ feed: Feed, to routingKeys: Set<String>) async {
        let change: (queue: String, connection: Connection, added: Set<String>, removed: Set<String>)? =
            state.withLock { state in
                guard let before = state.feeds[feed.number]?.routingKeys else { return nil }
                state.feeds[feed.number]?.routingKeys = routingKeys
                guard let queue = state.feeds[feed.number]?.queue, let connection = state.connection else { return nil }
                return (queue, connection, routingKeys.subtracting(before), before.subtracting(routingKeys))
            }
        guard let change else { return }
        for key in change.added {
            try? await change.connection.bindQueue(change.queue, to: Exchange.events, routingKey: key)
        }
        for key in change.removed {
            try? await change.connection.unbindQueue(change.queue, from: Exchange.events, routingKey: key)
        }
    }

    /// Removes a queue.
    public func close(_ feed: Feed) async {
        let (entry, connection) = state.withLock { state in
            (state.feeds.removeValue(forKey: feed.number), state.connection)
        }
        guard let queue = entry?.queue else { return }
        _ = try? await connection?.deleteQueue(queue)
    }

    // MARK: - Inside

    private func set(up connection: Connection) async throws(AMQPError) {
        let numbers = state.withLock { state in
            state.connection = connection
            state.incarnation += 1
            for number in state.feeds.keys {
                state.feeds[number]?.queue = nil
                state.feeds[number]?.isOpening = false
            }
            return state.feeds.keys.sorted()
        }
        for number in numbers { try await open(number, on: connection) }
    }

    private func forgetConnection() {
        let lost = state.withLock { state in
            state.connection = nil
            let lost = state.feeds.values.filter { $0.queue != nil }
            for number in state.feeds.keys {
                state.feeds[number]?.queue = nil
                state.feeds[number]?.isOpening = false
            }
            return lost
        }
        for entry in lost { entry.onLost() }
    }

    private func open(_ number: UInt64, on connection: Connection) async throws(AMQPError) {
        let isMine = state.withLock { state in
            guard state.connection === connection, let entry = state.feeds[number], entry.queue == nil,
                !entry.isOpening
            else { return false }
            state.feeds[number]?.isOpening = true
            return true
        }
        guard isMine else { return }
        let queue = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true).name
        // Before anybody knows of the queue and may delete it: nothing is bound to it yet.
        _ = try await connection.consume(
            queue, tag: Feed(number: number).tag, prefetch: 0, noAcknowledgement: true, into: buffer)
        var bound: Set<String> = []
        // Keys may be changed meanwhile; the queue is told of once all of them are bound.
        while true {
            let missing: Set<String>? = state.withLock { state in
                guard state.connection === connection, let entry = state.feeds[number] else { return nil }
                let missing = entry.routingKeys.subtracting(bound)
                if missing.isEmpty {
                    state.feeds[number]?.queue = queue
                    state.feeds[number]?.isOpening = false
                }
                return missing
            }
            guard let missing else {
                _ = try await connection.deleteQueue(queue)
                return
            }
            if missing.isEmpty { break }
            for key in missing { try await connection.bindQueue(queue, to: Exchange.events, routingKey: key) }
            bound.formUnion(missing)
        }
        state.withLock { $0.feeds[number] }?.onOpen()
    }

    private func hand(out batch: [Delivery]) {
        var index = 0
        while index < batch.count {
            let tag = batch[index].consumerTag
            var end = index + 1
            while end < batch.count, batch[end].consumerTag == tag { end += 1 }
            let (entry, incarnation) = state.withLock { state in
                (UInt64(tag.dropFirst("feed-".count)).flatMap { state.feeds[$0] }, state.incarnation)
            }
            entry?.onEvents(batch[index..<end].map { ReceivedEvent($0, incarnation: incarnation) })
            index = end
        }
    }
}
