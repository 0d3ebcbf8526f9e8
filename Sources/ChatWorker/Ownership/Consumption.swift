import AMQP
import ChatContract
import ChatCore
import ChatStore
import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The queues that a worker consumes, and all else that its loop touches on a real machine.
final class Consumption: Surroundings {
    private let configuration: WorkerConfiguration
    private let store: Store
    let publisher: Relay
    private let deadLetters: DeadLetterBox
    private let buffer: DeliveryBuffer
    private let metrics: Metrics
    private let view: StoreView
    private let consumers = ConnectionLoop(name: "consumer")
    private var logger: Logger

    private(set) var subscriptions: [WorkQueue: Subscription] = [:] {
        didSet {
            queueOfName = Dictionary(uniqueKeysWithValues: subscriptions.keys.map { ($0.name, $0) })
        }
    }
    private var queueOfName: [String: WorkQueue] = [:]
    private var strays: Subscription?
    /// Queues that are being given up, until their connections are closed.
    private let closing = Closing()
    private(set) var retired: Set<ChannelHandle> = []

    /// Queues whose connections are closing.
    private final class Closing: Sendable {
        private let queues = Mutex<Set<WorkQueue>>([])
        func begin(_ queue: WorkQueue) { queues.withLock { _ = $0.insert(queue) } }
        func end(_ queue: WorkQueue) { queues.withLock { _ = $0.remove(queue) } }
        func contains(_ queue: WorkQueue) -> Bool { queues.withLock { $0.contains(queue) } }
    }

    init(
        _ configuration: WorkerConfiguration, store: Store, view: StoreView, relay: Relay, deadLetters: DeadLetterBox,
        buffer: DeliveryBuffer, metrics: Metrics, logger: Logger
    ) {
        self.configuration = configuration
        self.store = store
        self.view = view
        publisher = relay
        self.deadLetters = deadLetters
        self.buffer = buffer
        self.metrics = metrics
        self.logger = logger
    }

    // MARK: - The machine

    func now() -> Timestamp { WallClock.now() }
    func seconds() -> Double { WallClock.seconds() }
    func pause(_ span: Span) { usleep(UInt32(clamping: span.milliseconds * 1000)) }

    func newIncarnation(of name: String) -> String {
        let worker = "\(name).\(String(UInt64.random(in: .min ... .max), radix: 36))"
        logger[metadataKey: "worker"] = "\(worker)"
        return worker
    }

    /// Nothing is recorded.
    func note(_ inputs: @autoclosure () -> DecisionInputs<Delivery>, at now: Timestamp) {}

    // MARK: - Deliveries

    /// Where a delivery came from; `nil` when its queue was given up meanwhile.
    enum Origin {
        /// No queue took it: it is decided all the same, as if it came from the one where it belongs.
        case astray(WorkQueue?)
        case queue(WorkQueue)

        var queue: WorkQueue? {
            switch self {
            case .astray(let queue): queue
            case .queue(let queue): queue
            }
        }
    }

    func origin(of delivery: Delivery) -> Origin? {
        if delivery.queue == Queue.unroutable { return .astray(WorkQueue(routingKey: delivery.routingKey)) }
        guard let queue = queueOfName[delivery.queue], subscriptions[queue]?.connection === delivery.connection
        else { return nil }
        return .queue(queue)
    }

    func acknowledge(_ items: [WorkItem<Delivery>]) {
        var last: [ObjectIdentifier: Delivery] = [:]
        for item in items { last[ObjectIdentifier(item.delivery.connection)] = item.delivery }
        for delivery in last.values { delivery.connection.acknowledge(delivery.tag, multiple: true) }
    }

    func declare(_ channel: ChannelHandle, then answer: Publishing?) {
        Task { [publisher, logger] in
            do {
                try await publisher.declare(channel)
                if let answer { publisher.tell([answer]) }
            } catch {
                logger.warning(
                    "the queue of a channel could not be made",
                    metadata: ["channel": "\(channel)", "error": "\(error)"])
            }
        }
    }

    func settle(_ order: DeadLetterOrder, isRepeat: Bool, then reply: ReplyAddress?) {
        Task { [deadLetters, publisher, logger] in
            let answer: Answer
            do {
                let isThere = try await deadLetters.settle(order, at: WallClock.now())
                answer =
                    isThere || isRepeat
                    ? .done(status: nil, result: Answer.nothing)
                    : .refused(
                        status: nil, Refusal(.notFound, "there is no dead letter \"\(order.id)\"", field: "id"))
            } catch {
                logger.warning("a dead letter stays", metadata: ["letter": "\(order.id)", "error": "\(error)"])
                answer = .refused(
                    status: nil,
                    Refusal(.unavailable, "the broker did not take it; repeat this with the same message-id"))
            }
            if let publishing = try? reply?.publishing(answer) { publisher.tell([publishing]) }
        }
    }

    // MARK: - Hearing

