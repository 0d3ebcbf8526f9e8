import AMQP
import ChatContract
import ChatCore
import ChatStore
import Logging

#if canImport(Glibc)
    import Glibc
#endif

/// The loop of the architecture: take what has arrived, decide and write it in one transaction, acknowledge, publish,
/// and go on while the broker confirms. Runs on one thread.
///
/// What is done with a batch stands in ``CommandLoop``; here is what needs a machine: the thread, the queues, the end.
final class WorkerLoop {
    private let configuration: WorkerConfiguration
    private let store: Store
    private let relay: Relay
    private let buffer: DeliveryBuffer
    private let metrics: Metrics
    private let status: WorkerStatus
    private let logger: Logger
    private let consumption: Consumption
    private let loop: CommandLoop<Consumption>
    private var ownership = Ownership()
    private var lastGauges = Timestamp(milliseconds: 0)

    init(
        _ configuration: WorkerConfiguration, store: Store, relay: Relay, deadLetters: DeadLetterBox,
        buffer: DeliveryBuffer, metrics: Metrics, status: WorkerStatus, logger: Logger
    ) {
        self.configuration = configuration
        self.store = store
        self.relay = relay
        self.buffer = buffer
        self.metrics = metrics
        self.status = status
        self.logger = logger
        let view = StoreView()
        view.isDirectoryElsewhere = configuration.directory != nil
        consumption = Consumption(
            configuration, store: store, view: view, relay: relay, deadLetters: deadLetters, buffer: buffer,
            metrics: metrics, logger: logger)
        loop = CommandLoop(
            configuration, store: store, view: view, around: consumption, metrics: metrics, status: status,
            logger: logger)
    }

    /// Works until the status says to stop; then hands everything over in good order.
    func run() {
        while !status.isStopping {
            let now = WallClock.now()
            status.turn(at: now)
            loop.tick(now) { look(now) }
            if !consumption.hasStrays, relay.isDeclared, !loop.worker.isEmpty { look(now) }
            if now - lastGauges >= .seconds(5) {
                lastGauges = now
                setGauges(now)
            }
            guard loop.mayTake(now) else {
                usleep(20_000)
                continue
            }
            let deliveries = buffer.take(atMost: configuration.batchLimit, waiting: .milliseconds(50))
            let items = deliveries.compactMap { delivery in
                consumption.origin(of: delivery).map { loop.item(delivery, of: $0.queue) }
            }
            if !items.isEmpty { loop.workOff(items) }
        }
        drain()
    }

    // MARK: - Queues

    /// All queues that there is work on: control, the channels, and deleted channels' until they are worked off.
    private var queues: Set<WorkQueue> {
        Set(loop.view.registry.channels.keys.map(WorkQueue.channel))
            .union(consumption.retired.map(WorkQueue.channel)).union([.control])
    }

    /// Subscribes to what this worker should consume, gives up what it should not.
    private func look(_ now: Timestamp) {
        // Without knowing the channels nothing is given up.
        guard loop.refreshRegistry(now) else { return }
        guard relay.isDeclared else { return status.set(.broker, "no connection to the broker") }
        if !consumption.hasStrays { consumption.subscribeToStrays() }
        let wanted = queues
        let moves = ownership.moves(
            of: loop.worker, among: loop.workers, wanted: wanted,
            mine: consumption.subscriptions.mapValues { $0.consumingSince ?? now }, at: now)
        for move in moves {
            switch move {
            case .subscribe(let queue):
                consumption.subscribe(to: queue)
            case .leave(let queue):
                consumption.giveUp(queue)
            case .handOver(let queue, let other):
                metrics.count(.handOvers)
                logger.notice(
                    "hands over",
                    metadata: ["queue": "\(queue)", "to": "\(other)", "worker": "\(loop.worker)"])
                consumption.giveUp(queue)
            }
        }
        for queue in consumption.subscriptions.keys.sorted() where ownership.preferred.contains(queue) {
            consumption.probe(queue, now)
            if case .channel(let channel) = queue, consumption.retired.contains(channel) { consumption.retire(channel) }
        }
        let since = consumption.subscriptions.values.map(\.consumingSince)
        status.set(
            .subscriptions, since.isEmpty || since.allSatisfy { $0 == nil } ? "no queue is consumed" : nil)
        status.set(
            .broker, relay.isOpen ? nil : relay.isBlocked ? "the broker is blocked" : "no connection to the broker")
    }

    private func setGauges(_ now: Timestamp) {
        loop.setGauges(consumption.subscriptions.keys, now)
        metrics.set(.blocked, relay.isBlocked ? 1 : 0)
        metrics.set(.subscriptions, Double(consumption.subscriptions.count))
        if configuration.directory != nil, let backlog = try? store.contactBacklog() {
            metrics.set(.contactsWaiting, Double(backlog.count))
        }
    }

    // MARK: - The end

    /// Goes in good order: the batch in hand is done; what is committed is published as far as the limit allows, the
    /// rest stays in the outbox; closing the connections gives the queues to the others.
    private func drain() {
        logger.notice("the worker drains", metadata: ["worker": "\(loop.worker)"])
        let deadline = WallClock.now() + configuration.drainLimit
        while relay.backlog.count > 0, relay.isOpen, WallClock.now() < deadline { usleep(5_000) }
        loop.forgetConfirmed(WallClock.now())
        let close = consumption.giveUpAll()
        do throws(StoreError) {
            if !loop.worker.isEmpty { try store.release(worker: loop.worker) }
            try store.checkpoint()
        } catch {
            logger.warning("the lease could not be given back", metadata: ["error": "\(error)"])
        }
        status.finish(close)
    }
}
