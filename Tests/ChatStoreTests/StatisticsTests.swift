import ChatContract
import ChatCore
import Testing

@testable import ChatStore

@Suite("Stored statistics")
struct StatisticsTests {
    /// Days of a small company, through real transactions.
    private func run(_ fixture: StoreFixture, seed: UInt64, steps: Int) throws {
        var random = SeededRandom(seed: seed)
        var sessions: [(id: SessionID, channel: ChannelHandle)] = []
        for _ in 0..<steps {
            fixture.now =
                fixture.now + .milliseconds(Int64(random.number(0...(random.oneIn(60) ? 20_000_000 : 20_000))))
            if sessions.isEmpty || random.oneIn(5) {
                let channel = random.pick(StoreFixture.channels)
                let question = random.oneIn(2) ? "Hi" : nil
                sessions.append(
                    (try fixture.open("visitor\(random.number(0...9))", on: channel, question: question), channel))
                continue
            }
            let (session, channel) = random.pick(Array(sessions.suffix(8)))
            try step(fixture, session, channel, &random)
        }
    }

    private func step(
        _ fixture: StoreFixture, _ session: SessionID, _ channel: ChannelHandle, _ random: inout SeededRandom
    ) throws {
        let agent = random.pick(StoreFixture.agents)
        let reference = SessionReference(session: session)
        let owner = try fixture.session(session).owner.map(Actor.agent) ?? .agent(agent)
        let post = MessagePost(session: session, text: "line")
        let commands: [(ChannelCommand, Actor)] = [
            (.pickUp(reference), .agent(agent)), (.pickUp(reference), .agent(agent)), (.post(post), .visitor),
            (.post(post), owner), (.post(post), owner), (.close(reference), .visitor), (.close(reference), owner),
            (.requestTransfer(TransferRequest(session: session, agent: agent)), owner),
            (.acceptTransfer(reference), .agent(agent)), (.takeOver(reference), .agent("mia")),
            (.requeue(reference), owner),
            (.detach(SessionDetach(session: session, gateway: "edge", connection: "c")), .visitor),
        ]
        switch random.number(0...9) {
        case 0:
            let renew = PresenceRenew(connection: "desk", leaseSeconds: 120)
            try fixture.control(.renewPresence(renew), by: .agent(agent))
        case 1:
            let status: WantedPresence = random.oneIn(3) ? .away : .present
            try fixture.control(.setPresence(PresenceSet(status: status)), by: .agent(agent))
        case 2:
            for timer in try fixture.store.dueTimers(at: fixture.now) {
                try fixture.commit { transaction throws(StoreError) in _ = try transaction.fire(timer) }
            }
        default:
            let (command, actor) = random.pick(commands)
            try fixture.send(command, by: actor, on: channel)
        }
    }

    private func rows(_ store: Store) throws -> [String] {
        try store.read { sql throws(StoreError) in
            try sql.all("SELECT channel, quarter, agent, revision, hex(tally) FROM rollup ORDER BY 1, 2, 3") {
                "\($0.text(0)) \($0.integer(1)) \($0.text(2)) \($0.integer(3)) \($0.text(4))"
            }
        }
    }

    private func dashboard(_ fixture: StoreFixture) throws -> Dashboard {
        let zone = try #require(ReportingZone(name: "Europe/Oslo"))
        return try fixture.store.look { reader throws(StoreError) in
            try reader.dashboard(
                of: StoreFixture.channels, day: fixture.now, in: zone, try reader.registry(), try reader.roster(),
                at: fixture.now)
        }
    }

    private func report(
        _ fixture: StoreFixture, by grouping: Report.Grouping? = nil, from start: Timestamp, to end: Timestamp
    ) throws -> Report {
        let zone = try #require(ReportingZone(name: "Europe/Oslo"))
        return try fixture.store.look { reader throws(StoreError) in
            try reader.report(
                on: StoreFixture.channels, from: start, to: end, by: grouping, in: zone, try reader.registry(),
                try reader.roster(), at: fixture.now)
        }
    }

