import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("Copies of registry and roster")
struct DeskCopiesTests {
    /// What a reader with copies sees is what stands in the tables.
    private func expectTrue(_ fixture: StoreFixture, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let seen = try fixture.store.look { reader throws(StoreError) in (try reader.registry(), try reader.roster()) }
        let stored = try fixture.store.read { sql throws(StoreError) in
            (try StoreReader(sql).registry(), try StoreReader(sql).roster())
        }
        #expect(seen.0 == stored.0, sourceLocation: sourceLocation)
        #expect(seen.1 == stored.1, sourceLocation: sourceLocation)
    }

    @Test("each change is seen by the next query: settings, members, agents who come, change and go, chats, presence")
    func changes() throws {
        let fixture = try StoreFixture()
        try expectTrue(fixture)
        let session = try fixture.open()
        try expectTrue(fixture)
        _ = try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        try expectTrue(fixture)
        try fixture.apply(.saveChannel(Channel(channel: "returns", name: "Returns")))
        try expectTrue(fixture)
        try fixture.apply(.saveAgent(AgentSave(agent: "dora")))
        try fixture.apply(.saveMember(Member(channel: "returns", agent: "dora", respond: true)))
        try expectTrue(fixture)
        try fixture.apply(.removeAgent(AgentReference(agent: "dora")))
        try expectTrue(fixture)
        _ = try fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("anna"))
        try expectTrue(fixture)
    }

    @Test("only what changed is read: a query after another agent's change reads one row of agents")
    func cost() throws {
        let fixture = try StoreFixture()
        let copies = DeskCopies()
        func rowsRead() throws -> Int {
            try fixture.store.read { sql throws(StoreError) in
                let spy = RowSpy(sql)
                _ = try StoreReader(spy, copies).roster()
                return spy.agents
            }
        }
        #expect(try rowsRead() == StoreFixture.agents.count)
        #expect(try rowsRead() == 0)
        _ = try fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("anna"))
        #expect(try rowsRead() == 1)
    }

    @Test("a look asks once how far the tables are, whatever it reads of them")
    func revisionsOnce() throws {
        let fixture = try StoreFixture()
        let copies = DeskCopies()
        let queries = try fixture.store.read { sql throws(StoreError) in
            let spy = RowSpy(sql)
            let reader = StoreReader(spy, copies)
            _ = try reader.registry()
            _ = try reader.roster()
            _ = try reader.isAttended("support")
            return spy.revisionQueries
        }
        #expect(queries == 1)
    }

    /// Counts the rows of agents that are read, and how often the revisions are asked for.
    private final class RowSpy: SQLConnection {
        private let sql: any SQLConnection
        var agents = 0
        var revisionQueries = 0

        init(_ sql: any SQLConnection) { self.sql = sql }

        func execute(_ text: String, _ values: [SQLValue]) throws(StoreError) -> Int { try sql.execute(text, values) }
        func insert(_ text: String, _ values: [SQLValue]) throws(StoreError) -> Int64 { try sql.insert(text, values) }

        func query(
            _ text: String, _ values: [SQLValue], _ body: (any SQLRow) throws(StoreError) -> Void
        ) throws(StoreError) {
            if text.contains("FROM revision") { revisionQueries += 1 }
            try sql.query(text, values) { row throws(StoreError) in
                if text.contains("FROM agent") { agents += 1 }
                try body(row)
            }
        }
    }
}
