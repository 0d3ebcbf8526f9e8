import BrokerTesting
import ChatClient
import ChatContract
import ChatStore
import Foundation
import Testing

extension FaultTests {
    @Suite("Gateways that are killed")
    struct GatewayKillTests {
        /// Kill -9 in mid-conversation, three times, on the same address; pages come back by themselves (4, 17).
        @Test("Every line of both sides is there once, in order, in the store and on the page")
        func killed() async throws {
            try await Scene.play("gateway") { scene in
                _ = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["support"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna", leaseSeconds: 120)
                let port = try await GatewayPage.freePort()
                var gateway = try scene.startGateway(port: port)
                let page = try await GatewayPage.open(on: "support", port: port)
                let reading = Task { try await page.read() }
                defer { reading.cancel() }
                _ = try await client.ask(
                    .sessionPickUp, to: "support", as: .agent("anna"), SessionReference(session: page.session)
                ).get()
                let lines = 60
                let writing = Task {
                    for line in 1...lines {
                        try await page.post("visitor \(line)")
                        _ = try await client.post(
                            "agent \(line)", in: page.session, on: "support", as: .agent("anna")
                        ).get()
                    }
                }
                for kill in 1...3 {
                    try await eventually(within: .seconds(60), "no lines come") {
                        page.texts.count >= kill * lines / 3
                    }
                    await gateway.kill()
                    gateway = try scene.startGateway(port: port)
                }
                try await writing.value
                try await eventually(within: .seconds(60), "the last line does not come") {
                    page.texts.last == "agent \(lines)"
                }
                #expect(page.texts == ["Hello?"] + (1...lines).flatMap { ["visitor \($0)", "agent \($0)"] })
                let stored = try scene.store.rows(
                    "SELECT seq FROM transcript WHERE session = ? ORDER BY seq", .text(page.session.description)
                ) { Int($0.integer(0)) }
                #expect(Set(page.ids).isSubset(of: stored))
                #expect(page.ids == page.ids.sorted() && Set(page.ids).count == page.ids.count)
                FaultSettings.say(
                    "gateway: killed 3 times, \(page.connections) streams, \(page.repeats) requests repeated")
            }
        }
    }
}

extension Scene {
    /// Starts a gateway; it is a process like a worker, and is ended with them.
    func startGateway(port: Int) throws -> ChildProcess {
        let process = try ChildProcess(
            launcher.program, ["gateway"],
            environment: [
                "SAMTALE_BROKER_URI": uri, "SAMTALE_GATEWAY_PORT": String(port), "SAMTALE_HTTP_PORT": "-1",
                "SAMTALE_LOG_FORMAT": "text",
            ], log: folder.appending(path: "gateway.log"))
        keep(process, named: "gateway")
        return process
    }
}
