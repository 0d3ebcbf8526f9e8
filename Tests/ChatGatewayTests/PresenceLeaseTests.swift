import BrokerTesting
import ChatContract
import ChatCore
import Testing

/// An agent is there as long as a window of his is open (15, 16).
@Suite("Presence by windows", .enabled(if: TestBroker.isAvailable))
struct PresenceLeaseTests {
    @Test("with a window open he is Present, also past the length of a lease; a moment after it closed he is not (15)")
    func lease() async throws {
        try await GatewayDesk.open { desk, gateway in
            #expect(try await desk.effectivePresence(of: "anna") == "disconnected")
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            try await eventually("anna is not there") {
                try await desk.effectivePresence(of: "anna") == "present"
            }
            // Renewed before it runs out: twice, by the store's own record of it.
            let first = try Self.lease(of: "anna", desk)
            for _ in 1...2 {
                let before = try Self.lease(of: "anna", desk)
                try await eventually("the lease is not renewed") { try Self.lease(of: "anna", desk) > before }
            }
            #expect(try Self.lease(of: "anna", desk) > first)
            #expect(try await desk.effectivePresence(of: "anna") == "present")
            await window.close()
            try await eventually("anna is still there") {
                try await desk.effectivePresence(of: "anna") == "disconnected"
            }
        }
    }

    @Test("a page that is loaded anew, or goes to another gateway, is there all the time (16)")
    func reload() async throws {
        try await GatewayDesk.open { desk, gateway in
            let other = try await desk.startGateway("gw2")
            let anna = try await AgentPage.login("anna", at: gateway)
            let ben = try await AgentPage.login("ben", at: other)
            let watch = try await ben.window()
            let first = try await anna.window("the-page")
            try await watch.first("transient") { Self.says("present", of: "anna", $0) }
            await first.close()
            let second = try await anna.moved(to: other).window("the-page")
            // The first gateway drops its lease of the page; the other one's stays.
            try await eventually("the first gateway still has it") {
                gateway.metrics.contains("samtale_gateway_agents 0")
            }
            let start = try Self.lease(of: "anna", desk)
            try await eventually("the lease is not renewed") { try Self.lease(of: "anna", desk) > start }
            #expect(try await desk.effectivePresence(of: "anna") == "present")
            let gone = watch.all("transient").filter { Self.says("disconnected", of: "anna", $0) }
            #expect(gone.isEmpty)
            await second.close()
        }
    }

    private static func says(_ effective: String, of agent: String, _ transient: JSONValue) -> Bool {
        transient["type"]?.stringValue == "presence.changed" && "\(transient)".contains(agent)
            && "\(transient)".contains(effective)
    }

    /// Until when an agent's last lease holds, as the store writes times.
    private static func lease(of agent: String, _ desk: GatewayDesk) throws -> String {
        try desk.text(
            "SELECT max(each.value) FROM agent, json_each(agent.leases) AS each WHERE agent.agent = '\(agent)'")
    }
}
