import ChatContract
import ChatCore
import Foundation
import Testing

@testable import ChatStore

@Suite("What statistics cost")
struct StatisticsCostTests {
    private static let channels = StoreFixture.channels

    @Test("dashboard and reports look everything up by an index: no table is gone through (guarantee 25)")
    func plans() throws {
        let fixture = try StoreFixture()
        _ = try fixture.open()
        let zone = try #require(ReportingZone(name: "Europe/Oslo"))
        let plans = try fixture.store.read { sql throws(StoreError) in
            let registry = try StoreReader(sql).registry()
            let roster = try StoreReader(sql).roster()
            let spy = PlanSpy(sql)
            let reader = StoreReader(spy)
            _ = try reader.dashboard(
                of: Self.channels, day: fixture.now, in: zone, registry, roster, at: fixture.now)
            _ = try reader.report(
                on: Self.channels, from: fixture.now - .days(28), to: fixture.now, by: .agent, in: zone, registry,
                roster, at: fixture.now)
            return spy.plans
        }
        #expect(plans.count == 4)
        for (text, steps) in plans {
            #expect(!steps.isEmpty && steps.allSatisfy { $0.hasPrefix("SEARCH") }, "\(text): \(steps)")
        }
    }

    /// `SAMTALE_TEST_LARGE=1`: 200,000 sessions over a year, and what it takes to look at them.
    @Test(
        "the dashboard takes as long with a year of history as without",
        .enabled(if: ProcessInfo.processInfo.environment["SAMTALE_TEST_LARGE"] != nil))
    func large() throws {
        let fixture = try StoreFixture()
        let clock = ContinuousClock()
        var random = SeededRandom(seed: 1)
        let zone = try #require(ReportingZone(name: "Europe/Oslo"))
        func dashboard() throws -> Duration {
            try (0..<20).map { _ in
                try clock.measure {
                    _ = try fixture.store.look { reader throws(StoreError) in
                        try reader.dashboard(
                            of: Self.channels, day: fixture.now, in: zone, try reader.registry(),
                            try reader.roster(), at: fixture.now)
                    }
                }
            }.sorted()[10]
        }
        let daily = 548
        try add(sessions: 0..<daily, on: fixture.now, fixture, &random)
        let young = try dashboard()
        let filling = try clock.measure {
            for day in 1..<365 {
                let numbers = (day * daily)..<((day + 1) * daily)
                try add(sessions: numbers, on: fixture.now - .days(day), fixture, &random)
            }
        }
        let old = try dashboard()
        let report = try clock.measure {
            let report = try fixture.store.look { reader throws(StoreError) in
                try reader.report(
                    on: Self.channels, from: fixture.now - .days(28), to: fixture.now + .days(1), by: .agent, in: zone,
                    try reader.registry(), try reader.roster(), at: fixture.now)
            }
            #expect((report.total.sessions?.incoming ?? 0) > 27 * daily)
        }
        var differences: [String]?
        let recomputing = try clock.measure {
            differences = try fixture.store.recomputeStatistics(isTrial: true).differences
        }
        #expect(differences == [])
        let rows = try fixture.number("SELECT count(*) FROM rollup")
        let bytes = try fixture.number("SELECT sum(length(tally)) FROM rollup")
        print(
            "\(365 * daily) sessions: dashboard \(young) -> \(old), report of four weeks \(report), filled in \(filling),",
            "recomputed in \(recomputing); \(rows) rows, \(bytes / rows) bytes each")
        #expect(old < young * 3 + .milliseconds(5))
    }

    /// A day's sessions between 8 and 16, with four facts each.
    private func add(
        sessions: Range<Int>, on day: Timestamp, _ fixture: StoreFixture, _ random: inout SeededRandom
    ) throws {
        var events: [StatisticEvent] = []
        for number in sessions {
            let session = SessionID(high: 7, low: UInt64(number))
            let channel = random.pick(Self.channels)
            let start = day + .milliseconds(Int64(random.number(-14_400_000...14_400_000)))
            let accept = start + .milliseconds(Int64(random.number(0...120_000)))
            let end = accept + .milliseconds(Int64(random.number(10_000...1_800_000)))
            var queue = LegEnded(
                channel: channel, session: session, leg: 1, kind: .queue, from: start, to: accept, reason: .accepted)
            queue.waitMilliseconds = (accept - start).milliseconds
            var leg = LegEnded(
                channel: channel, session: session, leg: 2, kind: .agent, from: accept, to: end, reason: .closed)
            leg.agent = random.pick(StoreFixture.agents)
            leg.how = .pickUp
            leg.messages = 3
            leg.handleMilliseconds = (end - accept).milliseconds
            leg.firstResponseMilliseconds = Int64(random.number(1000...90_000))
            events += [.legEnded(queue), .legEnded(leg)]
            var ended = SessionEnded(
                channel: channel, session: session, n: 1, outcome: .completed, by: .agent, openedAt: start,
                queuedAt: start, firstAcceptedAt: accept, endedAt: end, shortAbandon: false, queueLegs: 1,
                agentLegs: 1, wait: accept - start, firstWait: accept - start, firstResponse: .seconds(20),
                handle: end - accept, active: .seconds(60), wall: end - start, visitorMessages: 3, agentMessages: 3,
                unansweredAtClose: false)
            ended.agent = leg.agent
            events.append(.sessionEnded(ended))
            events.append(
                .agentInterval(
                    AgentInterval(
                        agent: random.pick(StoreFixture.agents), n: Int64(number), from: accept, to: end,
                        wanted: .present, effective: .present, capacity: 4, held: 1)))
        }
        let facts = events
        try fixture.store.write { sql throws(StoreError) in _ = try StatisticLog.append(facts, sql) }
    }
}
