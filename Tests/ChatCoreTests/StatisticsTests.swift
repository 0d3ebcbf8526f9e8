import ChatContract
import Testing

@testable import ChatCore

@Suite("Figures: the worked examples")
struct StatisticsTests {
    /// Does things at the seconds that the examples name.
    private func at(_ second: Int, _ fixture: inout DeskFixture) {
        fixture.advance(DeskFixture.start + .seconds(second) - fixture.now)
    }

    @Test("1: plain")
    func plain() throws {
        var fixture = DeskFixture(Channel(channel: "support", name: "Support", welcomeMessage: "counts for nothing"))
        let session = try fixture.open(question: "v")
        at(20, &fixture)
        fixture.pickUp(session, by: "anna")
        at(35, &fixture)
        fixture.post("a", in: session, by: .agent("anna"))
        for second in [60, 70] {
            at(second, &fixture)
            fixture.post("v", in: session, by: .visitor)
        }
        at(100, &fixture)
        fixture.post("a", in: session, by: .agent("anna"))
        at(300, &fixture)
        fixture.close(session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.waitMilliseconds == 20_000 && ending.firstWaitMilliseconds == 20_000)
        #expect(ending.firstResponseMilliseconds == 35_000)
        #expect(ending.wallMilliseconds == 300_000 && ending.handleMilliseconds == 280_000)
        #expect(ending.activeMilliseconds == 100_000)
        #expect(ending.outcome == .completed && !ending.unansweredAtClose && !ending.shortAbandon)
        #expect((ending.visitorMessages, ending.agentMessages) == (3, 2))
        #expect((ending.queueLegs, ending.agentLegs) == (1, 1))
        let legs = fixture.legs(of: session)
        #expect(legs.map(\.kind) == [.queue, .agent] && legs.map(\.leg) == [1, 2])
        #expect(legs.map(\.reason) == [.accepted, .closed])
        #expect(legs.first?.waitMilliseconds == 20_000)
        let leg = try #require(legs.last)
        #expect(leg.agent == "anna" && leg.how == .pickUp && leg.messages == 2)
        #expect(leg.handleMilliseconds == 280_000 && leg.activeMilliseconds == 100_000)
        #expect(leg.firstResponseMilliseconds == 35_000)
        #expect(leg.responses == LegEnded.Responses(count: 1, sumMilliseconds: 40_000, maxMilliseconds: 40_000))
    }

