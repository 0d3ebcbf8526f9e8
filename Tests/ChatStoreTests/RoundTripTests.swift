import ChatContract
import ChatCore
import Testing

@testable import ChatStore

/// Whatever is decided, the store reads back what the worker holds in memory.
@Suite("Round trip")
struct RoundTripTests {
    @Test("after random decisions, refreshed and freshly read views equal the worker's own", arguments: 1...6)
    func views(seed: UInt64) throws {
        let fixture = try StoreFixture()
        let other = try fixture.secondStore()
        defer { try? other.close() }
        var random = SeededRandom(seed: seed)
        let refreshed = StoreView()
        var sessions: [(id: SessionID, channel: ChannelHandle)] = []
        for number in 0..<200 {
            fixture.now = fixture.now + .milliseconds(Int64.random(in: 0...3_000, using: &random))
            if sessions.isEmpty || Int.random(in: 0..<6, using: &random) == 0 {
                let channel = try #require(StoreFixture.channels.randomElement(using: &random))
                let visitor = "visitor\(Int.random(in: 0..<8, using: &random))"
                let id = try fixture.open(visitor, on: channel, question: Bool.random(using: &random) ? "Hi" : nil)
                sessions.append((id, channel))
            } else {
                try step(fixture, sessions, &random)
            }
            try compare(fixture, other, refreshed, "seed \(seed), step \(number)")
        }
        #expect(try fixture.number("SELECT count(*) FROM event") > 50)
        let gaps = """
            SELECT count(*) FROM session s
            WHERE seq != (SELECT count(*) FROM event e WHERE e.session = s.number)
               OR seq != (SELECT max(seq) FROM event e WHERE e.session = s.number)
            """
        #expect(try fixture.number(gaps) == 0)
    }

    private func step(
        _ fixture: StoreFixture, _ sessions: [(id: SessionID, channel: ChannelHandle)], _ random: inout SeededRandom
    ) throws {
        let agent = try #require(StoreFixture.agents.randomElement(using: &random))
        let target = try #require(StoreFixture.agents.randomElement(using: &random))
        let (session, channel) = try #require(sessions.randomElement(using: &random))
        let reference = SessionReference(session: session)
        let post = MessagePost(session: session, text: "line \(Int.random(in: 0..<1000, using: &random))")
        let connection = "c\(Int.random(in: 0..<3, using: &random))"
        let commands: [(ChannelCommand, Actor)] = [
            (.pickUp(reference), .agent(agent)), (.pickUp(reference), .agent(agent)), (.post(post), .visitor),
            (.post(post), .agent(agent)), (.post(post), .visitor), (.close(reference), .visitor),
            (.requestTransfer(TransferRequest(session: session, agent: target)), .agent(agent)),
            (.acceptTransfer(reference), .agent(agent)), (.rejectTransfer(reference), .agent(agent)),
            (.takeOver(reference), .agent("mia")), (.listen(reference), .agent("mia")),
            (.unlisten(reference), .agent(agent)), (.requeue(reference), .agent(agent)),
            (.read(MessageRead(session: session, through: Int64.random(in: 0..<30, using: &random))), .visitor),
            (.read(MessageRead(session: session, through: Int64.random(in: 0..<30, using: &random))), .agent(agent)),
            (.detach(SessionDetach(session: session, gateway: "edge", connection: connection)), .visitor),
            (
                .attach(SessionAttach(session: session, gateway: "edge", connection: connection, after: 0)), .visitor
            ),
        ]
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            try fixture.control(.pickUpNext(SessionPickUpNext()), by: .agent(agent))
        case 1:
            let status: WantedPresence = Bool.random(using: &random) ? .present : .away
            try fixture.control(.setPresence(PresenceSet(status: status)), by: .agent(agent))
        case 2:
            for timer in try fixture.store.dueTimers(at: fixture.now) {
                try fixture.commit { transaction throws(StoreError) in _ = try transaction.fire(timer) }
            }
        case 3:
            var save = AgentSave(agent: agent)
            save.capacity = Int.random(in: 0...3, using: &random)
            try fixture.apply(.saveAgent(save))
        default:
            let (command, actor) = try #require(commands.randomElement(using: &random))
            try fixture.send(command, by: actor, on: channel)
        }
    }

    private func compare(
        _ fixture: StoreFixture, _ other: Store, _ refreshed: StoreView, _ comment: Comment
    ) throws {
        let fresh = StoreView()
        for view in [refreshed, fresh, fixture.view] {
            let store = view === fixture.view ? fixture.store : other
            try store.transaction(view, worker: "b", at: fixture.now) { transaction throws(StoreError) in
                for channel in StoreFixture.channels { _ = try transaction.refresh(channel) }
            }
        }
        for view in [refreshed, fresh] {
            for channel in StoreFixture.channels {
                #expect(view.desk(channel) == fixture.view.desk(channel), comment)
            }
            #expect(view.roster == fixture.view.roster, comment)
            #expect(view.registry == fixture.view.registry, comment)
        }
        // Load is what is held, never a figure of its own (guarantee 5).
        for (agent, state) in fresh.roster.agents {
            let owned = StoreFixture.channels.compactMap(fresh.desk).flatMap(\.sessions.values).filter {
                $0.owner == agent
            }
            #expect(Set(owned.map(\.id)) == Set(state.held.keys), comment)
            #expect(Set(state.held.values.map(\.rank)).count == state.held.count, comment)
        }
    }
}