    @Test("what grew event by event equals what is made anew, bit for bit, and keeps every law", arguments: 1...4)
    func incremental(seed: UInt64) throws {
        let fixture = try StoreFixture()
        try run(fixture, seed: seed, steps: 700)
        let before = try rows(fixture.store)
        #expect(before.count > 100)
        #expect(try fixture.number("SELECT count(*) FROM agent_stretch") > 5)
        #expect(try fixture.store.checkStatistics() == [])
        let trial = try fixture.store.recomputeStatistics(isTrial: true)
        #expect(trial.differences == [])
        #expect(try fixture.number("SELECT count(*) FROM statistic") == Int64(trial.events))
        #expect(try fixture.number("SELECT count(*) FROM agent_stretch") == Int64(trial.rows - before.count))
        // From nothing, they become what they were.
        let stretches = "SELECT sum(to_time - from_time + held + n) FROM agent_stretch"
        let length = try fixture.number(stretches)
        try fixture.run("DELETE FROM rollup")
        try fixture.run("DELETE FROM agent_stretch")
        #expect(try fixture.store.checkStatistics() != [])
        #expect(try fixture.store.recomputeStatistics().differences.count == before.count + 1)
        #expect(try rows(fixture.store) == before)
        #expect(try fixture.number(stretches) == length)
    }

    @Test("what was tampered with is found by the check, named and put right by recomputing")
    func damage() throws {
        let fixture = try StoreFixture()
        try run(fixture, seed: 9, steps: 300)
        let before = try rows(fixture.store)
        let one = "SELECT channel, quarter, agent FROM rollup WHERE channel != '' ORDER BY quarter LIMIT 1"
        try fixture.run("DELETE FROM rollup WHERE (channel, quarter, agent) IN (\(one))")
        let other = "SELECT tally FROM rollup WHERE channel = 'sales' AND agent = '' LIMIT 1"
        try fixture.run(
            "UPDATE rollup SET tally = (\(other)) WHERE channel = 'support' AND agent = 'anna' AND tally != (\(other))")
        try fixture.run("INSERT INTO rollup SELECT 'gone', quarter, agent, revision, tally FROM rollup LIMIT 1")
        #expect(try fixture.store.checkStatistics() != [])
        let trial = try fixture.store.recomputeStatistics(isTrial: true)
        #expect(try rows(fixture.store) != before)
        let done = try fixture.store.recomputeStatistics()
        #expect(done == trial && done.differences.count >= 3)
        #expect(done.differences.first?.hasPrefix("gone ") == true)
        #expect(done.differences.last?.hasSuffix("is missing") == true)
        #expect(try rows(fixture.store) == before)
        #expect(try fixture.store.recomputeStatistics().differences == [])
    }

