import BrokerTesting
import ChatContract
import Testing

/// Gateways keep nothing: pages go from one to the other.
@Suite("Several gateways side by side", .enabled(if: TestBroker.isAvailable))
struct SeveralGatewaysTests {
    @Test("a visitor goes on at another gateway in mid-conversation, without a gap or a repeat (17)")
    func visitorMoves() async throws {
        try await GatewayDesk.open { desk, one in
            let two = try await desk.startGateway("gw2")
            let anna = try await AgentPage.login("anna", at: one)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: one)
            let first = try await ola.stream()
            try await anna.pickUp(ola)
            try await anna.post("at the first", in: ola)
            try await first.message("at the first")
            // The first ends with the visitor on it; what is said meanwhile waits in the store.
            await one.stop()
            let annaThere = anna.moved(to: two)
            let windowThere = try await annaThere.window()
            try await annaThere.post("meanwhile", in: ola)
            let there = ola.moved(to: two)
            let second = try await there.stream(after: first.ids.last)
            try await second.message("meanwhile")
            try await there.post("here I am")
            try await annaThere.post("good", in: there)
            try await second.message("good")
            try await windowThere.message("here I am")
            #expect(first.ids + second.ids == (try desk.visible(of: ola.session)))
            #expect(window.isEnded)
        }
    }

    @Test("an agent at one and a visitor at the other hear each other; a sign-in holds at both")
    func apart() async throws {
        try await GatewayDesk.open { desk, one in
            let two = try await desk.startGateway("gw2")
            let anna = try await AgentPage.login("anna", at: one)
            let windows = [try await anna.window(), try await anna.moved(to: two).window()]
            let ola = try await VisitorPage.open(at: two)
            let stream = try await ola.stream()
            try await anna.pickUp(ola)
            try await anna.post("over there", in: ola)
            try await stream.message("over there")
            try await ola.post("over here")
            for window in windows { try await window.message("over here") }
            #expect(stream.ids == (try desk.visible(of: ola.session)))
        }
    }
}
