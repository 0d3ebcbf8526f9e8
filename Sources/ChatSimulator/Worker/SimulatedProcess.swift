import AMQP
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Logging

/// One run of a worker, from its start to its death: the real loop in simulated surroundings.
final class SimulatedProcess {
    /// The places of the loop where something may happen to a worker.
    enum Place: String {
        case lock, look, commit, committed, acknowledge
    }

    let name: String
    let engine: Engine
    let broker: SimulatedBroker
    let watch: StoreWatch
    private let configuration: WorkerConfiguration
    private let status = WorkerStatus()
    let publisher: SimulatedPublisher
    let store: Store
    private(set) var loop: CommandLoop<SimulatedProcess>?
    var ownership = Ownership()
    var subscriptions: [WorkQueue: SimulatedSubscription] = [:]
    var buffer: [SimulatedDelivery] = []
    var retired: Set<ChannelHandle> = []
    var incarnations = 0
    let number: Int
    private(set) var isDead = false
    private(set) var isDraining = false
    private var drainedBy: Timestamp?
    /// In the middle of a turn: asleep in one, where others run meanwhile.
    private(set) var isBusy = false
    private var nextTurn: Timestamp?
    private var onEnd: () -> Void

    init(
        _ name: String, number: Int, _ engine: Engine, _ broker: SimulatedBroker, _ store: Store, _ watch: StoreWatch,
        metrics: Metrics, logger: Logger, onEnd: @escaping () -> Void
    ) {
        self.name = name
        self.number = number
        self.engine = engine
        self.broker = broker
        self.watch = watch
        self.onEnd = onEnd
        var configuration = WorkerConfiguration(broker: ConnectionConfiguration(user: Self.login), name: name)
        configuration.lease = Self.lease
        configuration.unconfirmedLimit = 60
        self.configuration = configuration
        publisher = SimulatedPublisher(engine, broker, login: Self.login)
        let sabotage = SQLSabotage(engine.options.sabotage, seed: engine.random.next())
        let gate = SimulatedGate(engine, watch, sabotage)
        self.store = Store(store, through: gate)
        gate.process = self
        sabotage?.onEvent = { [weak self] in self?.tellFirst($0) }
        loop = CommandLoop(
            configuration, store: self.store, view: StoreView(), around: self, metrics: metrics, status: status,
            logger: logger)
        engine.scheduler.after(engine.random.span(5...300)) { [weak self] in self?.connectPublisher() }
        wake(in: .milliseconds(1))
    }

    static let login = "worker"
    /// Longer than the real one, as simulated workers turn less often.
    static let lease = Span.seconds(7)

    // MARK: - Turns

    /// Has the worker turn, then or earlier.
    func wake(in span: Span) {
        let time = engine.now + span
        if let nextTurn, nextTurn <= time, nextTurn >= engine.now { return }
        nextTurn = time
        engine.scheduler.at(time) { [weak self] in
            guard let self, !isDead, nextTurn == time else { return }
            nextTurn = nil
            if isBusy { wake(in: .milliseconds(20)) } else { turn() }
        }
    }

    /// As the loop of the real worker turns.
    private func turn() {
        guard let loop else { return }
        isBusy = true
        defer { isBusy = false }
        let now = now()
        loop.tick(now) { look(now) }
        guard !isDead else { return }
        if isDraining {
            drain()
        } else if loop.mayTake(now), !buffer.isEmpty {
            work(loop)
        }
        guard !isDead else { return }
        wake(in: engine.random.span(!buffer.isEmpty ? 1...30 : engine.isStormy ? 500...1800 : 1100...2600))
    }

    private func work(_ loop: CommandLoop<SimulatedProcess>) {
        let count = engine.random.oneIn(3) ? engine.random.number(1...buffer.count) : buffer.count
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(count)
        let items = taken.compactMap { delivery in
            queue(of: delivery).map { loop.item(delivery, of: $0) }
        }
        guard !items.isEmpty else { return }
        if engine.options.sabotage == .acknowledgedFirst {
            for item in items { item.delivery.connection.acknowledgeAtOnce(through: item.delivery.tag) }
        }
        loop.workOff(items)
    }

    /// The queue of a delivery; `nil` when it was given up meanwhile.
    private func queue(of delivery: SimulatedDelivery) -> WorkQueue? {
        subscriptions.first { $0.value.connection === delivery.connection }?.key
    }

    // MARK: - Its end

