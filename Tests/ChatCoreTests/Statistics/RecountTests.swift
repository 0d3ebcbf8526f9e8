import ChatContract
import Testing

@testable import ChatCore

/// The oracle against what the desk recorded while it ran (guarantee 22).
@Suite("Recount")
struct RecountTests {
    @Test("the recorded facts of random runs are those that follow from their events", arguments: 1...6)
    func randomRuns(_ seed: UInt64) throws {
        var run = RandomRun(seed: seed, clockGoesBack: seed % 3 == 0)
        for _ in 1...4000 { run.step() }
        let recorded = Dictionary(grouping: run.fixture.statistics, by: \.session)
        var compared = 0
        var unknown = 0
        for (session, events) in Dictionary(grouping: run.fixture.events.map(\.event), by: \.session) {
            var recount = Recount(goneAfter: .seconds(300))
            for event in events { recount.take(event) }
            let facts = recorded[session] ?? []
            #expect(recount.differences(from: facts) == [], "seed \(seed)")
            compared += facts.count
            if recount.hasUnknownEnd { unknown += 1 }
        }
        #expect(compared > 300 && unknown * 20 < compared)
    }

    @Test("what was recorded otherwise is named, with the field and both values")
    func differences() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(question: "v")
        fixture.advance(.seconds(20))
        fixture.pickUp(session, by: "anna")
        fixture.advance(.seconds(10))
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .agent("anna"))
        var recount = Recount(goneAfter: .seconds(300))
        for event in fixture.events(of: session) { recount.take(event) }
        let facts = fixture.statistics
        #expect(recount.differences(from: facts) == [])
        func changed(_ change: (inout LegEnded) -> Void) -> [StatisticEvent] {
            facts.map { event in
                guard case .legEnded(var leg) = event, leg.kind == .agent else { return event }
                change(&leg)
                return .legEnded(leg)
            }
        }
        #expect(
            recount.differences(from: changed { $0.agent = "ben" })
                == ["\(session).leg.2: agent is ben, by the events anna"])
        #expect(
            recount.differences(from: changed { $0.firstResponseMilliseconds = nil })
                == ["\(session).leg.2: firstResponseMilliseconds is nothing, by the events 30000"])
        #expect(recount.differences(from: Array(facts.dropLast())).count == 1)
        #expect(recount.differences(from: []).count == 3)
        #expect(
            recount.differences(from: facts + [.legEnded(Facts.queue(session: 7, leg: 3, from: 0, to: 1, .closed))])
                .count == 1)
    }

    @Test("6: a bot's lines are no answers, and the visitor's wait for people counts from the hand-over")
    func firstAnswer() throws {
        var fixture = DeskFixture(Channel(channel: "support", name: "Support", welcomeMessage: "counts for nothing"))
        let session = try fixture.conversation()
        fixture.advance(.seconds(5))
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(7))
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        var recount = Recount(goneAfter: .seconds(300))
        for event in fixture.events(of: session) {
            recount.take(event)
            guard case .opened = event.data else { continue }
            // A bot's greeting, which nobody waits for.
            var greeting = event
            greeting.actor = .bot("echo")
            greeting.data = .posted(Message(text: "hi", kind: .bot, from: .bot))
            recount.take(greeting)
        }
        let ended = try #require(recount.ended)
        #expect(ended.firstResponseMilliseconds == 7000 && ended.firstResponseBy == "anna")
        #expect(ended.agentMessages == 1 && ended.agent == "anna")
    }
}

extension StatisticEvent {
    /// Of which session it tells.
    var session: SessionID? {
        switch self {
        case .legEnded(let leg): leg.session
        case .sessionEnded(let ended): ended.session
        case .agentInterval: nil
        }
    }
}
