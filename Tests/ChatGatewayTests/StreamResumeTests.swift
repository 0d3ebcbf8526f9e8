import BrokerTesting
import ChatContract
import Testing

@testable import ChatGateway

/// A page that was away goes on from the number that it has (17).
@Suite("Streams that are resumed", .enabled(if: TestBroker.isAvailable))
struct StreamResumeTests {
    @Test("from every number on a page gets exactly the rest (17, 4)")
    func everyNumber() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            try await anna.pickUp(ola)
            for line in 1...3 {
                try await ola.post("question \(line)")
                try await anna.post("answer \(line)", in: ola)
            }
            let all = try desk.visible(of: ola.session)
            for after in 0...((all.last ?? 0) + 1) {
                let stream = try await ola.stream(after: after)
                let rest = all.filter { $0 > after }
                try await stream.wait("events after \(after)") {
                    $0.ids.count >= rest.count && !$0.all("snapshot").isEmpty
                }
                #expect(stream.ids == rest, "after \(after)")
                await stream.close()
            }
            // The number may also stand in the address.
            let path = "/api/sessions/\(ola.session)/events?channel=support&after=\(all[1])"
            let stream = try await gateway.stream(path, headers: [ola.authorization])
            try await stream.message("answer 3")
            #expect(stream.ids == all.filter { $0 > all[1] })
            await window.close()
        }
    }

    @Test("of a stream that is closed nothing stays")
    func nothingStays() async throws {
        try await GatewayDesk.open { _, gateway in
            let hub = gateway.gateway.visitors
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            weak let agents = gateway.gateway.agents.windows().first
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            weak let visitors = hub.windows().first
            #expect(visitors != nil && agents != nil)
            await stream.close()
            await window.close()
            try await eventually("the visitor's window stays") { visitors == nil }
            try await eventually("the agent's window stays") { agents == nil }
        }
    }

    @Test("while lines come, a page that leaves and comes back has each of them once, in order (17)")
    func comesAndGoes() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            try await anna.pickUp(ola)
            async let writing: Void = {
                for line in 1...60 { try await anna.post("line \(line)", in: ola) }
            }()
            var ids: [Int] = []
            var texts: [String] = []
            while texts.last != "line 60" {
                let stream = try await ola.stream(after: ids.last ?? 0)
                // A few events each time, or the last ones.
                try await stream.wait("three events") { $0.ids.count >= 3 || $0.texts.last == "line 60" }
                await stream.close()
                ids += stream.ids
                texts += stream.texts
            }
            try await writing
            #expect(ids == (try desk.visible(of: ola.session)))
            #expect(texts == ["Hello?"] + (1...60).map { "line \($0)" })
            await window.close()
        }
    }

    @Test("two tabs of a session each get everything once; one of them may go")
    func twoTabs() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let tabs = [try await ola.stream(), try await ola.stream()]
            try await anna.pickUp(ola)
            try await anna.post("first", in: ola)
            for tab in tabs { try await tab.message("first") }
            await tabs[0].close()
            try await ola.post("second")
            try await anna.post("third", in: ola)
            try await tabs[1].message("third")
            #expect(tabs[1].ids == (try desk.visible(of: ola.session)))
            // Who has another tab open is not disconnected.
            let gone = try desk.events(of: ola.session).filter { $0.type == .sessionDisconnected }
            #expect(gone.isEmpty)
            await window.close()
        }
    }

    @Test("a session that goes to another channel goes on in the same stream, and takes commands for the old one")
    func movedSession() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let carl = try await AgentPage.login("carl", at: gateway)
            let windows = [try await anna.window(), try await carl.window()]
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            try await anna.pickUp(ola)
            try await anna.send(
                "transfer.request", on: ola.channel, ["session": .string(ola.session), "channel": "sales"]
            ).done()
            try await stream.first("event") { $0["type"]?.stringValue == "session.moved" }
            try await ola.post("still here")
            try await stream.message("still here")
            var moved = ola
            moved.channel = GatewayDesk.sales
            try await carl.pickUp(moved)
            try await carl.post("welcome to sales", in: moved)
            try await stream.message("welcome to sales")
            try await ola.post("said to the old channel")
            try await windows[1].message("said to the old channel")
            #expect(stream.ids == (try desk.visible(of: ola.session)))
        }
    }

    @Test("what stands before the stream is an answer: 404 for sessions that are not there")
    func unknown() async throws {
        try await GatewayDesk.open { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let path = "/api/sessions/\(ola.session)/events"
            let missing = try await gateway.ask("GET", path, headers: [ola.authorization])
            #expect(missing.status == 400)
            #expect(missing.json["error"]?["field"] == "channel")
            let number = try await gateway.ask(
                "GET", path + "?channel=support&after=x", headers: [ola.authorization])
            #expect(number.status == 400)
            let keyless = try await gateway.ask("GET", path + "?channel=support")
            #expect(keyless.status == 401)
        }
    }
}
