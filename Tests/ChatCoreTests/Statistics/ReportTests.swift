import ChatContract
import Testing

@testable import ChatCore

@Suite("Reports")
struct ReportTests {
    /// Sessions that came, waited 60 s and were taken, at these local times in Oslo.
    private func fixture(_ times: [String]) throws -> (DeskFixture, [StatisticEvent]) {
        var fixture = DeskFixture()
        fixture.now = "2026-11-22T23:00:00Z"
        let events = try times.enumerated().map { index, text in
            let start = try #require(Timestamp(text))
            return StatisticEvent.legEnded(
                Facts.leg(.queue, index, 1, "support", start, start + .seconds(60), .accepted))
        }
        return (fixture, events)
    }

    private let times = [
        "2026-11-02T08:10:00+01:00", "2026-11-02T08:50:00+01:00", "2026-11-08T23:30:00+01:00",
        "2026-11-16T08:05:00+01:00", "2026-10-31T23:50:00+01:00", "2026-11-03T14:00:00+01:00",
    ]

    @Test("sessions by weekday, hour and month of the zone, every group with the rest of the figures")
    func grouping() throws {
        let (fixture, events) = try fixture(times)
        func groups(_ by: Report.Grouping) throws -> [String: Int] {
            let report = try fixture.report(
                by: by, from: "2026-10-25T23:00:00Z", to: "2026-11-22T23:00:00Z", zone: "Europe/Oslo", plus: events)
            #expect(report.total.sessions?.incoming == 6 && report.by == by)
            #expect(report.busiestHour == 8)
            let sums = report.groups.reduce(0) { $0 + ($1.figures.sessions?.firstWait.count ?? 0) }
            #expect(sums == 6)
            return report.groups.reduce(into: [:]) { counts, group in
                let count = group.figures.sessions?.incoming ?? 0
                if count > 0 { counts[group.key] = count }
            }
        }
        #expect(try groups(.weekday) == ["1": 3, "2": 1, "6": 1, "7": 1])
        #expect(try groups(.hour) == ["8": 3, "14": 1, "23": 2])
        #expect(try groups(.month) == ["2026-10": 1, "2026-11": 5])
        #expect(try groups(.channel) == ["support": 6])
    }

    @Test("the mean length of the queue is over time: waits so far are in it, hours to come are not")
    func queueLength() throws {
        var fixture = DeskFixture()
        _ = try fixture.open("a")
        fixture.at(1800)
        _ = try fixture.open("b")
        fixture.at(2700)
        var report = try fixture.report()
        // 12:00 to 12:45: one for 2,700 s, another for 900.
        #expect(report.queueLength[12].average == 3600.0 / 2700)
        #expect(report.queueLength[11].average == 0 && report.queueLength[13].average == nil)
        #expect(report.total.sessions?.queue.enqueued == 2 && report.busiestHour == 12)
        for session in fixture.desk.queue.map(\.session) { fixture.pickUp(session, by: "anna") }
        report = try fixture.report()
        #expect(report.queueLength[12].average == 3600.0 / 2700)
        fixture.at(3600)
        #expect(try fixture.report().queueLength[12].average == 1)
    }

    @Test("ratings by agent and month: asked, given, mean, and the share of 4 and 5")
    func ratings() throws {
        var fixture = DeskFixture()
        fixture.now = "2026-12-24T12:00:00Z"
        var events: [StatisticEvent] = []
        func rate(_ agent: AgentHandle?, _ month: Int, _ rating: Int?) throws {
            let end = try #require(Timestamp("2026-\(month)-10T12:00:00Z"))
            var ended = SessionEnded(
                channel: "support", session: Facts.id(events.count), n: 1, outcome: .completed, by: .agent,
                openedAt: end, queuedAt: end, firstAcceptedAt: end, endedAt: end, shortAbandon: false, queueLegs: 1,
                agentLegs: 1, wait: .zero, firstWait: .zero, firstResponse: nil, handle: .zero, active: .zero,
                wall: .zero, visitorMessages: 0, agentMessages: 0, unansweredAtClose: false)
            ended.agent = agent
            ended.ratingAsked = true
            ended.rating = rating
            events.append(.sessionEnded(ended))
        }
        for rating in [5, 4, 1, nil] { try rate("anna", 11, rating) }
        try rate("anna", 12, 2)
        try rate("ben", 11, nil)
        try rate(nil, 11, 3)
        let report = try fixture.report(
            by: .agent, from: "2026-11-01T00:00:00Z", to: "2027-01-01T00:00:00Z", plus: events)
        #expect(report.ratings.map(\.agent) == [nil, "anna", "ben", "anna"])
        #expect(report.ratings.map(\.month) == ["2026-11", "2026-11", "2026-11", "2026-12"])
        #expect(report.ratings.map(\.ratings.mean) == [3, 10.0 / 3, nil, 2])
        #expect(report.ratings.map(\.ratings.satisfaction) == [0, 2.0 / 3, nil, 0])
        #expect(report.ratings.map(\.ratings.responseRate) == [1, 0.75, 0, 1])
        #expect(report.total.ratings.asked == 7 && report.total.ratings.count == 5)
        #expect(report.groups.first { $0.key == "anna" }?.figures.ratings.mean == 3)
    }

