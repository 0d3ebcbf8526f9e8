import BrokerTesting
import ChatContract
import Testing

/// A visitor and an agent talk, each by their own stream.
@Suite("Conversations by HTTP", .enabled(if: TestBroker.isAvailable))
struct ConversationTests {
    @Test("a visitor opens, asks, is answered and reads everything in order (18)")
    func talk() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            try await stream.first("snapshot")
            try await anna.pickUp(ola)
            try await anna.post("Hello Ola", in: ola)
            try await ola.post("My parcel is late")
            try await anna.post("I look", in: ola)
            for text in ["Hello?", "Hello Ola", "My parcel is late", "I look"] { try await stream.message(text) }
            // What was said before he took it the agent reads in the session.
            for text in ["Hello Ola", "My parcel is late", "I look"] { try await window.message(text) }
            #expect(stream.texts == ["Hello?", "Hello Ola", "My parcel is late", "I look"])
            #expect(stream.ids == (try desk.visible(of: ola.session)))
            #expect(stream.all("snapshot").count == 1)
            let session = try await anna.send("session.get", ["session": .string(ola.session)]).done()
            #expect(session["snapshot"]?["session"]?.stringValue == ola.session)
        }
    }
}
