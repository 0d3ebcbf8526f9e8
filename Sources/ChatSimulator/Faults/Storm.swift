import ChatContract

/// Has things go wrong, as long as it lasts.
final class Storm {
    let engine: Engine
    let company: SimulatedCompany
    private let broker: SimulatedBroker
    private let workers: [SimulatedWorker]

    init(_ engine: Engine, _ broker: SimulatedBroker, _ company: SimulatedCompany, _ workers: [SimulatedWorker]) {
        self.engine = engine
        self.broker = broker
        self.company = company
        self.workers = workers
    }

    var anyProcess: SimulatedProcess? { engine.random.pick(workers)?.process }

    /// Strikes every now and then.
    func rage() {
        engine.scheduler.after(engine.random.span(200...4000)) { [weak self] in
            guard let self, engine.isStormy else { return }
            if let fault = engine.random.pick(Fault.all.filter { $0.isPossible(self.engine.options) }, weight: \.weight)
            {
                engine.fault(fault.name)
                fault.strike(self)
            }
            rage()
        }
    }

    /// All connections are lost at once; what the queues hold stays.
    func restartBroker() {
        for process in workers.compactMap(\.process) {
            process.loseConsumers()
            process.losePublisher()
        }
        for visitor in company.visitors { visitor.loseConnection() }
        for gateway in company.gateways { gateway.loseReader() }
    }

    /// Nobody works for a while.
    func killAll() { killAll(for: engine.random.span(8000...20_000)) }

    func killAll(for span: Span) {
        engine.fault("nobody works", "for \(span.milliseconds) ms")
        for worker in workers { worker.stayDead(for: span) }
    }

    func fillBroker() {
        broker.isFull = true
        engine.scheduler.after(engine.random.span(200...4000)) { [broker] in broker.isFull = false }
    }

    func doubleConsumers() {
        let doubled = broker.allQueues.filter(\.hasStandby)
        doubled.forEach { $0.isDoubled = true }
        engine.scheduler.after(engine.random.span(500...3000)) { doubled.forEach { $0.isDoubled = false } }
    }

    /// Everything works again.
    func end() {
        broker.isFull = false
        broker.allQueues.forEach { $0.isDoubled = false }
        company.gateways.forEach { $0.revive() }
        company.agents.forEach { $0.revive() }
        company.reconnect()
        workers.forEach { $0.start() }
    }
}
