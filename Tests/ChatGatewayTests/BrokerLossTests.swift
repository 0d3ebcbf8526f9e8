import BrokerTesting
import ChatClient
import ChatContract
import ChatGateway
import Foundation
import Testing

/// The broker goes while pages are open: they are told, and nothing is lost or doubled.
@Suite("A broker that goes and comes back", .enabled(if: TestBroker.isAvailable))
struct BrokerLossTests {
    @Test("streams stay open and say so; what was asked meanwhile is done once, under its id (17, 4)")
    func away() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            try await anna.pickUp(ola)
            try await anna.post("before", in: ola)
            try await stream.message("before")
            try await desk.keepGatewaysOut()
            for log in [stream, window] { try await log.first("gateway") { $0["connected"] == false } }
            #expect(!gateway.isReady)
            async let own = ola.post("said without a broker")
            async let answer = anna.post("answered without a broker", in: ola)
            // Somebody at another gateway goes on meanwhile.
            _ = try await desk.client.postMessage(
                "from elsewhere", in: #require(SessionID(ola.session)), on: ola.channel, as: .agent("anna")
            ).get()
            try await desk.letGatewaysIn()
            for log in [stream, window] { try await log.first("gateway") { $0["connected"] == true } }
            _ = try await (own, answer)
            for text in ["from elsewhere", "said without a broker", "answered without a broker"] {
                try await stream.message(text)
            }
            #expect(Set(stream.texts).count == stream.texts.count)
            #expect(stream.ids == (try desk.visible(of: ola.session)))
            // The page looks anew on each ready; what comes from then on it gets.
            try await window.wait("second ready") { $0.all("ready").count >= 2 }
            try await ola.post("after")
            try await window.message("after")
            #expect(!stream.isEnded && !window.isEnded)
        }
    }

    @Test("connections are cut again and again under load: every line once, in order, on every screen (4, 17, 18)")
    func cuts() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            var pages: [VisitorPage] = []
            var streams: [StreamLog] = []
            for number in 1...3 {
                let page = try await VisitorPage.open(at: gateway, name: "Visitor \(number)")
                try await anna.pickUp(page)
                pages.append(page)
                streams.append(try await page.stream())
            }
            let lines = (1...40).map { "line \($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for page in pages {
                    group.addTask { for line in lines { try await Self.insist(line, page) } }
                }
                for roles in [["replies"], ["events"], ["publisher"], ["events", "replies", "publisher"]] {
                    let before = window.all("gateway").count
                    try await desk.cut(gateway, roles)
                    try await window.wait("the broker's return") { $0.all("gateway").count >= before + 2 }
                }
                try await group.waitForAll()
            }
            for (page, stream) in zip(pages, streams) {
                try await stream.message("line 40")
                #expect(stream.texts == ["Hello?"] + lines)
                #expect(stream.ids == (try desk.visible(of: page.session)))
            }
            // Between two readys the agent's page asks for what it missed; its own numbers never stand twice.
            try await window.wait("ready") { $0.all("ready").count >= 2 }
        }
    }

    @Test("the broker is lost while visitors are attached anew, again and again: all hear what is said then (4, 17)")
    func flaps() async throws {
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw2") { $0.limitFactor = 0 }
            var pages: [(page: VisitorPage, stream: StreamLog)] = []
            for number in 1...60 {
                let page = try await VisitorPage.open(at: gateway, name: "Visitor \(number)")
                pages.append((page, try await page.stream()))
            }
            for _ in 1...6 { try await desk.cut(gateway, ["events"]) }
            for (page, _) in pages {
                _ = try await desk.client.postMessage(
                    "now", in: #require(SessionID(page.session)), on: page.channel, as: .visitor,
                    sessionKey: page.key
                ).get()
            }
            for (page, stream) in pages {
                try await stream.message("now")
                #expect(stream.ids == (try desk.visible(of: page.session)))
            }
        }
    }

    @Test("a visitor who comes while the broker is away gets his stream when it is back, with one beginning")
    func early() async throws {
        try await GatewayDesk.open { desk, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            try await desk.keepGatewaysOut()
            let late = try await desk.startGateway("gw2", isReady: false)
            async let opening = ola.moved(to: late).stream()
            try await desk.letGatewaysIn()
            let stream = try await opening
            try await stream.first("snapshot")
            // Lines come, and with them whatever else is on its way, until everybody would have been attached anew.
            let end = ContinuousClock.now + .seconds(1.5)
            while ContinuousClock.now < end { try await stream.message(try await Self.line(ola.moved(to: late))) }
            #expect(stream.all("snapshot").count == 1)
            #expect(stream.ids == (try desk.visible(of: ola.session)))
        }
    }

    @Test("without a broker the gateway says so: 503, come back, the same id may be sent again")
    func unavailable() async throws {
        try await GatewayDesk.open { desk, gateway in
            try await desk.keepGatewaysOut()
            let reply = try await gateway.ask("GET", "/api/channels/support")
            #expect(reply.status == 503 && reply.code == "unavailable")
            #expect(reply.header("Retry-After") != nil)
            try await desk.letGatewaysIn()
            try await eventually("the channel is not there again") {
                try await gateway.ask("GET", "/api/channels/support").ok
            }
        }
    }

    /// Posts a line as pages do: the same id until it is answered.
    private static func insist(_ text: String, _ page: VisitorPage) async throws {
        let id = UUID().uuidString
        try await eventually("\(text) is not taken") {
            let reply = try await page.send("message.post", ["text": .string(text)], id: id)
            guard reply.ok || reply.status == 503 else { throw TestFailure("\(reply)") }
            return reply.ok
        }
    }

    private static func line(_ page: VisitorPage) async throws -> String {
        let text = "line \(UUID().uuidString)"
        try await page.post(text)
        return text
    }
}
