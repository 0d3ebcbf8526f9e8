import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("The store's file")
struct StoreTests {
    @Test("an acknowledgement survives a power cut: write-ahead log, full synchronisation")
    func durability() throws {
        let fixture = try StoreFixture()
        let durability = try fixture.store.durability()
        #expect(durability.journal == "wal")
        #expect(durability.synchronous == 2)
    }

    @Test("opening a store again changes nothing in it")
    func idempotentMigration() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        let tables = try fixture.number("SELECT count(*) FROM sqlite_master")
        let second = try fixture.secondStore()
        #expect(second.identifiers.sessionKey(of: session) == fixture.store.identifiers.sessionKey(of: session))
        #expect(try fixture.number("SELECT count(*) FROM sqlite_master") == tables)
        try second.close()
    }

    @Test("a store of a newer version is refused and left as it is")
    func newerSchema() throws {
        let fixture = try StoreFixture()
        try fixture.run("UPDATE meta SET value = '99' WHERE name = 'schema'")
        let failure = #expect(throws: StoreError.self) { _ = try fixture.secondStore() }
        #expect(failure?.code == .unavailable)
        #expect(failure?.message.contains("newer") == true)
    }

    @Test("many open a new store at once: one makes it, all see the same secret")
    func openingAtOnce() async throws {
        let fixture = try StoreFixture()
        let path = fixture.path + ".other"
        let session = SessionID(high: 1, low: 2)
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let store = try Store(path: path)
                    defer { try? store.close() }
                    return store.identifiers.sessionKey(of: session)
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }

    @Test("who waits too long for another's lock is told that the store is busy")
    func busy() throws {
        let fixture = try StoreFixture()
        let other = try fixture.secondStore()
        try other.write { _ throws(StoreError) in
            let failure = #expect(throws: StoreError.self) { try fixture.run("DELETE FROM attempt") }
            #expect(failure?.code == .busy)
            #expect(failure?.isRetriable == true)
        }
        try other.close()
    }

    @Test("a visitor has at most one live session on a channel, whatever the program does (guarantee 3)")
    func oneLiveSession() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open()
        try fixture.send(.close(SessionReference(session: session)), by: .visitor)
        #expect(try fixture.open() != session)
        let failure = #expect(throws: StoreError.self) { try fixture.run("UPDATE session SET live = 1") }
        #expect(failure?.code == .constraint)
    }

    @Test("the view transcript reads like a conversation")
    func transcript() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open(question: "Is anybody there?")
        try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        try fixture.send(.post(MessagePost(session: session, text: "Hello")), by: .agent("anna"))
        let lines = try fixture.store.read { sql throws(StoreError) in
            try sql.all(
                "SELECT actor, type, text FROM transcript WHERE session = ? ORDER BY seq", .text(session.description)
            ) { "\($0.text(0)) \($0.text(1)) \($0.text(2))" }
        }
        #expect(
            lines == [
                "visitor session.opened ", "visitor session.queued ", "visitor message.posted Is anybody there?",
                "agent:anna session.assigned ", "agent:anna message.posted Hello",
            ])
    }

    @Test("old commands are forgotten slice by slice, young ones are kept")
    func purge() throws {
        let fixture = try StoreFixture()
        func keep(_ count: Int) throws -> [CommandKey] {
            let keys = (0..<count).map { _ in fixture.key("support", .visitor, "\(UInt64.random(in: 0 ... .max))") }
            try fixture.commit { transaction throws(StoreError) in
                for key in keys {
                    try transaction.keep(
                        .done(status: .inQueue, CommandFacts(seq: 1)), key: key,
                        fingerprint: CommandFingerprint(value: 1))
                }
            }
            return keys
        }
        _ = try keep(300)
        fixture.now = fixture.now + .days(7) + .seconds(1)
        let young = try keep(100)
        var forgotten = 0
        for slice in UInt8.min ... .max {
            forgotten += try fixture.store.purgeCommands(slice: slice, at: fixture.now)
        }
        #expect(forgotten == 300)
        try fixture.commit { transaction throws(StoreError) in
            for key in young { #expect(try transaction.kept(key) != nil) }
        }
    }

    @Test("what is kept of a command is read back as it was")
    func keptCommands() throws {
        let fixture = try StoreFixture()
        let session = SessionID(high: 3, low: 4)
        let outcomes: [CommandOutcome] = [
            .done(status: nil, CommandFacts()),
            .done(status: .userLast, CommandFacts(session: session, seq: 7, request: RequestID(high: 5, low: 6))),
            .refused(status: .customerLast, Refusal(.notAssigned, "it is \"not\" yours")),
            .refused(
                status: nil,
                Refusal(.notInQueue, "taken", field: "x", owner: Refusal.Owner(agent: "anna", nickname: "Anna"))),
        ]
        for outcome in outcomes {
            let key = fixture.key("support", .agent("anna"))
            let fingerprint = CommandFingerprint(value: .min)
            try fixture.commit { transaction throws(StoreError) in
                try transaction.keep(outcome, key: key, fingerprint: fingerprint)
            }
            try fixture.commit { transaction throws(StoreError) in
                #expect(try transaction.kept(key) == KeptCommand(fingerprint: fingerprint, outcome: outcome))
                #expect(try transaction.kept(fixture.key("support", .agent("anna"))) == nil)
            }
        }
    }
}