    @Test("a fact that does not follow from the session's events is found")
    func falsified() throws {
        let fixture = try StoreFixture()
        let session = try fixture.open(question: "Hi")
        fixture.now = fixture.now + .seconds(20)
        try fixture.send(.pickUp(SessionReference(session: session)), by: .agent("anna"))
        try fixture.send(.post(MessagePost(session: session, text: "Hello")), by: .agent("anna"))
        try fixture.send(.close(SessionReference(session: session)), by: .agent("anna"))
        #expect(try fixture.store.checkStatistics() == [])
        try fixture.run(
            """
            UPDATE statistic SET body = replace(body, '"agent":"anna"', '"agent":"ben"') WHERE type = 'leg.ended'
            """)
        #expect(try fixture.store.checkStatistics() == ["\(session).leg.2: agent is ben, by the events anna"])
        try fixture.run("DELETE FROM statistic WHERE name = 'ben.interval.1'")
        #expect(
            try fixture.store.checkStatistics().first == "stretches of ben's time, by their numbers and kept: 2 and 1")
    }

    @Test("7: a repeat changes nothing, in the log or in the figures")
    func repeats() throws {
        let fixture = try StoreFixture()
        try run(fixture, seed: 3, steps: 200)
        let before = try rows(fixture.store)
        let count = try fixture.number("SELECT count(*) FROM statistic")
        let kept = try fixture.store.write { sql throws(StoreError) in
            var events: [StatisticEvent] = []
            try StatisticLog.events(after: 0, sql) { events.append($0) }
            return try StatisticLog.append(events + events, sql).count
        }
        #expect(kept == 0 && count > 50)
        #expect(try rows(fixture.store) == before)
        #expect(try fixture.number("SELECT count(*) FROM statistic") == count)
    }

    @Test("a late event adds to the bucket of its own time and raises that bucket's revision")
    func late() throws {
        let fixture = try StoreFixture()
        let from = fixture.now
        try run(fixture, seed: 4, steps: 150)
        let end = from + .minutes(60)
        let before = try report(fixture, from: from, to: end)
        let session = SessionID(high: 1, low: 2)
        let leg = LegEnded(
            channel: "support", session: session, leg: 1, kind: .queue, from: from + .seconds(60),
            to: from + .seconds(90), reason: .accepted)
        try fixture.store.write { sql throws(StoreError) in _ = try StatisticLog.append([.legEnded(leg)], sql) }
        let after = try report(fixture, from: from, to: end)
        #expect(after.revision == before.revision + 1)
        #expect(after.total.sessions?.queue.accepted == (before.total.sessions?.queue.accepted ?? 0) + 1)
        let later = try report(fixture, from: end, to: end + .minutes(60))
        #expect(later.total.sessions?.queue.wait.count == 0 || later.revision > 0)
        #expect(try fixture.store.recomputeStatistics(isTrial: true).differences == [])
    }

    @Test("the dashboard is the sum of what is over and what goes on")
    func dashboards() throws {
        let fixture = try StoreFixture()
        let first = try fixture.open("a")
        let second = try fixture.open("b", on: "sales")
        fixture.now = fixture.now + .seconds(30)
        var shown = try dashboard(fixture)
        #expect(shown.waiting == 2 && shown.longestWait == 30 && shown.started == 2 && shown.waitAverage == nil)
        #expect(shown.available == 3 && shown.traffic[13].incoming == 2, "noon in UTC is 13 in Oslo")
        try fixture.send(.pickUp(SessionReference(session: first)), by: .agent("anna"))
        try fixture.send(.post(MessagePost(session: first, text: "Hello")), by: .agent("anna"))
        shown = try dashboard(fixture)
        #expect(shown.waiting == 1 && shown.active == 1 && shown.waitAverage == 30 && shown.traffic[13].active == 1)
        #expect(shown.heroes.map(\.agent) == ["anna"] && shown.heroes.first?.nickname == "Anna")
        try fixture.send(.close(SessionReference(session: first)), by: .agent("anna"))
        try fixture.send(.close(SessionReference(session: second)), by: .visitor, on: "sales")
        shown = try dashboard(fixture)
        #expect(shown.waiting == 0 && shown.longestWait == nil && shown.active == 0 && shown.started == 2)
        #expect(shown.heroes.map(\.count) == [1])
        let report = try report(
            fixture, by: .channel, from: "2026-11-22T00:00:00Z", to: "2026-11-23T00:00:00Z")
        #expect(report.groups.map(\.key) == ["support", "sales"])
        #expect(report.groups.map { $0.figures.sessions?.ended } == [1, 1])
        #expect(report.now.map(\.acceptedWait) == [30, nil])
        fixture.now = fixture.now + EstimatedWait.window + .seconds(1)
        let later = try self.report(fixture, from: "2026-11-22T00:00:00Z", to: "2026-11-23T00:00:00Z")
        #expect(later.now.map(\.acceptedWait) == [nil, nil])
    }

    @Test("agents' time over a range counts short and long stretches and the running one, each part once")
    func agentTime() throws {
        let fixture = try StoreFixture()
        let start = fixture.now
        // Ben goes for 50 days and comes back; Anna stays for ten minutes.
        fixture.now = start + .minutes(10)
        try fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("anna"))
        try fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("ben"))
        fixture.now = start + .days(50)
        try fixture.control(.setPresence(PresenceSet(status: .present)), by: .agent("ben"))
        fixture.now = start + .days(51)
        let pieces = try fixture.number("SELECT count(*) FROM agent_stretch WHERE agent = 'ben'")
        #expect((2...3).contains(pieces))
        #expect(try fixture.number("SELECT count(*) FROM rollup WHERE channel = ''") < 20)
        func time(_ agent: String, _ from: Span, _ to: Span) throws -> Figures.AgentTime {
            let report = try report(fixture, by: .agent, from: start + from, to: start + to)
            return try #require(report.groups.first { $0.key == agent }?.figures.time)
        }
        let whole = try time("ben", .zero, .days(60))
        #expect(whole.available == 600 + 86_400 && whole.onBreak == 50 * 86_400 - 600)
        #expect(try time("ben", .days(20), .days(21)).onBreak == 86_400)
        #expect(try time("ben", .days(49), .days(51)).available == 86_400)
        #expect(try time("anna", .days(20), .days(21)).onBreak == 86_400, "her stretch still runs")
        #expect(try time("cleo", .zero, .days(1)).available == 86_400)
    }

    @Test("a store from before the roll-ups gets them when it is migrated")
    func migration() throws {
        let fixture = try StoreFixture()
        try run(fixture, seed: 6, steps: 200)
        let before = try rows(fixture.store)
        try fixture.run("DELETE FROM rollup")
        try fixture.run("DELETE FROM agent_stretch")
        // What opening an older store does once its tables are made; later it finds them full.
        for _ in 0..<2 {
            try fixture.store.write { sql throws(StoreError) in try RollupFold.fill(sql) }
            #expect(try rows(fixture.store) == before)
        }
        #expect(try fixture.store.recomputeStatistics(isTrial: true).differences == [])
    }
}
