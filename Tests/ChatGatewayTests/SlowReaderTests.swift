import BrokerTesting
import ChatContract
import Testing
import WebClient

/// Who does not read costs a bounded buffer, and nobody else anything.
@Suite("Slow readers", .enabled(if: TestBroker.isAvailable))
struct SlowReaderTests {
    @Test(
        "a tab that does not read is dropped at 256 KiB; the other tab and the agent go on; it resumes by number (17)")
    func dropped() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let quick = try await ola.stream()
            let slow = try await StreamLog.open(
                WebRequest(
                    "GET", "/api/sessions/\(ola.session)/events?channel=support", headers: [ola.authorization]),
                gateway.port, receiveBuffer: 4096)
            try await slow.first("snapshot")
            try await anna.pickUp(ola)
            try await slow.wait("the agent") { $0.all("event").contains { $0["type"] == "session.assigned" } }
            await slow.pause()
            let text = String(repeating: "x", count: 7000)
            var count = 0
            while !gateway.metrics.contains("samtale_gateway_slow_readers_total 1") {
                count += 1
                try #require(count < 3000, "the slow reader is kept")
                try await anna.post("\(count) \(text)", in: ola)
            }
            try await anna.post("the last", in: ola)
            try await quick.message("the last")
            let all = try desk.visible(of: ola.session)
            #expect(quick.ids == all)
            #expect(window.texts.last == "the last")
            await slow.resume()
            try await slow.ended()
            // What it had is a beginning of everything; the rest it asks for.
            let had = slow.ids
            #expect(had == Array(all.prefix(had.count)))
            let rest = try await ola.stream(after: had.last)
            try await rest.message("the last")
            #expect(had + rest.ids == all)
        }
    }
}
