import AMQP
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Logging

/// All that takes part in a run, and its acts: a storm, a calm, the end.
final class Stage {
    private let engine: Engine
    private let store: Store
    private let broker: SimulatedBroker
    private let watch: StoreWatch
    private let ledger: Ledger
    private let laws: StoreLaws
    private let invariants: CommitInvariants
    private let company: SimulatedCompany
    private let workers: [SimulatedWorker]
    private let storm: Storm
    private var isOver = false

    init(_ engine: Engine) throws(StoreError) {
        self.engine = engine
        let agents = Founding.agents(engine.options.agents)
        store = try Store(inMemory: Founding.secret)
        try Founding.found(store, agents: agents)
        broker = SimulatedBroker(engine)
        watch = StoreWatch(engine)
        ledger = Ledger(engine)
        laws = StoreLaws(engine, store)
        invariants = CommitInvariants(engine, broker, ledger, laws)
        broker.declare(Queue.control)
        for channel in Founding.channels { broker.declare(Queue.channel(channel)) }
        company = SimulatedCompany(engine, broker, store, watch, ledger, channels: Founding.channels)
        let metrics = Metrics()
        let logger = Logger(label: "simulated") { _ in SwiftLogNoOpLogHandler() }
        workers = ["one", "two", "three"].prefix(engine.options.workers).map { [engine, broker, store, watch] name in
            SimulatedWorker(name, engine, broker, store, watch, metrics: metrics, logger: logger)
        }
        storm = Storm(engine, broker, company, workers)
        connect()
        company.populate(gateways: Founding.gateways, agents: agents, visitors: engine.options.visitors)
    }

    private func connect() {
        watch.onCommit = { [invariants] in invariants.check($0) }
        ledger.onAnswer = { [invariants] in invariants.check($0) }
        // Nothing is told before it is committed (guarantee 20).
        broker.onEvent = { [watch, engine] publishing in
            let id = publishing.properties.messageID ?? ""
            engine.expect(watch.events[id] != nil, "nothing is told before it is committed", id)
        }
        broker.onDone = { [watch, engine] publishing in
            let id = publishing.properties.messageID ?? ""
            engine.expect(watch.done.contains(id), "nothing is acknowledged before it is committed", id)
        }
    }

    // MARK: - The acts

    func play() {
        workers.forEach { $0.start() }
        engine.run(until: engine.now + .seconds(2))
        engine.isStormy = engine.options.hasFaults
        company.visitors.forEach { act($0.move, every: 150...2500) }
        company.agents.forEach { act($0.move, every: 200...2500) }
        if let administrator = company.administrator { act(administrator.move, every: 2000...9000) }
        act(rebuild, every: 4000...9000)
        storm.rage()
        engine.run(until: engine.now + engine.options.stormy)
        if let outage = engine.options.outage, engine.failure == nil {
            storm.killAll(for: outage)
            engine.run(until: engine.now + outage)
        }
        engine.isStormy = false
        engine.note("the storm is over")
        storm.end()
        isOver = true
        engine.run(until: engine.now + engine.options.calm)
        guard engine.failure == nil else { return }
        if engine.options.calm >= SimulationOptions.longCalm { laws.checkNothingStuck() }
        finish()
    }

    /// Has somebody do something every now and then.
    private func act(_ body: @escaping () -> Void, every pause: ClosedRange<Int>) {
        engine.scheduler.after(engine.random.span(pause)) { [weak self] in
            guard let self, !isOver else { return }
            body()
            act(body, every: pause)
        }
    }

    private func rebuild() { Rebuild.check(workers.compactMap(\.process), store, engine) }

    /// Everything that is open is closed; then all must be told and at rest.
    private func finish() {
        engine.note("everything is closed")
        let deadline = engine.now + .seconds(90)
        while engine.failure == nil {
            let live = liveSessions
            for visitor in company.visitors { visitor.finish(live[visitor.digest] ?? []) }
            engine.run(until: engine.now + .seconds(2))
            if isQuiet { break }
            if engine.now > deadline {
                engine.fail("everything comes to rest", whatIsLeft)
                return
            }
        }
        guard engine.failure == nil else { return }
        rebuild()
        laws.checkEnd()
        invariants.checkEnd(watch)
        checkTold()
        if engine.options.replays, engine.failure == nil { Replay.check(watch.journal, against: laws, engine) }
    }

    /// The channels on which each visitor has a live session.
    private var liveSessions: [VisitorDigest: [ChannelHandle]] {
        var live: [VisitorDigest: [ChannelHandle]] = [:]
        let channels = Founding.channels
        let sessions = try? store.look { reader throws(StoreError) in
            try reader.sessions(.all(channels), limit: 100_000)
        }
        for (_, session) in sessions ?? [] where session.status.isLive {
            live[session.visitorDigest, default: []].append(session.channel)
        }
        return live
    }

    private var isQuiet: Bool {
        company.open == 0 && laws.count("SELECT count(*) FROM session WHERE live = 1") == 0
            && laws.count("SELECT count(*) FROM outbox") == 0 && broker.allQueues.allSatisfy { $0.count == 0 }
    }

    private var whatIsLeft: String {
        let sessions = laws.texts("SELECT session || ' ' || status FROM session WHERE live = 1")
        let outbox = laws.texts("SELECT id || ' of ' || worker FROM outbox")
        let queues = broker.allQueues.filter { $0.count > 0 }.map { "\($0.name): \($0.count)" }
        let states = workers.map { $0.process?.state ?? "\($0.name) is dead" }.joined(separator: "; ")
        return "\(states); unanswered \(company.open), sessions \(sessions), outbox \(outbox), queues \(queues)"
    }

    /// Everything in the store was told to all who are to know it (guarantees 17, 20, 21).
    private func checkTold() {
        for (id, kept) in watch.events.sorted(by: { $0.key < $1.key }) {
            let missing = Set(kept.keys).subtracting(broker.told[id] ?? [])
            engine.expect(
                missing.isEmpty, "everything is told", "\(id) (\(kept.event.type.rawValue)) to \(missing.sorted())")
        }
        for name in laws.texts("SELECT name FROM statistic") where !name.hasSuffix(".interval.1") {
            engine.expect(broker.figures.contains(name), "every figure is told", name)
        }
    }

    // MARK: - The end

    func report() -> SimulationReport {
        var report = engine.report
        report.failure = engine.failure
        report.commits = watch.commits
        report.events = watch.events.count
        report.simulated = engine.now - Founding.start
        var digest = engine.trace.digest
        for table in ["session", "event", "statistic", "agent", "timer", "command"] {
            for row in laws.texts(Self.content(table)) { digest.update(row) }
        }
        report.digest = digest.value
        return report
    }

    private static func content(_ table: String) -> String {
        switch table {
        case "session": "SELECT session || seq || status || at || coalesce(owner, '') FROM session ORDER BY session"
        case "event": "SELECT id || type || body || gateways || agents || cause FROM event ORDER BY id"
        case "statistic": "SELECT id || name || body FROM statistic ORDER BY id"
        case "agent": "SELECT agent || revision || held || leases || interval FROM agent ORDER BY agent"
        case "timer": "SELECT id || due_at FROM timer ORDER BY id"
        default: "SELECT hex(key) || at || coalesce(code, '') FROM command ORDER BY key"
        }
    }

    /// Breaks what keeps all of it in memory.
    func clear() {
        engine.scheduler.clear()
        workers.forEach { $0.forget() }
        company.forget()
        watch.onCommit = { _ in }
        ledger.onAnswer = { _ in }
        broker.onEvent = { _ in }
        broker.onDone = { _ in }
    }
}