    /// The process is gone, wherever it is.
    func kill() {
        guard !isDead else { return }
        isDead = true
        status.stop()
        engine.note("\(name) is dead")
        end()
    }

    /// It is asked to end in good order.
    func terminate() {
        guard !isDead, !isDraining else { return }
        isDraining = true
        drainedBy = engine.now + .seconds(10)
        engine.note("\(name) drains")
        wake(in: .milliseconds(1))
    }

    private func drain() {
        guard let loop else { return }
        if publisher.backlog.count > 0, publisher.isOpen, engine.now < drainedBy ?? engine.now {
            wake(in: .milliseconds(50))
            return
        }
        loop.forgetConfirmed(now())
        guard !isDead else { return }
        do throws(StoreError) {
            if !loop.worker.isEmpty { try store.release(worker: loop.worker) }
        } catch {
            engine.note("\(name) keeps its lease: \(error.code)")
        }
        guard !isDead else { return }
        isDead = true
        status.stop()
        engine.note("\(name) has ended")
        end()
    }

    private func end() {
        publisher.lose()
        for subscription in subscriptions.values.sorted(by: Self.order) { subscription.lose() }
        subscriptions = [:]
        buffer = []
        onEnd()
        onEnd = {}
    }

    /// Breaks what keeps the process in memory.
    func forget() {
        isDead = true
        loop = nil
        subscriptions = [:]
        buffer = []
        onEnd = {}
    }

    private static func order(_ left: SimulatedSubscription, _ right: SimulatedSubscription) -> Bool {
        left.connection?.queue.name ?? "" < right.connection?.queue.name ?? ""
    }

    // MARK: - What happens on the way

    /// The loop comes to a place where something may happen.
    func reach(_ place: Place) throws(StoreError) {
        guard !isDead else { throw StoreError(.unavailable, "the process is dead") }
        guard engine.isStormy else { return }
        let rates = FaultRates.of(place)
        if rates.kill > 0, engine.random.perMillion(rates.kill) {
            engine.fault("killed at \(place)", name)
            kill()
            throw StoreError(.unavailable, "the process is dead")
        }
        if rates.failure > 0, engine.random.perMillion(rates.failure) {
            // Busy or full, it says so before anything is kept.
            let code =
                place == .committed
                ? .unavailable : engine.random.pick([.busy, .full, .unavailable]) ?? StoreError.Code.busy
            engine.fault("store \(code) at \(place)", name)
            throw StoreError(code, "simulated")
        }
        guard engine.mayStandStill else { return }
        if rates.freeze > 0, engine.random.perMillion(rates.freeze) {
            let span = engine.random.span(2000...20_000)
            engine.fault("frozen at \(place)", "\(name) for \(span.milliseconds) ms")
            freeze(for: span)
        } else if rates.pause > 0, engine.random.perMillion(rates.pause) {
            engine.standStill(for: engine.random.span(1...60))
        }
        guard !isDead else { throw StoreError(.unavailable, "the process is dead") }
    }

    /// Stands still where it is. The broker gives its queues to others after two heartbeats.
    private func freeze(for span: Span) {
        let heartbeats = Span.seconds(10)
        if span > heartbeats {
            engine.scheduler.after(heartbeats) { [weak self] in
                guard let self, !isDead else { return }
                for subscription in subscriptions.values.sorted(by: Self.order) {
                    subscription.connection?.breakAtBroker()
                }
                publisher.lose()
            }
        }
        engine.standStill(for: span)
        engine.note("\(name) goes on")
        if span > heartbeats {
            loseConsumers()
            reconnectPublisher()
        }
    }

    /// It does not turn for a while.
    func freezeBetweenTurns() {
        guard !isDead, !isBusy, engine.mayStandStill else { return }
        isBusy = true
        freeze(for: engine.random.span(2000...20_000))
        isBusy = false
    }

    /// How it is, in words.
    var state: String {
        let queues = consumed.map { queue in
            let subscription = subscriptions[queue]
            return
                "\(queue)\(subscription?.connection == nil ? " (lost)" : "")\(subscription?.isHearing == true ? " (heard)" : "")"
        }
        return
            "\(loop?.worker ?? name): busy \(isBusy), in hand \(buffer.count), unconfirmed \(publisher.backlog.count)"
            + ", publisher \(publisher.isOpen ? "open" : "lost"), may take \(loop?.mayTake(engine.now) ?? false), \(queues)"
    }
}
