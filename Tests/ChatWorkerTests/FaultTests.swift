import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import ChatWorker
import Foundation
import Logging
import Synchronization
import Testing

@Suite("Faults", .enabled(if: TestBroker.isAvailable))
struct FaultTests {
    @Test("a command that cannot be worked off is parked after three attempts, and its neighbours survive")
    func poison() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            try desk.store.write { sql throws(StoreError) in
                try sql.execute(
                    """
                    CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.body LIKE '%arsenic%'
                    BEGIN SELECT RAISE(ABORT, 'poisoned'); END
                    """, [])
            }
            let ids = (1...20).map { "line\($0)" }
            desk.caller.post(
                try ids.map { id in
                    let text = id == "line10" ? "arsenic" : id
                    return try desk.caller.command(
                        .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: text),
                        key: session.key, id: id)
                })
            for id in ids {
                let answer = try await desk.caller.answer(to: id, "message.post")
                #expect(try answer.refusalCode() == (id == "line10" ? .internal : nil), "\(id)")
            }
            let letter = try await desk.tap.wait(for: "dead") { _ in true }
            #expect(letter.headers[Header.reason]?.stringValue == "poison")
            #expect(letter.headers[Header.attempts]?.integerValue == 3)
            #expect(letter.headers[Header.error]?.stringValue?.contains("poisoned") == true)
            #expect(letter.headers[Header.queue]?.stringValue == Queue.channel(session.channel))
            let events = try desk.events(of: session.id)
            expectSound(events)
            let texts = events.compactMap { event -> String? in
                if case .posted(let message) = event.data { message.text } else { nil }
            }
            #expect(texts == ids.filter { $0 != "line10" })
            #expect(try desk.number("SELECT count(*) FROM attempt") == 0)
            #expect(try await desk.messages(in: Queue.channel(session.channel)) == 0)
            try await desk.waitUntilPublished()
            try await desk.tap.validate()
        }
    }

    @Test("a worker that has never reached the broker is not ready, and says why")
    func noBroker() async throws {
        let store = try Store(inMemory: Array(repeating: 7, count: 32))
        let broker = try ConnectionConfiguration(uri: "amqp://guest:guest@127.0.0.1:1/")
        let worker = Worker(
            WorkerConfiguration(broker: broker, name: "lonely"), store: store, metrics: Metrics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await worker.run() }
        try await eventually("\(worker.health.problems)") {
            worker.health.problems == ["no connection to the broker"]
        }
        #expect(worker.health.isLive && !worker.health.isReady)
        worker.stop()
        await running.value
    }

    @Test("a store that somebody else has locked: nothing is lost, health says so, and it goes on afterwards")
    func lockedStore() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let lock = try await Lock(desk.path)
            let ids = (1...50).map { "line\($0)" }
            desk.caller.post(try Self.lines(ids, session, desk))
            let worker = try desk.worker().worker
            try await eventually("health says nothing") {
                !worker.health.isReady && worker.health.isLive
            }
            try await eventually("health does not name the store: \(worker.health.problems)") {
                worker.health.problems.contains { $0.contains("store") }
            }
            #expect(ids.allSatisfy { desk.caller.answers(to: $0) == 0 })
            lock.release()
            try await Self.expectAll(ids, session, desk)
            try await eventually("\(worker.health.problems)") { worker.health.isReady }
        }
    }

    @Test("connections that are cut: it goes on, nothing is lost or doubled")
    func cutConnections() async throws {
        try await TestDesk.open(workers: 2) { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let ids = (1...300).map { "line\($0)" }
            // The client library repeats what nobody answered, under the same id.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ids {
                    group.addTask {
                        let answer = try await desk.client.postMessage(
                            id, in: session.id, on: session.channel, as: .visitor, sessionKey: session.key,
                            messageID: id)
                        #expect(answer.ok)
                    }
                }
                group.addTask {
                    try await eventually("no connection to cut") {
                        try await desk.cutWorkers() > 0
                    }
                }
                try await group.waitForAll()
            }
            let events = try desk.events(of: session.id)
            expectSound(events)
            #expect(Set(Self.texts(events)) == Set(ids))
            #expect(Self.texts(events).count == ids.count)
            try await desk.waitUntilPublished()
            // What was published is everything, whatever came twice.
            try await eventually("something was not published") {
                Set(desk.tap.lines("event").compactMap(\.messageID)).isSuperset(of: events.map(\.messageID))
            }
        }
    }

    @Test("a worker that stops hands over: the other one goes on where it was")
    func handOver() async throws {
        try await TestDesk.open(workers: 2) { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let ids = (1...200).map { "line\($0)" }
            desk.caller.post(try Self.lines(Array(ids.prefix(100)), session, desk))
            try await desk.worker().stop()
            desk.caller.post(try Self.lines(Array(ids.suffix(100)), session, desk))
            try await Self.expectAll(ids, session, desk)
            try await desk.waitUntilPublished()
            let expected = try desk.events(of: session.id).map(\.messageID)
            try await eventually("something was not published") {
                let published = desk.tap.lines("event").filter { !$0.routingKey.hasPrefix("gateway.") }
                return Set(published.compactMap(\.messageID)).isSuperset(of: expected)
            }
        }
    }

    @Test("a worker that was given up for dead goes on under another name, and loses and forgets nothing")
    func lostLease() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            let ids = (1...300).map { "line\($0)" }
            desk.caller.post(try Self.lines(ids, session, desk))
            let before = try desk.number("SELECT count(*) FROM worker")
            try desk.store.write { sql throws(StoreError) in try sql.execute("UPDATE worker SET lease_until = 0", []) }
            try await Self.expectAll(ids, session, desk)
            try await eventually("no lease under another name") {
                try desk.number("SELECT count(*) FROM worker WHERE lease_until > 0") == before
            }
            try await desk.waitUntilPublished()
            // Nothing is counted as unconfirmed any more: it stops without waiting for anything.
            let clock = ContinuousClock()
            let start = clock.now
            try await desk.worker().stop()
            #expect(clock.now - start < .seconds(8))
        }
    }

    @Test("what a worker that vanished had not published is published by another")
    func orphans() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            let body = MessagePost(session: session.id, text: "left behind")
            _ = try desk.store.transaction(StoreView(), worker: "vanished", at: .now) {
                transaction throws(StoreError) in
                _ = try transaction.refresh(session.channel)
                let key = CommandKey(
                    address: session.channel.text, login: "x", actor: .visitor, subject: "", messageID: "x")
                _ = try transaction.decide(
                    CommandRequest(actor: .visitor, key: key, command: .post(body)), on: session.channel,
                    cause: Transaction.Cause(messageID: "x"))
            }
            try await desk.tap.wait(for: "event") { String(decoding: $0.body, as: UTF8.self).contains("left behind") }
            try await desk.waitUntilPublished()
        }
    }

    private static func texts(_ events: [Event]) -> [String] {
        events.compactMap { if case .posted(let message) = $0.data { message.text } else { nil } }
    }

    private static func lines(_ ids: [String], _ session: OpenSession, _ desk: TestDesk) throws -> [Publishing] {
        try ids.map { id in
            try desk.caller.command(
                .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: id),
                key: session.key, id: id)
        }
    }

    /// All lines are answered, kept once and in order.
    private static func expectAll(_ ids: [String], _ session: OpenSession, _ desk: TestDesk) async throws {
        for id in ids {
            #expect(try await desk.caller.answer(to: id, "message.post").refusalCode() == nil)
        }
        let events = try desk.events(of: session.id)
        expectSound(events)
        #expect(texts(events) == ids)
    }
}

/// Holds a database's write lock, on a connection and a thread of its own.
private final class Lock: Sendable {
    private let isHeld = Mutex(false)
    private let isOver = Mutex(false)

    init(_ path: String) async throws {
        let store = try Store(path: path)
        let thread = Thread { [self] in
            try? store.write { _ in
                isHeld.withLock { $0 = true }
                while !isOver.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
            }
            try? store.close()
        }
        thread.start()
        try await eventually("the store was not locked") { isHeld.withLock { $0 } }
    }

    func release() { isOver.withLock { $0 = true } }
}