    func listening() -> (subscribed: [String: Timestamp], heard: [String]) {
        var subscribed: [String: Timestamp] = [:]
        var heard: [String] = []
        for (queue, subscription) in subscriptions {
            subscribed[queue.name] = subscription.consumingSince
            if subscription.isHearing { heard.append(queue.name) }
        }
        return (subscribed, heard)
    }

    func doubtHearing() {
        for subscription in subscriptions.values { subscription.doubtHearing() }
    }

    func hear(_ probe: String, from queue: WorkQueue) {
        if probe == Self.lastProbe, case .channel(let channel) = queue {
            if retired.contains(channel) { finishRetiring(channel) }
        } else {
            subscriptions[queue]?.hear(probe)
        }
    }

    /// Asks whether this worker hears the queue, until it does.
    func probe(_ queue: WorkQueue, _ now: Timestamp) {
        guard let name = subscriptions[queue]?.probe(at: now) else { return }
        publisher.tell([Probe.message(name, to: queue.name, login: configuration.broker.user)])
    }

    // MARK: - Subscribing

    /// Whether what no queue took is consumed.
    var hasStrays: Bool { strays != nil }

    /// Consumes what no queue took.
    func subscribeToStrays() {
        let subscription = subscription(Queue.unroutable) {
            try await $0.declareQueue(Queue.unroutable, passive: true)
        }
        strays = subscription
        subscription.start()
    }

    /// Consumes a queue, unless its old connection is still closing.
    func subscribe(to queue: WorkQueue) {
        guard !closing.contains(queue) else { return }
        let subscription = subscription(queue.name) { [store, publisher] connection in
            do throws(AMQPError) {
                _ = try await connection.declareQueue(queue.name, passive: true)
            } catch {
                guard error.code == .notFound else { throw error }
                // It is made on the relay's connection; this one is closed by the error and comes again.
                switch queue {
                case .control: try await publisher.declare()
                case .channel(let channel) where try store.hasChannel(channel): try await publisher.declare(channel)
                // The queue of a deleted channel is worked off while it is there, and never made again.
                case .channel(let channel): try store.retire(channel)
                }
                throw error
            }
        }
        subscriptions[queue] = subscription
        subscription.start()
    }

    private func subscription(
        _ name: String, declare: @escaping @Sendable (Connection) async throws -> Void
    ) -> Subscription {
        Subscription(
            name, configuration.broker, on: consumers, into: buffer, prefetch: configuration.prefetch, metrics: metrics,
            logger: logger, declare: declare)
    }

    /// Hands a queue over: what is in hand is committed and acknowledged, closing the connection gives back the rest in
    /// order.
    func giveUp(_ queue: WorkQueue) {
        guard let subscription = subscriptions.removeValue(forKey: queue) else { return }
        if case .channel(let channel) = queue { view.forget(channel) }
        closing.begin(queue)
        Task { [closing] in
            await subscription.close()
            closing.end(queue)
        }
    }

    /// Gives everything up.
    ///
    /// - Returns: closes the connections.
    func giveUpAll() -> @Sendable () async -> Void {
        let open = Array(subscriptions.values) + (strays.map { [$0] } ?? [])
        subscriptions = [:]
        strays = nil
        return { [consumers] in
            await withTaskGroup(of: Void.self) { group in
                for subscription in open { group.addTask { await subscription.close() } }
            }
            consumers.stop()
        }
    }

    // MARK: - Deleted channels

    func note(retired channels: Set<ChannelHandle>) { retired = channels }

    /// Works off the queue of a deleted channel: nothing more comes in, and a probe tells when all is read. Asked anew
    /// with each look, until it came back.
    func retire(_ channel: ChannelHandle) {
        guard subscriptions[.channel(channel)]?.isHearing == true else { return }
        let probe = Probe.message(Self.lastProbe, to: Queue.channel(channel), login: configuration.broker.user)
        Task { [publisher, logger] in
            do {
                try await publisher.unbind(channel)
                publisher.tell([probe])
            } catch {
                logger.warning(
                    "a deleted channel's queue still gets commands",
                    metadata: ["channel": "\(channel)", "error": "\(error)"])
            }
        }
    }

    private static let lastProbe = "last"

    /// All that was in a deleted channel's queue is worked off: it goes.
    private func finishRetiring(_ channel: ChannelHandle) {
        let queue = WorkQueue.channel(channel)
        guard let subscription = subscriptions.removeValue(forKey: queue) else { return }
        view.forget(channel)
        retired.remove(channel)
        // Nobody subscribes to it again before it is gone, and the store knows that.
        closing.begin(queue)
        Task { [store, publisher, closing, logger] in
            await subscription.close()
            do {
                try await publisher.delete(channel)
                try store.retire(channel)
                logger.notice("the queue of a deleted channel is gone", metadata: ["channel": "\(channel)"])
            } catch {
                logger.warning(
                    "a queue could not be deleted", metadata: ["channel": "\(channel)", "error": "\(error)"])
            }
            closing.end(queue)
        }
    }
}