    @Test("now: those who wait and those who were taken apart, and the band for who comes next")
    func now() throws {
        var fixture = DeskFixture()
        _ = try fixture.open("a")
        fixture.at(40)
        _ = try fixture.open("b")
        fixture.at(60)
        var input = ReportInput(channels: ["support"], from: Facts.start, to: fixture.now, by: nil)
        input.live = fixture.liveSessions
        input.roster = fixture.roster
        input.members = fixture.registry.members
        input.recentAccepts = ["support": Array(repeating: .seconds(30), count: 15)]
        let zone = try #require(ReportingZone(name: "Etc/UTC"))
        let now = try #require(Report(input, in: zone, at: fixture.now).now.first)
        #expect(now.waiting == 2 && now.longestWait == 60 && now.meanAge == 40 && now.acceptedWait == 30)
        #expect(now.estimatedWait == EstimatedWait(position: 3, accepts: 15, hasAgents: true))
        #expect(now.available == 3 && now.active == 0)
        fixture.sendEverybodyAway()
        input.roster = fixture.roster
        #expect(Report(input, in: zone, at: fixture.now).now.first?.estimatedWait == nil)
    }

    @Test("a late event raises the revision of the ranges in which it lies, and no other")
    func revision() throws {
        let (fixture, events) = try fixture(times)
        func revision(_ from: Timestamp, _ to: Timestamp, _ events: [StatisticEvent]) throws -> Int64 {
            try fixture.report(from: from, to: to, plus: events).revision
        }
        let late = StatisticEvent.legEnded(
            Facts.leg(
                .queue, 77, 1, "support", "2026-11-03T09:00:00Z", "2026-11-03T09:00:10Z", .abandoned))
        let before = try revision("2026-11-03T00:00:00Z", "2026-11-04T00:00:00Z", events)
        #expect(try revision("2026-11-03T00:00:00Z", "2026-11-04T00:00:00Z", events + [late]) == before + 1)
        let other = try revision("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", events)
        #expect(try revision("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", events + [late]) == other)
    }

    @Test("what is asked for is read by the zone, and what is wrong is named with its field")
    func ranges() throws {
        let now: Timestamp = "2026-11-22T23:30:00Z"
        func range(_ body: StatisticsGet) throws(Refusal) -> StatisticsRange {
            try StatisticsRange(body, zone: "Europe/Oslo", at: now)
        }
        let today = try range(StatisticsGet(view: .dashboard))
        #expect(today.from == "2026-11-22T23:00:00Z" && today.to == "2026-11-23T23:00:00Z")
        let usual = try range(StatisticsGet(view: .report))
        #expect(usual.from == "2026-10-26T23:00:00Z" && usual.to == "2026-11-23T23:00:00Z")
        let october = try range(StatisticsGet(view: .report, from: "2026-10-01", to: "2026-11-01"))
        #expect(october.from == "2026-09-30T22:00:00Z" && october.to == "2026-10-31T23:00:00Z")
        let exact = try range(
            StatisticsGet(view: .report, from: "2026-10-01T10:15:00Z", to: "2026-10-01T10:30:00Z", target: 60))
        #expect(exact.to - exact.from == .minutes(15) && exact.target == .in60)
        let autumn = try range(StatisticsGet(view: .report, day: "2026-10-25"))
        #expect(autumn.to - autumn.from == .minutes(25 * 60))
        let wrong: [(StatisticsGet, String)] = [
            (StatisticsGet(view: .report, zone: "GMT+2"), "zone"), (StatisticsGet(view: .report, zone: "A/B"), "zone"),
            (StatisticsGet(view: .dashboard, day: "22.11.2026"), "day"),
            (StatisticsGet(view: .report, day: "2026-02-30"), "day"),
            (StatisticsGet(view: .report, day: "2026-11-01", from: "2026-11-01"), "day"),
            (StatisticsGet(view: .dashboard, from: "2026-11-01"), "from"),
            (StatisticsGet(view: .report, from: "2026-11-02", to: "2026-11-01"), "to"),
            (StatisticsGet(view: .report, from: "2026-11-02", to: "2026-11-02"), "to"),
            (StatisticsGet(view: .report, from: "2026-11-02T10:07:00Z"), "from"),
            (StatisticsGet(view: .report, from: "1999-01-01"), "from"),
            (StatisticsGet(view: .report, variant: "best"), "variant"),
            (StatisticsGet(view: .report, target: 15), "target"),
        ]
        for (body, field) in wrong {
            let refusal = #expect(throws: Refusal.self, "\(body)") { _ = try range(body) }
            #expect(refusal?.code == .invalidField && refusal?.field == field, "\(body)")
        }
    }
}
