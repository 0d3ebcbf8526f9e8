import BrokerTesting
import ChatContract
import Foundation
import Testing

/// The id that a page makes for what it asks: the same once more changes nothing (4).
@Suite("Requests that are sent again", .enabled(if: TestBroker.isAvailable))
struct RetryTests {
    @Test("the same line with the same id, at any gateway, is one line with one number (4)")
    func sameLine() async throws {
        try await GatewayDesk.open { desk, gateway in
            let other = try await desk.startGateway("gw2")
            let ola = try await VisitorPage.open(at: gateway)
            let id = UUID().uuidString
            let first = try await ola.post("once", id: id)
            #expect(try await ola.post("once", id: id) == first)
            #expect(try await ola.moved(to: other).post("once", id: id) == first)
            let texts = try desk.events(of: ola.session).compactMap { event in
                if case .posted(let message) = event.data { message.text } else { nil }
            }
            #expect(texts.filter { $0 == "once" }.count == 1)
        }
    }

    @Test("eight at the same moment are one (4)")
    func atOnce() async throws {
        try await GatewayDesk.open { desk, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let id = UUID().uuidString
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...8 { group.addTask { try await ola.post("once", id: id) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(numbers.count == 1)
            #expect(try desk.events(of: ola.session).filter { $0.type == .messagePosted }.count == 2)
        }
    }

    @Test("another type or another body under an id is a conflict, and does nothing")
    func conflict() async throws {
        try await GatewayDesk.open { desk, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let id = UUID().uuidString
            try await ola.post("once", id: id)
            let before = try desk.events(of: ola.session).count
            let type = try await ola.send("session.close", id: id)
            #expect(type.status == 409 && type.code == "conflict")
            let body = try await ola.send("message.post", ["text": "twice"], id: id)
            #expect(body.status == 409 && body.code == "conflict")
            #expect(try desk.events(of: ola.session).count == before)
        }
    }

    @Test("a session that is opened twice under an id is one, with the same key (3)")
    func opening() async throws {
        try await GatewayDesk.open { _, gateway in
            let id = UUID().uuidString
            let body: JSONValue = [
                "id": .string(id),
                "body": [
                    "visitorId": .string(VisitorPage.newVisitorID()), "name": "Ola", "email": "ola@example.com",
                    "question": "Hello?",
                ],
            ]
            let results = try await withThrowingTaskGroup(of: JSONValue.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        try await gateway.ask("POST", "/api/channels/support/sessions", body: body).done()
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(results.map { $0["session"] }).count == 1)
            #expect(Set(results.map { $0["key"] }).count == 1)
        }
    }

    @Test("an agent's command that is sent again gives the first answer")
    func agents() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let id = UUID().uuidString
            let body: JSONValue = ["session": .string(ola.session)]
            let first = try await anna.send("session.pickUp", on: ola.channel, body, id: id)
            let again = try await anna.send("session.pickUp", on: ola.channel, body, id: id)
            #expect(first.ok && again.ok)
            #expect(try desk.events(of: ola.session).filter { $0.type == .sessionAssigned }.count == 1)
            await window.close()
        }
    }
}
