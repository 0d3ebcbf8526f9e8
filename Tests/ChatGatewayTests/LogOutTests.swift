import BrokerTesting
import ChatContract
import ChatCore
import Testing

/// Windows end when who opened them may not be there any more.
@Suite("The end of a sign-in", .enabled(if: TestBroker.isAvailable))
struct LogOutTests {
    @Test("log-out ends the windows of that sign-in, and no others")
    func logOut() async throws {
        try await GatewayDesk.open { _, gateway in
            let here = try await AgentPage.login("anna", at: gateway)
            let there = try await AgentPage.login("anna", at: gateway)
            let windows = [try await here.window(), try await here.window()]
            let other = try await there.window()
            let reply = try await gateway.ask("POST", "/api/logout", headers: here.headers)
            #expect(reply.ok)
            #expect(reply.header("Set-Cookie")?.contains("Max-Age=0") == true)
            for window in windows { try await window.ended() }
            let ola = try await VisitorPage.open(at: gateway)
            try await other.first("event") { $0["session"]?.stringValue == ola.session }
        }
    }

    @Test("who is shut out, or gets another password, loses his windows")
    func shutOut() async throws {
        try await GatewayDesk.open { desk, gateway in
            let anna = try await AgentPage.login("anna", at: gateway)
            let ben = try await AgentPage.login("ben", at: gateway)
            let carl = try await AgentPage.login("carl", at: gateway)
            let windows = [try await anna.window(), try await ben.window()]
            let stays = try await carl.window()
            var disabled = AgentSave(agent: "anna")
            disabled.enabled = false
            var changed = AgentSave(agent: "ben")
            changed.scrypt = "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            try desk.apply([.saveAgent(disabled), .saveAgent(changed)])
            for window in windows { try await window.ended() }
            let kari = try await VisitorPage.open(at: gateway, on: GatewayDesk.sales)
            try await stays.first("event") { $0["session"]?.stringValue == kari.session }
            for page in [anna, ben] {
                #expect(try await gateway.ask("GET", "/api/me", headers: page.headers).status == 401)
            }
        }
    }
}
