import BrokerTesting
import ChatContract
import Testing

/// A session belongs to who has its key (30): for others it is not there.
@Suite("Sessions of others", .enabled(if: TestBroker.isAvailable))
struct ForeignSessionTests {
    @Test("another's session, a wrong key and a session that never was are refused by the same answer (30)")
    func sameAnswer() async throws {
        try await GatewayDesk.open { desk, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let kari = try await VisitorPage.open(at: gateway, name: "Kari")
            let nowhere = "7c1b2a30-0000-4000-8000-000000000000"
            let attempts = [
                (kari.session, ola.key), (ola.session, "wrong"), (ola.session, ola.key + "x"), (nowhere, ola.key),
            ]
            var answers: Set<String> = []
            for (session, key) in attempts {
                let page = VisitorPage(
                    gateway: gateway, session: session, key: key, channel: ola.channel, visitorID: "")
                let posted = try await page.send("message.post", ["text": "hi"])
                #expect(posted.status == 404 && posted.code == "unknownSession")
                let read = try await gateway.ask(
                    "GET", "/api/sessions/\(session)/events?channel=support", headers: [page.authorization])
                #expect(read.status == 404 && read.code == "unknownSession")
                answers.formUnion([posted.text, read.text])
            }
            #expect(answers.count == 1, "\(answers)")
            #expect(try desk.events(of: kari.session).filter { $0.type == .messagePosted }.count == 1)
            // What stands in the body does not count: the address and its key do.
            let own = try await ola.send(
                "message.post", ["session": .string(kari.session), "gateway": "x", "text": "mine"])
            #expect(own.ok)
            #expect(try desk.events(of: kari.session).filter { $0.type == .messagePosted }.count == 1)
            #expect(try desk.events(of: ola.session).filter { $0.type == .messagePosted }.count == 2)
        }
    }

    @Test("visitors send what visitors may, agents what agents may")
    func types() async throws {
        try await GatewayDesk.open { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            for type in ["session.pickUp", "session.delete", "session.attach", "desk.get", "gateway.drop", "nonsense"] {
                let reply = try await ola.send(type)
                #expect(reply.status == 400 && reply.code == "unknownType", "\(type): \(reply)")
            }
            let anna = try await AgentPage.login("anna", at: gateway)
            for type in ["session.open", "session.attach", "agent.credentials", "gateway.drop", "queue.evaluate"] {
                let reply = try await anna.send(type, on: ola.channel)
                #expect(reply.status == 400 && reply.code == "unknownType", "\(type): \(reply)")
            }
        }
    }
}