    @Test("2: abandoned, short at 8 s and at 10, not at 12", arguments: [(8, true), (10, true), (12, false)])
    func abandoned(_ second: Int, _ isShort: Bool) throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        at(second, &fixture)
        fixture.close(session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.outcome == .abandoned && ending.shortAbandon == isShort)
        #expect(ending.waitMilliseconds == Int64(second) * 1000)
        #expect(fixture.legs(of: session).map(\.reason) == [.abandoned])
        #expect(fixture.status(session) == .closedFromQueue)
    }

    @Test("2: a short stay in a later queue leg is no short abandon")
    func abandonedLater() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        at(2, &fixture)
        fixture.pickUp(session, by: "anna")
        at(4, &fixture)
        fixture.send(.requeue(SessionReference(session: session)), by: .agent("anna"))
        at(6, &fixture)
        fixture.close(session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.outcome == .abandoned && !ending.shortAbandon && ending.queueLegs == 2)
        #expect(ending.waitMilliseconds == 4_000 && ending.firstWaitMilliseconds == 2_000)
        #expect(ending.handleMilliseconds == 2_000 && ending.wallMilliseconds == 6_000)
    }

    @Test("4: utilisation 50 %, occupancy 66.7 %, concurrency 1.5 over online and 2.25 while busy, at most 3")
    func utilisation() throws {
        var fixture = DeskFixture(.quiet)
        fixture.addAgent("zoe", capacity: 3)
        fixture.addMember(Member(channel: "support", agent: "zoe"))
        let first = try fixture.conversation("a", with: "zoe")
        let second = try fixture.conversation("b", with: "zoe")
        at(30 * 60, &fixture)
        let third = try fixture.conversation("c", with: "zoe")
        at(40 * 60, &fixture)
        for session in [first, second, third] { fixture.close(session, by: .agent("zoe")) }
        at(60 * 60, &fixture)
        fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("zoe"))
        let intervals = fixture.intervals(of: "zoe")
        func minutes(_ value: (AgentInterval) -> Int) -> Int64 {
            intervals.reduce(0) { $0 + Int64(value($1)) * ($1.to - $1.from).milliseconds } / 60_000
        }
        #expect(minutes { $0.held } == 90)
        #expect(minutes { $0.capacity ?? 0 } == 180)
        #expect(minutes { $0.held > 0 ? 1 : 0 } == 40)
        #expect(minutes { _ in 1 } == 60)
        #expect(intervals.map(\.held).max() == 3)
        #expect(intervals.allSatisfy { $0.effective == .present })
    }

    @Test("a run counts from the first unanswered line; runs open at the end give no response time")
    func runs() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        at(10, &fixture)
        fixture.post(in: session, by: .agent("anna"))
        for second in [20, 40, 60] {
            at(second, &fixture)
            fixture.post(in: session, by: .visitor)
        }
        at(70, &fixture)
        fixture.post(in: session, by: .agent("anna"))
        at(75, &fixture)
        fixture.post(in: session, by: .agent("anna"))
        at(80, &fixture)
        fixture.post(in: session, by: .visitor)
        at(1000, &fixture)
        fixture.close(session, by: .visitor)
        let leg = try #require(fixture.legs(of: session).last)
        #expect(leg.responses == LegEnded.Responses(count: 1, sumMilliseconds: 50_000, maxMilliseconds: 50_000))
        #expect(leg.firstResponseMilliseconds == 10_000)
        let ending = try fixture.ending(of: session)
        #expect(ending.unansweredAtClose && ending.outcome == .dropped)
        #expect(ending.activeMilliseconds == 80_000, "silence after the last message is not active")
    }

    @Test("a gap counts as active up to five minutes")
    func activeCap() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        at(1000, &fixture)
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        #expect(try fixture.ending(of: session).activeMilliseconds == 300_000)
    }

    @Test("after a transfer the new agent's first response counts from the transfer or the first unanswered line")
    func legFirstResponse() throws {
        for (visitorWrites, expected): (Int, Int64) in [(30, 20_000), (45, 5_000)] {
            var fixture = DeskFixture()
            let session = try fixture.open(question: "v")
            fixture.pickUp(session, by: "anna")
            at(10, &fixture)
            fixture.post(in: session, by: .agent("anna"))
            at(20, &fixture)
            fixture.askTransfer(session, to: "ben", by: "anna")
            if visitorWrites < 40 { at(25, &fixture); fixture.post(in: session, by: .visitor) }
            at(30, &fixture)
            fixture.send(.acceptTransfer(SessionReference(session: session)), by: .agent("ben"))
            if visitorWrites > 40 { at(45, &fixture); fixture.post(in: session, by: .visitor) }
            at(50, &fixture)
            fixture.post(in: session, by: .agent("ben"))
            fixture.close(session, by: .visitor)
            let leg = try #require(fixture.legs(of: session).last)
            #expect(leg.agent == "ben" && leg.how == .transfer)
            #expect(leg.firstResponseMilliseconds == expected)
            #expect(try fixture.ending(of: session).firstResponseMilliseconds == 10_000)
        }
    }

    @Test("credit goes to who wrote: each leg to its agent (guarantee 23)")
    func credit() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(question: "v")
        at(5, &fixture)
        fixture.pickUp(session, by: "anna")
        fixture.post(in: session, by: .agent("anna"))
        at(15, &fixture)
        fixture.send(.takeOver(SessionReference(session: session)), by: .agent("mia"))
        fixture.post(in: session, by: .agent("mia"))
        fixture.post(in: session, by: .agent("mia"))
        at(45, &fixture)
        fixture.close(session, by: .agent("mia"))
        let legs = fixture.legs(of: session)
        #expect(legs.map(\.agent) == [nil, "anna", "mia"])
        #expect(legs.map(\.handleMilliseconds) == [nil, 10_000, 30_000])
        #expect(legs.map(\.messages) == [nil, 1, 2])
        #expect(legs.map(\.reason) == [.accepted, .takenOver, .closed])
        #expect(legs.map(\.how) == [nil, .pickUp, .takeOver])
    }

    @Test("sessions that never waited stand outside the partition")
    func neverStarted() throws {
        var fixture = DeskFixture()
        fixture.sendEverybodyAway()
        let session = try fixture.open()
        fixture.close(session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.queuedAt == nil && ending.wallMilliseconds == nil && ending.firstWaitMilliseconds == nil)
        #expect(ending.queueLegs == 0 && fixture.legs(of: session).isEmpty)
        #expect(ending.outcome == .offline)
    }
}
