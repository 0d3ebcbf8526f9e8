import ChatContract
import ChatCore
import Testing

@testable import ChatStore

/// What a worker sees of a store that fails, and of settings that change within a batch.
@Suite("Gate") struct GateTests {
    /// Fails where it is told to.
    ///
    /// `@unchecked Sendable`: used by one test on one thread.
    private final class Faulty: StoreGate, @unchecked Sendable {
        enum Place { case begin, commit, end }
        var failsAt: Place?

        private func fail(at place: Place) throws(StoreError) {
            if failsAt == place { throw StoreError(.unavailable, "on purpose") }
        }

        func begin() throws(StoreError) { try fail(at: .begin) }
        func look() throws(StoreError) {}
        func connection(_ sql: any SQLConnection) -> any SQLConnection { sql }
        func commit() throws(StoreError) { try fail(at: .commit) }
        func end() throws(StoreError) { try fail(at: .end) }
    }

    private func open(_ body: SessionOpen, in transaction: Transaction) throws(StoreError) -> CommandOutcome {
        guard try transaction.refresh("support") else { throw StoreError(.internal, "no channel") }
        let key = CommandKey(
            address: "support", login: "worker", actor: .visitor, subject: body.visitorId, messageID: "m")
        return try transaction.decide(
            CommandRequest(actor: .visitor, key: key, command: .open(body)), on: "support",
            cause: Transaction.Cause(messageID: "m"))
    }

    private func count(_ store: Store) throws -> Int64? {
        try store.read { sql throws(StoreError) in try sql.first("SELECT count(*) FROM outbox") { $0.integer(0) } }
    }

    @Test("A commit whose answer is lost leaves its outbox, and that can be looked at", arguments: [true, false])
    func lostAnswer(isInMemory: Bool) throws {
        let fixture = try StoreFixture()
        let plain = isInMemory ? try Store(inMemory: Array(repeating: 7, count: 32)) : fixture.store
        if isInMemory {
            let view = StoreView()
            try plain.transaction(view, worker: "apply", at: fixture.now) { transaction throws(StoreError) in
                _ = try transaction.decide(
                    .saveChannel(Channel(channel: "support", name: "Support")), by: .system("apply"),
                    key: CommandKey(
                        address: "control", login: "apply", actor: .system("apply"), subject: "", messageID: "1"),
                    cause: Transaction.Cause(messageID: "1"))
            }
        }
        let gate = Faulty()
        let store = Store(plain, through: gate)
        let before = try #require(try count(plain))
        let body = SessionOpen(visitorId: "browser-secret-of-somebody-----")
        for (place, left) in [(Faulty.Place.begin, Int64(0)), (.commit, 0), (.end, 1)] {
            gate.failsAt = place
            #expect(throws: StoreError.self) {
                try store.transaction(StoreView(), worker: "late", at: fixture.now) { transaction throws(StoreError) in
                    try open(body, in: transaction)
                }
            }
            #expect(try count(plain) == before + left, "failed at \(place)")
        }
        #expect(try plain.unpublished(by: "late").count == 1)
        #expect(try plain.unpublished(by: "other").isEmpty)
    }

    /// Reproducer: a channel's desk that was at hand went by the old members until the batch was written, one that was
    /// loaded later in the batch went by the new ones.
    @Test("Members count from their command on, whether the desk was at hand or not", arguments: [true, false])
    func membersWithinABatch(isAtHand: Bool) throws {
        let fixture = try StoreFixture()
        let view = StoreView()
        if isAtHand {
            try fixture.store.transaction(view, worker: "a", at: fixture.now) { transaction throws(StoreError) in
                _ = try transaction.refresh("support")
            }
        }
        let outcome = try fixture.store.transaction(view, worker: "a", at: fixture.now) {
            transaction throws(StoreError) in
            for agent in StoreFixture.agents {
                _ = try transaction.decide(
                    .removeMember(MemberReference(channel: "support", agent: agent)), by: .system("apply"),
                    key: CommandKey(
                        address: "control", login: "apply", actor: .system("apply"), subject: "",
                        messageID: agent.text), cause: Transaction.Cause(messageID: agent.text))
            }
            return try open(SessionOpen(visitorId: "browser-secret-of-somebody-----"), in: transaction)
        }.value
        guard case .done(let status, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(status == .offlineForm, "nobody is left on the channel")
    }

    /// Reproducer: the sessions that a deletion closed had no new version, so a worker that slept over it all kept them.
    @Test("Who sleeps while a channel is deleted and made anew does not keep its sessions", arguments: [true, false])
    func deletedAndMadeAnew(inOneBatch: Bool) throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let asleep = StoreView()
        func look(_ view: StoreView) throws {
            try fixture.store.transaction(view, worker: "b", at: fixture.now) { transaction throws(StoreError) in
                _ = try transaction.refresh("support")
            }
        }
        try look(asleep)
        #expect(asleep.desk("support")?[session] != nil)
        let commands: [ControlCommand] = [
            .deleteChannel(ChannelDelete(channel: "support", force: true)),
            .saveChannel(Channel(channel: "support", name: "Support")),
        ]
        for batch in inOneBatch ? [commands] : commands.map({ [$0] }) {
            try fixture.commit { transaction throws(StoreError) in
                for command in batch {
                    _ = try transaction.decide(
                        command, by: .system("apply"), key: fixture.key("control", .system("apply")),
                        cause: Transaction.Cause(messageID: "m"))
                }
            }
        }
        try look(asleep)
        try look(fixture.view)
        #expect(asleep.desk("support")?.sessions.isEmpty == true)
        #expect(fixture.view.desk("support") == asleep.desk("support"))
        #expect(try fixture.session(session).status == .closedFromQueue)
    }
}
