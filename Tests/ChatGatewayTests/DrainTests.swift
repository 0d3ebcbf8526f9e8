import BrokerTesting
import ChatContract
import Testing

/// What SIGTERM does to pages.
@Suite("A gateway that stops", .enabled(if: TestBroker.isAvailable))
struct DrainTests {
    @Test("it says goodbye on every stream and ends them; requests that run are answered")
    func goodbye() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let streams = [try await ola.stream(), try await ola.stream()]
            try await anna.pickUp(ola)
            for stream in streams { try await stream.first("snapshot") }
            let lines = Task {
                for line in 1...20 {
                    // After the end no connection is taken any more; what was taken is answered.
                    let reply = try await ola.send("message.post", ["text": .string("line \(line)")])
                    #expect(reply.ok || reply.status == 503, "\(reply)")
                }
            }
            await gateway.stop()
            _ = await lines.result
            for log in streams + [window] {
                try await log.ended()
                #expect(log.all("bye") == [["reason": "shutdown"]])
                #expect(log.names.last == "bye")
            }
            // Its visitors are not lost with it: the one who comes to another gateway goes on.
            let other = try await desk.startGateway("gw2")
            let stream = try await ola.moved(to: other).stream(after: streams[0].ids.last)
            try await anna.moved(to: other).post("welcome back", in: ola)
            try await stream.message("welcome back")
            #expect(streams[0].ids + stream.ids == (try desk.visible(of: ola.session)))
        }
    }
}
