import ChatContract
import Testing

@testable import ChatCore

@Suite("Reports: the worked examples")
struct WorkedExampleTests {
    @Test("1: plain")
    func plain() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(question: "v")
        fixture.at(20)
        fixture.pickUp(session, by: "anna")
        fixture.at(35)
        fixture.post(in: session, by: .agent("anna"))
        fixture.at(60)
        fixture.post(in: session, by: .visitor)
        fixture.at(70)
        fixture.post(in: session, by: .visitor)
        fixture.at(100)
        fixture.post(in: session, by: .agent("anna"))
        fixture.at(300)
        fixture.close(session, by: .visitor)
        let total = try fixture.report().total
        let sessions = try #require(total.sessions)
        #expect(sessions.firstWait.mean == 20 && sessions.queue.wait.maximum == 20)
        #expect(total.firstResponse.mean == 35 && total.firstResponse.count == 1)
        #expect(total.legs.response.mean == 40 && total.legs.response.count == 1 && total.legs.response.p50 == nil)
        #expect(sessions.duration.mean == 300 && total.legs.handle.mean == 280)
        #expect(sessions.activeMean == 100)
        #expect(sessions.outcomes.completed == 1 && sessions.ended == 1 && sessions.incoming == 1)
        #expect(sessions.serviceLevel.value == 1 && sessions.serviceLevel.variant == .abandonedWithinIgnored)
        #expect(sessions.abandonRate == 0)
        let p90 = try #require(sessions.duration.p90)
        #expect(abs(p90 - 300) <= 3)
    }

    @Test("2: a short abandon counts neither for nor against, a longer one does")
    func abandoned() throws {
        var fixture = DeskFixture()
        let short = try fixture.open("a")
        fixture.at(8)
        fixture.close(short, by: .visitor)
        var sessions = try #require(try fixture.report().total.sessions)
        #expect(sessions.outcomes.abandonedShort == 1 && sessions.outcomes.abandoned == 0)
        #expect(sessions.abandonRate == nil && sessions.serviceLevel.shortAbandoned == 1)
        let long = try fixture.open("b")
        fixture.at(20)
        fixture.close(long, by: .visitor)
        sessions = try #require(try fixture.report().total.sessions)
        #expect(sessions.outcomes.abandonedShort == 1 && sessions.outcomes.abandoned == 1)
        #expect(sessions.abandonRate == 1)
        #expect(sessions.serviceLevel.value == nil, "both left within the target")
        let later = try fixture.conversation("c")
        fixture.send(.requeue(SessionReference(session: later)), by: .agent("anna"))
        fixture.close(later, by: .visitor)
        sessions = try #require(try fixture.report().total.sessions)
        #expect(sessions.outcomes.abandonedInTransfer == 1 && sessions.abandonRate == 0.5)
    }

    @Test("3: an offer whose visitor leaves is withdrawn, not missed")
    func withdrawn() throws {
        var offer = Facts.leg(.offer, 1, 2, "support", Facts.at(0), Facts.at(5), .withdrawn)
        offer.agent = "anna"
        let queue = Facts.queue(session: 1, from: 0, to: 5, .abandoned)
        let fixture = DeskFixture()
        var report = try fixture.report(by: .agent, plus: [.legEnded(offer), .legEnded(queue)])
        let anna = try #require(report.groups.first { $0.key == "anna" })
        #expect(anna.figures.offers.withdrawn == 1 && anna.figures.offers.missed == 0)
        #expect(anna.figures.offers.offered == 1 && anna.figures.offers.acceptRate == nil)
        #expect(report.total.sessions?.queue.abandoned == 1)
        var others: [StatisticEvent] = []
        for (index, reason) in [LegEnded.Reason.accepted, .declined, .missed, .missed].enumerated() {
            var leg = Facts.leg(.offer, 2, index, "support", Facts.at(9), Facts.at(9), reason)
            leg.agent = "anna"
            others.append(.legEnded(leg))
        }
        report = try fixture.report(by: .agent, plus: [.legEnded(offer)] + others)
        #expect(report.total.offers.acceptRate == 0.25 && report.total.offers.offered == 5)
    }

    @Test("4: utilisation 50 %, occupancy 66.7 %, concurrency 1.5 online and 2.25 while busy, at most 3")
    func utilisation() throws {
        var fixture = DeskFixture(.quiet)
        fixture.addAgent("zoe", capacity: 3)
        fixture.addMember(Member(channel: "support", agent: "zoe"))
        let first = try fixture.conversation("a", with: "zoe")
        let second = try fixture.conversation("b", with: "zoe")
        fixture.at(30 * 60)
        let third = try fixture.conversation("c", with: "zoe")
        fixture.at(40 * 60)
        for session in [first, second, third] { fixture.close(session, by: .agent("zoe")) }
        fixture.at(60 * 60)
        // The last stretch still runs.
        let report = try fixture.report(by: .agent)
        let zoe = try #require(report.groups.first { $0.key == "zoe" }?.figures)
        let time = try #require(zoe.time)
        #expect(time.available == 3600 && time.disconnected == 0 && time.online == 3600)
        #expect(time.utilisation == 0.5)
        #expect(time.occupancy == 40.0 / 60)
        #expect(time.concurrency == 1.5 && time.busyConcurrency == 2.25 && time.maximum == 3)
        #expect(zoe.legs.count == 3 && zoe.sessions == nil)
        // Half of the hour: what overlaps is cut.
        let half = try fixture.report(by: .agent, to: "2026-11-22T12:30:00Z")
        let part = try #require(half.groups.first { $0.key == "zoe" }?.figures.time)
        #expect(part.available == 1800 && part.concurrency == 2 && part.maximum == 2)
        // Nobody else has a limit, so there are no slots to use.
        #expect(try #require(report.groups.first { $0.key == "anna" }?.figures.time).utilisation == nil)
    }

    @Test("5: the day on which the clock goes back has 25 hours, two of them named 02, and a wait over it 3 hours")
    func autumn() throws {
        var fixture = DeskFixture()
        // 01:30 in summer to 03:30 in winter time.
        fixture.now = "2026-10-24T23:30:00Z"
        let session = try fixture.open("a")
        fixture.now = "2026-10-25T00:30:00Z"
        let early = try fixture.open("b")
        fixture.now = "2026-10-25T01:30:00Z"
        let late = try fixture.open("c")
        fixture.now = "2026-10-25T02:30:00Z"
        for waiting in [session, early, late] { fixture.pickUp(waiting, by: "anna") }
        let dashboard = try fixture.dashboard(zone: "Europe/Oslo")
        #expect(dashboard.waitMaximum == 10_800)
        #expect(dashboard.waitAverage == 7200)
        #expect(dashboard.traffic.map(\.hour) == Array(0..<24))
        #expect(dashboard.traffic[1].incoming == 1 && dashboard.traffic[2].incoming == 2)
        #expect(dashboard.traffic[3].active == 3 && dashboard.started == 3)
        let zone = try #require(ReportingZone(name: "Europe/Oslo"))
        let start = zone.days.dayStart(containing: fixture.now)
        #expect(zone.days.nextDay(after: fixture.now) - start == .minutes(25 * 60))
        // Kathmandu is 5:45 ahead: its midnight lies on a quarter that no hour of UTC begins with.
        #expect(try fixture.dashboard(zone: "Asia/Kathmandu").started == 3)
        let kathmandu = try fixture.dashboard(zone: "Asia/Kathmandu")
        #expect(kathmandu.traffic[5].incoming == 1 && kathmandu.traffic[6].incoming == 1)
        #expect(kathmandu.traffic[8].active == 3)
    }

    @Test("6: bot then human: first response from the hand-off, its own leg, counted as handed off")
    func bot() throws {
        let bot = Facts.leg(.bot, 1, 1, "support", Facts.at(0), Facts.at(45), .handedOff)
        var queue = Facts.queue(session: 1, leg: 2, from: 45, to: 50, .accepted)
        queue.isFirst = true
        var ended = SessionEnded(
            channel: "support", session: Facts.id(1), n: 1, outcome: .completed, by: .agent, openedAt: Facts.at(0),
            queuedAt: Facts.at(45), firstAcceptedAt: Facts.at(50), endedAt: Facts.at(90), shortAbandon: false,
            queueLegs: 1, agentLegs: 1, wait: .seconds(5), firstWait: .seconds(5), firstResponse: .seconds(15),
            handle: .seconds(40), active: .zero, wall: .seconds(45), visitorMessages: 1, agentMessages: 1,
            unansweredAtClose: false)
        ended.handedOffAt = Facts.at(45)
        let fixture = DeskFixture()
        let total = try fixture.report(plus: [.legEnded(bot), .legEnded(queue), .sessionEnded(ended)]).total
        #expect(total.firstResponse.mean == 15 && total.sessions?.firstWait.mean == 5)
        #expect(total.sessions?.botMean == 45 && total.sessions?.handedOff == 1)
        #expect(total.sessions?.incoming == 1 && total.sessions?.serviceLevel.answeredWithin == 1)
    }
}
