import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Testing

@Suite("Statistics over the broker", .enabled(if: TestBroker.isAvailable))
struct StatisticsTests {
    @Test("agents see the dashboard of their channels; reports need manage, or an administrator")
    func rights() async throws {
        let channels = [
            Channel(channel: TestDesk.support, name: "Support"), Channel(channel: "sales", name: "Sales"),
        ]
        try await TestDesk.open(channels) { desk in
            let caller = desk.caller
            try desk.apply([.removeMember(MemberReference(channel: "sales", agent: "ben"))])
            let mine = try await caller.open("ola")
            _ = try await caller.open("kari", on: "sales")
            _ = try await caller.pickUp(mine, by: "anna")
            _ = try await caller.post("Hello", in: mine, by: .agent("anna"))
            _ = try await caller.ask(.sessionClose, mine, by: .agent("anna"))

            func dashboard(_ actor: Actor, _ channels: [ChannelHandle]? = nil) async throws -> ClientAnswer<Dashboard> {
                try await caller.ask(
                    .statisticsGet, as: actor, StatisticsGet(view: .dashboard, channels: channels, zone: "Europe/Oslo"),
                    returning: Dashboard.self)
            }
            func report(_ actor: Actor, _ channels: [ChannelHandle]? = nil) async throws -> ClientAnswer<Report> {
                try await caller.ask(
                    .statisticsGet, as: actor, StatisticsGet(view: .report, channels: channels, by: .agent),
                    returning: Report.self)
            }
            let all = try await dashboard(.agent("anna")).get()
            #expect((all.started, all.waiting, all.active) == (2, 1, 0) && all.longestWait != nil)
            #expect(all.heroes.map(\.agent) == ["anna"] && all.heroes.map(\.nickname) == ["Anna"])
            #expect(all.waitAverage != nil && all.zone == "Europe/Oslo")
            #expect(all.traffic.reduce(0) { $0 + $1.active } == 1)
            let bens = try await dashboard(.agent("ben")).get()
            #expect((bens.started, bens.waiting) == (1, 0) && bens.longestWait == nil)
            #expect(try await dashboard(.agent("anna"), ["sales"]).get().started == 1)
            #expect(try await dashboard(.agent("ben"), ["sales"]).refusal?.code == .unknownChannel)
            let doras = try await dashboard(.agent("dora")).get()
            #expect((doras.started, doras.available) == (0, 0))
            #expect(try await dashboard(.visitor).refusal?.code == .forbidden)

            #expect(try await report(.agent("anna")).refusal?.code == .forbidden)
            #expect(try await report(.agent("anna"), ["support"]).refusal?.field == "channels")
            #expect(try await report(.agent("mia"), ["nowhere"]).refusal?.code == .unknownChannel)
            let managed = try await report(.agent("mia")).get()
            #expect(managed.channels == ["sales", "support"] && managed.zone == "Etc/UTC")
            #expect(managed.groups.map(\.key) == ["anna", "ben", "cleo", "mia"])
            #expect(managed.total.sessions?.outcomes.completed == 1 && managed.total.sessions?.incoming == 2)
            #expect(managed.now.map(\.waiting) == [1, 0])
            var save = AgentSave(agent: "dora")
            save.administrator = true
            save.timeZone = "Asia/Tokyo"
            try desk.apply([.saveAgent(save)])
            let dorasReport = try await report(.agent("dora")).get()
            #expect(dorasReport.zone == "Asia/Tokyo" && dorasReport.revision == managed.revision)
            #expect(try await report(.system("panel"), ["support"]).get().total.legs.count == 1)
            let wrong = try await caller.ask(
                .statisticsGet, as: .agent("mia"), StatisticsGet(view: .dashboard, zone: "+01:00"))
            #expect(wrong.refusal?.code == .invalidField && wrong.refusal?.field == "zone")
            try await desk.tap.validate(["reply"])
        }
    }

    @Test("a channel's figures of the moment go to chat.statistics when one of them changed")
    func snapshots() async throws {
        struct Snapshot: Decodable {
            var waiting: Int
            var ongoing: Int
            var available: Int
            var longestSince: Timestamp?
        }
        try await TestDesk.open { desk in
            func wait(_ condition: @escaping (Snapshot) -> Bool) async throws {
                try await desk.tap.wait(for: "statistic") { line in
                    guard line.type == "channel.snapshot", line.routingKey == "channel.support.channel.snapshot",
                        let snapshot = try? WireJSON.decode(Snapshot.self, from: line.body)
                    else { return false }
                    return condition(snapshot)
                }
            }
            let session = try await desk.caller.open()
            try await wait { $0.waiting == 1 && $0.ongoing == 0 && $0.longestSince != nil }
            _ = try await desk.caller.pickUp(session, by: "anna")
            try await wait { $0.waiting == 0 && $0.ongoing == 1 && $0.longestSince == nil && $0.available == 3 }
            try await desk.waitUntilPublished()
            let seen = desk.tap.lines("statistic").filter { $0.type == "channel.snapshot" }.map(\.body)
            #expect(Set(seen).count == seen.count, "none is told twice")
            try await desk.tap.validate(["statistic"])
        }
    }
}
