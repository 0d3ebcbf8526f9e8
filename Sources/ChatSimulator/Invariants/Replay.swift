import AMQP
import ChatContract
import ChatStore
import ChatWorker
import Logging

/// Decides recorded inputs anew, on an empty store with the same secret: the same must come of it, bit for bit.
final class Replay: Surroundings {
    /// Publishes nothing.
    final class NoPublisher: OutboxPublisher {
        var backlog: (count: Int, oldest: Timestamp?) { (0, nil) }
        func publish(_ entries: [OutboxEntry]) {}
        func tell(_ messages: [Publishing]) {}
        func takeConfirmed() -> [Int64] { [] }
        func putBack(confirmed ids: [Int64]) {}
        func retryRefused() {}
    }

    let publisher = NoPublisher()
    private var time = Founding.start

    /// The events of a store: what they say and what caused them.
    private static let events = """
        SELECT s.session || '.' || e.seq || ' ' || e.type || ' ' || e.cause || ' ' || e.body || coalesce(e.visitor_body, '')
        FROM event e JOIN session s ON s.number = e.session ORDER BY e.id
        """
    private static let statistics = "SELECT name || ' ' || body FROM statistic ORDER BY id"

    /// Holds what comes of the inputs against what came of them.
    static func check(_ journal: [StoreWatch.Inputs], against laws: StoreLaws, _ engine: Engine) {
        do throws(StoreError) {
            let store = try Store(inMemory: Founding.secret)
            try Founding.found(store, agents: Founding.agents(engine.options.agents))
            let configuration = WorkerConfiguration(
                broker: ConnectionConfiguration(user: SimulatedProcess.login), name: "replay")
            let replay = Replay()
            let loop = CommandLoop(
                configuration, store: store, view: StoreView(), around: replay, metrics: Metrics(),
                status: WorkerStatus(), logger: Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() })
            for record in journal {
                replay.time = record.at
                switch record.inputs {
                case .commands(let items): loop.workOff(items)
                case .timers(let timers): try loop.fire(timers, at: record.at)
                }
            }
            let anew = StoreLaws(engine, store)
            for sql in [events, statistics] {
                let (first, second) = (laws.texts(sql), anew.texts(sql))
                let difference = zip(first, second).first { $0 != $1 }
                engine.expect(
                    first == second, "a recorded run replays to the same",
                    difference.map { "\($0) became \($1)" } ?? "\(first.count) rows became \(second.count)")
            }
        } catch {
            engine.fail("a recorded run replays to the same", "\(error)")
        }
    }

    // MARK: - Surroundings

    func now() -> Timestamp { time }
    func seconds() -> Double { 0 }
    func pause(_ span: Span) {}
    func newIncarnation(of name: String) -> String { name }
    func listening() -> (subscribed: [String: Timestamp], heard: [String]) { ([:], []) }
    func doubtHearing() {}
    func hear(_ probe: String, from queue: WorkQueue) {}
    func note(retired channels: Set<ChannelHandle>) {}
    func acknowledge(_ items: [WorkItem<SimulatedDelivery>]) {}
    func declare(_ channel: ChannelHandle, then answer: Publishing?) {}
    func settle(_ order: DeadLetterOrder, isRepeat: Bool, then reply: ReplyAddress?) {}
    func note(_ inputs: @autoclosure () -> DecisionInputs<SimulatedDelivery>, at now: Timestamp) {}
}
