import BrokerTesting
import ChatContract
import ChatCore
import Testing

/// What an agent's window gets, and what it does not.
@Suite("The agents' stream", .enabled(if: TestBroker.isAvailable))
struct AgentStreamTests {
    @Test("after ready everything comes: the desk as it stands, events, and what passes")
    func comes() async throws {
        try await GatewayDesk.open { _, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window("5f0c2b1e-0000-4000-8000-000000000001")
            #expect(
                window.all("ready").first?["connection"]?.stringValue == "5f0c2b1e-0000-4000-8000-000000000001")
            let desk = try await anna.send("desk.get").done()
            #expect(desk["me"]?["agent"] == "anna")
            #expect(desk["channels"]?.elements.compactMap { $0["channel"]?.stringValue } == ["support"])
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            try await window.first("event") {
                $0["type"]?.stringValue == "session.queued" && $0["session"]?.stringValue == ola.session
            }
            try await window.first("transient") { $0["type"]?.stringValue == "queue.changed" }
            let incoming = try await anna.send("desk.get").done()["incoming"]?.elements ?? []
            #expect(incoming.contains { $0["session"]?.stringValue == ola.session })
            try await anna.pickUp(ola)
            try await ola.send("typing.set", ["typing": true]).done()
            try await window.first("transient") {
                $0["type"]?.stringValue == "typing.changed" && $0["session"]?.stringValue == ola.session
            }
            try await anna.send(
                "typing.set", on: ola.channel, ["session": .string(ola.session), "typing": true]
            ).done()
            try await stream.first("transient") {
                $0["type"]?.stringValue == "typing.changed" && $0["data"]?["by"] == "agent"
            }
        }
    }

    @Test("a visitor in the queue is told of his own place, and of nobody else's")
    func places() async throws {
        try await GatewayDesk.open { _, gateway in
            let first = try await VisitorPage.open(at: gateway, name: "First")
            let second = try await VisitorPage.open(at: gateway, name: "Second")
            let streams = [try await first.stream(), try await second.stream()]
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            try await anna.pickUp(first)
            let place = try await streams[1].first("transient") {
                $0["type"]?.stringValue == "queue.position" && $0["data"]?["position"] == 1
            }
            #expect(place["data"]?.keys.isSubset(of: ["position", "mayRequest", "averageWait"]) == true)
            let others = streams.flatMap { $0.all("transient") }.filter { "\($0)".contains("positions") }
            #expect(others.isEmpty)
            await window.close()
        }
    }

    @Test("who has no part in a session reads none of its lines, and who is not of a channel nothing of it")
    func rights() async throws {
        try await GatewayDesk.open { _, gateway in
            let pages = [
                try await AgentPage.login("anna", at: gateway), try await AgentPage.login("ben", at: gateway),
                try await AgentPage.login("carl", at: gateway),
            ]
            var windows: [StreamLog] = []
            for page in pages { windows.append(try await page.window()) }
            let ola = try await VisitorPage.open(at: gateway)
            try await pages[0].pickUp(ola)
            try await ola.post("between us")
            try await windows[0].message("between us")
            try await pages[0].send("session.close", on: ola.channel, ["session": .string(ola.session)]).done()
            // Ben's desk hears that it is over, and nothing of what was said before.
            try await windows[1].first("event") { $0["type"]?.stringValue == "session.finished" }
            #expect(windows[1].texts.isEmpty)
            // Carl hears of his own channel's visitors, and then would have heard of the others.
            let kari = try await VisitorPage.open(at: gateway, on: GatewayDesk.sales, name: "Kari")
            try await windows[2].first("event") { $0["session"]?.stringValue == kari.session }
            #expect(windows[2].all("event").allSatisfy { $0["channel"] == "sales" })
            #expect(windows[2].all("transient").allSatisfy { $0["channel"] != "support" })
            let looked = try await pages[2].send("session.get", ["session": .string(ola.session)])
            #expect(looked.status == 404 && looked.code == "unknownSession")
            let taken = try await pages[2].send(
                "session.takeOver", on: GatewayDesk.support, ["session": .string(ola.session)])
            #expect([403, 404].contains(taken.status), "\(taken)")
        }
    }

    @Test("who becomes a member hears of the channel from then on, who leaves it does not, with the window open")
    func memberships() async throws {
        try await GatewayDesk.open { _, gateway in
            let carl = try await AgentPage.login("carl", at: gateway)
            let window = try await carl.window()
            let root = try await AgentPage.login("root", at: gateway)
            try await root.send("member.save", ["channel": "support", "agent": "carl", "respond": true]).done()
            try await window.wait("second ready") { $0.all("ready").count == 2 }
            let ola = try await VisitorPage.open(at: gateway)
            try await window.first("event") { $0["session"]?.stringValue == ola.session }
            try await root.send("member.remove", ["channel": "support", "agent": "carl"]).done()
            try await window.wait("third ready") { $0.all("ready").count == 3 }
            let kari = try await VisitorPage.open(at: gateway, name: "Kari")
            let after = try await VisitorPage.open(at: gateway, on: GatewayDesk.sales, name: "After")
            try await window.first("event") { $0["session"]?.stringValue == after.session }
            let heard = window.all("event").compactMap { $0["session"]?.stringValue }
            #expect(!heard.contains(kari.session))
        }
    }

    @Test("a window that comes later is ready too, also when only the connection for commands was lost meanwhile")
    func laterWindows() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let first = try await anna.window()
            let second = try await anna.window()
            try await desk.cut(gateway, ["publisher"])
            for window in [first, second] {
                try await window.first("gateway") { $0["connected"] == true }
            }
            let third = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            for window in [first, second, third] {
                try await window.first("event") { $0["session"]?.stringValue == ola.session }
            }
        }
    }

    @Test("a page that opens its window anew under the same name has one, and the older ends")
    func sameName() async throws {
        try await GatewayDesk.open { _, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let first = try await anna.window("the-page")
            let second = try await anna.window("the-page")
            try await first.ended()
            let ola = try await VisitorPage.open(at: gateway)
            try await second.first("event") { $0["session"]?.stringValue == ola.session }
        }
    }
}
