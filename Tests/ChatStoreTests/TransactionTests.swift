import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("The transaction")
struct TransactionTests {
    @Test("a refresh sees what another worker wrote")
    func refresh() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let other = try fixture.secondStore()
        let view = StoreView()
        func look() throws -> Session? {
            try other.transaction(view, worker: "b", at: fixture.now) { transaction throws(StoreError) in
                _ = try transaction.refresh("support")
            }
            return view.desk("support")?[session]
        }
        #expect(try look() == fixture.view.desk("support")?[session])
        try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        #expect(try look()?.owner == "anna")
        try fixture.send(.close(SessionReference(session: session)), by: .agent("anna"))
        #expect(try look() == nil)
        try fixture.apply(.deleteChannel(ChannelDelete(channel: "support")))
        #expect(try look() == nil)
        #expect(view.desk("support") == nil)
        try other.close()
    }

    @Test("two workers on one channel at once: one owner, numbers without a gap")
    func twoWorkers() async throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let path = fixture.path
        let now = fixture.now
        let outcomes = try await withThrowingTaskGroup(of: [CommandOutcome].self) { group in
            for (worker, agent) in [("a", "anna"), ("b", "ben"), ("c", "cleo")] as [(String, AgentHandle)] {
                group.addTask {
                    let store = try Store(path: path)
                    defer { try? store.close() }
                    let view = StoreView()
                    var outcomes: [CommandOutcome] = []
                    for number in 0..<40 {
                        let command: ChannelCommand =
                            number == 5
                            ? .pickUp(SessionReference(session: session))
                            : .post(MessagePost(session: session, text: "\(worker)\(number)"))
                        let actor: Actor = number == 5 ? .agent(agent) : .visitor
                        let key = CommandKey(
                            address: "support", login: worker, actor: actor, subject: "", messageID: "\(number)")
                        let committed = try store.transaction(view, worker: worker, at: now) {
                            transaction throws(StoreError) in
                            _ = try transaction.refresh("support")
                            return try transaction.decide(
                                CommandRequest(actor: actor, key: key, command: command), on: "support",
                                cause: Transaction.Cause(messageID: "\(number)"))
                        }
                        if number == 5 { outcomes.append(committed.value) }
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(outcomes.count(where: \.isDone) == 1)
        #expect(try fixture.number("SELECT count(*) FROM event WHERE type = 'session.assigned'") == 1)
        let count = try fixture.number("SELECT count(*) FROM event")
        #expect(count == 2 + 3 * 39 + 1)
        #expect(try fixture.number("SELECT max(seq) FROM event") == count)
    }

    @Test("who decided over an old version is fenced")
    func fence() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        for table in ["channel SET version = version + 1", "revision SET number = number + 1"] {
            let failure = #expect(throws: StoreError.self) {
                try fixture.store.write { sql throws(StoreError) in
                    let transaction = try Transaction(
                        sql, fixture.view, worker: "a", identifiers: fixture.store.identifiers, at: fixture.now)
                    _ = try fixture.decide(
                        .pickUp(SessionReference(session: session)), by: .agent("anna"), in: transaction)
                    try sql.execute("UPDATE \(table)")
                    try transaction.flush()
                }
            }
            #expect(failure?.code == .outdated)
            #expect(failure?.isRetriable == true)
            fixture.view.forgetAll()
        }
        #expect(try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("ben")).isDone)
    }

    @Test("a transaction that fails leaves nothing, and the view is read anew")
    func failure() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let before = try fixture.session(session)
        let events = try fixture.number("SELECT count(*) FROM event")
        let outbox = try fixture.number("SELECT count(*) FROM outbox")
        #expect(throws: StoreError.self) {
            try fixture.commit { transaction throws(StoreError) in
                _ = try fixture.decide(
                    .pickUp(SessionReference(session: session)), by: .agent("anna"), in: transaction)
                throw StoreError(.full, "the disk is full")
            }
        }
        #expect(try fixture.session(session) == before)
        #expect(try fixture.number("SELECT count(*) FROM event") == events)
        #expect(try fixture.number("SELECT count(*) FROM outbox") == outbox)
        #expect(try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("ben")).isDone)
        #expect(fixture.view.roster.agents["anna"]?.held.isEmpty == true)
        #expect(fixture.view.desk("support")?[session]?.owner == "ben")
    }

    @Test("in one batch the next chat for one agent and the same chat for another: one of them has it (guarantee 1)")
    func pickUpNextThenPickUp() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        // A worker that has just begun: it has no desk at hand.
        fixture.view.forgetAll()
        let outcomes = try fixture.commit { transaction throws(StoreError) in
            [
                try transaction.decide(
                    .pickUpNext(SessionPickUpNext()), by: .agent("anna"), key: fixture.key("control", .agent("anna")),
                    cause: Transaction.Cause(messageID: "1")),
                try fixture.decide(.pickUp(SessionReference(session: session)), by: .agent("ben"), in: transaction),
            ]
        }.value
        #expect(outcomes.map(\.isDone) == [true, false])
        #expect(try fixture.session(session).owner == "anna")
        #expect(try fixture.number("SELECT count(*) FROM event WHERE type = 'session.assigned'") == 1)
    }

    @Test("what follows an end in the same batch finds the session over")
    func endThenPost() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let outcomes = try fixture.commit { transaction throws(StoreError) in
            [
                try fixture.decide(.close(SessionReference(session: session)), by: .visitor, in: transaction),
                try fixture.decide(.post(MessagePost(session: session, text: "Hi")), by: .visitor, in: transaction),
                try fixture.decide(.close(SessionReference(session: session)), by: .visitor, in: transaction),
            ]
        }.value
        #expect(outcomes.map(\.isDone) == [true, false, false])
        #expect(try fixture.session(session).status.isLive == false)
    }

    @Test("what a dead worker had not published is taken over, the same to the byte")
    func adoption() throws {
        let fixture = try StoreFixture()
        try fixture.run("DELETE FROM outbox")
        var committed: [OutboxEntry] = []
        var session: SessionID?
        let open = SessionOpen(
            visitorId: String(repeating: "v", count: 30), gateway: "edge", connection: "1", name: "Ola",
            email: "ola@example.com", question: "Hello?")
        committed += try fixture.commit(worker: "dead") { transaction throws(StoreError) in
            guard case .done(_, let facts) = try fixture.decide(.open(open), by: .visitor, in: transaction) else {
                return
            }
            session = facts.session
        }.entries
        let id = try #require(session)
        fixture.now += .seconds(5)
        committed += try fixture.commit(worker: "dead") { transaction throws(StoreError) in
            _ = try fixture.decide(.pickUp(SessionReference(session: id)), by: .agent("anna"), in: transaction)
        }.entries
        fixture.now += .seconds(5)
        committed += try fixture.commit(worker: "dead") { transaction throws(StoreError) in
            _ = try fixture.decide(.close(SessionReference(session: id)), by: .visitor, in: transaction)
            transaction.publish(
                OutboxMessage(
                    exchange: Exchange.dead, routingKey: "channel.support.x", messageID: "dead.1", type: "x",
                    at: transaction.now, body: [0, 255, 10]))
        }.entries
        try fixture.store.register(worker: "heir", name: "heir", lease: .seconds(3), at: fixture.now)
        let standing = try fixture.store.renew(
            worker: "heir", lease: .seconds(3), subscribed: [:], heard: [String](), at: fixture.now)
        #expect(standing.isAlive)
        #expect(standing.adopted.map(\.id) == committed.map(\.id))
        #expect(standing.adopted.flatMap(\.messages) == committed.flatMap(\.messages))
        #expect(committed.flatMap(\.messages).count > 10)
        // Once: whoever looks next finds them in good hands.
        let again = try fixture.store.renew(
            worker: "heir", lease: .seconds(3), subscribed: [:], heard: [String](), at: fixture.now)
        #expect(again.adopted.isEmpty)
        // Numbers of rows that are gone do not come again.
        try fixture.commit { transaction throws(StoreError) in
            try transaction.forget(outbox: committed.map(\.id))
        }
        #expect(try fixture.number("SELECT count(*) FROM outbox") == 0)
        let next = try fixture.commit { transaction throws(StoreError) in
            _ = try fixture.decide(.open(open), by: .visitor, in: transaction)
        }.entries
        #expect(try #require(next.first).id > (try #require(committed.last).id))
    }

    @Test("a lease that was over is not renewed, and its worker is told")
    func lostLease() throws {
        let fixture = try StoreFixture()
        try fixture.store.register(worker: "w", name: "w", lease: .seconds(3), at: fixture.now)
        let late = fixture.now + .seconds(4)
        let standing = try fixture.store.renew(
            worker: "w", lease: .seconds(3), subscribed: [:], heard: [String](), at: late)
        #expect(!standing.isAlive)
        #expect(standing.workers.isEmpty)
    }

    @Test("a timer fires once, whoever fires it, and not when it was moved")
    func timers() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        try fixture.send(.requestTransfer(TransferRequest(session: session, agent: "ben")), by: .agent("anna"))
        fixture.now += .seconds(61)
        let due = try fixture.store.dueTimers(at: fixture.now).filter { $0.kind == .transferExpiry }
        let timer = try #require(due.first)
        var moved = timer
        moved.dueAt += .seconds(1)
        let fired = try [moved, timer, timer].map { timer in
            try fixture.commit { transaction throws(StoreError) in try transaction.fire(timer) }.value
        }
        #expect(fired == [false, true, false])
        #expect(try fixture.session(session).conversation?.transfer == nil)
        #expect(try fixture.number("SELECT count(*) FROM event WHERE type = 'transfer.expired'") == 1)
    }
}

extension Timestamp {
    fileprivate static func += (time: inout Timestamp, span: Span) { time = time + span }
}
