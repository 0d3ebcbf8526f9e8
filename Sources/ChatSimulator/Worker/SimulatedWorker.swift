import ChatContract
import ChatStore
import ChatWorker
import Logging

/// A worker on its machine: when its process dies, another one is started after a while.
final class SimulatedWorker {
    let name: String
    private let engine: Engine
    private let broker: SimulatedBroker
    private let store: Store
    private let watch: StoreWatch
    private let metrics: Metrics
    private let logger: Logger
    private(set) var process: SimulatedProcess?
    /// All that there were. A dead one may still be on the stack, so they are taken apart at the end only.
    private var processes: [SimulatedProcess] = []
    private var starts = 0
    private var isOver = false
    /// It is not started before.
    private var deadUntil: Timestamp?

    init(
        _ name: String, _ engine: Engine, _ broker: SimulatedBroker, _ store: Store, _ watch: StoreWatch,
        metrics: Metrics, logger: Logger
    ) {
        self.name = name
        self.engine = engine
        self.broker = broker
        self.store = store
        self.watch = watch
        self.metrics = metrics
        self.logger = logger
    }

    func start() {
        guard !isOver, process == nil else { return }
        if engine.isStormy, let deadUntil, deadUntil > engine.now {
            engine.scheduler.at(deadUntil) { [weak self] in self?.start() }
            return
        }
        deadUntil = nil
        starts += 1
        engine.note("\(name) starts")
        let process = SimulatedProcess(
            name, number: starts, engine, broker, store, watch, metrics: metrics, logger: logger
        ) { [weak self] in
            guard let self else { return }
            self.process = nil
            let pause = engine.isStormy ? engine.random.span(50...9000) : .milliseconds(100)
            engine.scheduler.after(pause) { [weak self] in self?.start() }
        }
        self.process = process
        processes.append(process)
    }

    /// Its machine is gone for a while.
    func stayDead(for span: Span) {
        deadUntil = engine.now + span
        process?.kill()
    }

    /// Breaks what keeps it in memory.
    func forget() {
        isOver = true
        processes.forEach { $0.forget() }
        processes = []
        process = nil
    }
}
