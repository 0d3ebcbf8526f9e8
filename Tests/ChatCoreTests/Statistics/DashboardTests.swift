import ChatContract
import Foundation
import Testing

@testable import ChatCore

@Suite("Dashboard")
struct DashboardTests {
    @Test("nothing has happened: counts are zero, waits are null, in JSON too")
    func nothing() throws {
        let fixture = DeskFixture()
        let dashboard = try fixture.dashboard()
        #expect(dashboard.longestWait == nil && dashboard.waitAverage == nil && dashboard.waitMaximum == nil)
        #expect((dashboard.waiting, dashboard.active, dashboard.started, dashboard.available) == (0, 0, 0, 3))
        #expect(dashboard.heroes.isEmpty && dashboard.traffic.count == 24)
        let json = String(decoding: try WireJSON.encode(dashboard), as: UTF8.self)
        #expect(json.contains(#""longestWait":null"#) && json.contains(#""waitAverage":null"#))
        #expect(try WireJSON.decode(Dashboard.self, from: Array(json.utf8)) == dashboard)
        let report = try fixture.report(by: .agent)
        let text = String(decoding: try WireJSON.encode(report), as: UTF8.self)
        #expect(text.contains(#""busiestHour":null"#) && text.contains(#""utilisation":null"#))
        #expect(try WireJSON.decode(Report.self, from: Array(text.utf8)) == report)
    }

    @Test("who waits counts as incoming before any event tells of it, and once")
    func live() throws {
        var fixture = DeskFixture()
        let first = try fixture.open("a")
        fixture.at(30)
        _ = try fixture.open("b")
        fixture.at(90)
        var dashboard = try fixture.dashboard()
        #expect(dashboard.waiting == 2 && dashboard.longestWait == 90 && dashboard.started == 2)
        #expect(dashboard.traffic[12].incoming == 2 && dashboard.traffic[12].active == 0)
        fixture.pickUp(first, by: "anna")
        fixture.send(.requeue(SessionReference(session: first)), by: .agent("anna"))
        dashboard = try fixture.dashboard()
        #expect(dashboard.waiting == 2 && dashboard.longestWait == 60 && dashboard.started == 2)
        #expect(dashboard.waitAverage == 90 && dashboard.traffic[12].active == 1 && dashboard.active == 0)
        fixture.pickUp(first, by: "ben")
        dashboard = try fixture.dashboard()
        #expect(dashboard.active == 1 && dashboard.waiting == 1)
        #expect(dashboard.waitAverage == 90, "a later wait is no first wait")
        #expect(dashboard.traffic[12].active == 1)
        // Tomorrow none of it is today's, but who waits still waits.
        fixture.now = "2026-11-23T07:00:00Z"
        dashboard = try fixture.dashboard()
        #expect((dashboard.started, dashboard.waiting, dashboard.active) == (0, 1, 1))
        #expect(try fixture.dashboard(day: DeskFixture.start).started == 2)
    }

    @Test("heroes: chats by pick-up or transfer with a message of theirs, running or over; of equals who was first")
    func heroes() throws {
        var fixture = DeskFixture()
        fixture.roster.agents["ben"]?.profile.photo = "https://x.no/ben.png"
        func talk(_ visitor: String, _ agent: AgentHandle, close: Bool = false) throws -> SessionID {
            let session = try fixture.conversation(visitor, with: agent)
            fixture.post(in: session, by: .agent(agent))
            if close { fixture.close(session, by: .agent(agent)) }
            fixture.advance(.seconds(10))
            return session
        }
        _ = try talk("a", "ben")
        _ = try talk("b", "ben", close: true)
        let handedOn = try talk("c", "anna")
        _ = try talk("d", "anna")
        // Taken, and never a word.
        for visitor in ["e", "f", "g"] { _ = try fixture.conversation(visitor, with: "cleo") }
        // Taken over: no merit of hers.
        fixture.send(.takeOver(SessionReference(session: handedOn)), by: .agent("mia"))
        fixture.post(in: handedOn, by: .agent("mia"))
        var dashboard = try fixture.dashboard()
        #expect(dashboard.heroes.map(\.agent) == ["ben", "anna"] && dashboard.heroes.map(\.count) == [2, 2])
        #expect(dashboard.heroes.map(\.place) == [1, 2])
        #expect(dashboard.heroes.first?.nickname == "Ben")
        #expect(dashboard.heroes.first?.photo == "https://x.no/ben.png" && dashboard.heroes.last?.photo == nil)
        // By transfer it counts.
        fixture.askTransfer(handedOn, to: "anna", by: "mia")
        fixture.send(.acceptTransfer(SessionReference(session: handedOn)), by: .agent("anna"))
        fixture.post(in: handedOn, by: .agent("anna"))
        dashboard = try fixture.dashboard()
        #expect(dashboard.heroes.map(\.agent) == ["anna", "ben"] && dashboard.heroes.map(\.count) == [3, 2])
    }

    @Test("agents available: Present, may respond, with a free slot; on two channels counted once")
    func available() throws {
        var fixture = DeskFixture()
        fixture.addChannel(Channel(channel: "sales", name: "Sales"))
        fixture.addMember(Member(channel: "sales", agent: "anna"))
        fixture.addMember(Member(channel: "sales", agent: "mia", respond: false, manage: true))
        #expect(try fixture.dashboard().available == 3)
        fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("ben"))
        #expect(try fixture.dashboard().available == 2)
        fixture.roster.agents["cleo"]?.profile.capacity = 1
        _ = try fixture.conversation("a", with: "cleo")
        #expect(try fixture.dashboard().available == 1)
        #expect(fixture.registry.available(on: ["sales"], fixture.roster) == 1)
        #expect(fixture.registry.available(on: [], fixture.roster) == 0)
    }
}
