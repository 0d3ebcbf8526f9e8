import BrokerTesting
import ChatClient
import ChatContract
import ChatStore
import Foundation
import Testing

extension FaultTests {
    @Suite("An outage of all workers")
    struct OutageTests {
        /// Silence counts only time in which somebody listened.
        @Test("Longer than every lease and grace: who went on renewing loses nothing, who was silent is noticed later")
        func outage() async throws {
            try await Scene.play("outage") { scene in
                let first = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                let idle = Channel.Idle(
                    disconnectedSeconds: 2, goneSeconds: 4, agentLostSeconds: 2, agentReturnSeconds: 3)
                try await scene.setUp(channels: ["support"], agents: ["anna", "mute"], idle: idle, by: client)
                let renewing = Task { await Self.renew(client) }
                defer { renewing.cancel() }
                try await Self.renewOnce(client, gateway: "rim", agent: "mute")
                for agent: AgentHandle in ["anna", "mute"] { try await client.bePresent(as: agent, leaseSeconds: 5) }
                let loyal = try await client.open("loyal", on: "support", at: "edge")
                let gone = try await client.open("gone", on: "support", at: "rim")
                let orphan = try await client.open("orphan", on: "support", at: "edge")
                let owners: [(SessionOpened, AgentHandle)] = [(loyal, "anna"), (gone, "anna"), (orphan, "mute")]
                for (session, agent) in owners {
                    _ = try await client.pickUp(session.session, on: "support", as: agent).get()
                    // Taking a chat says that he lives for a minute; what counts here is his connection alone.
                    let drop = PresenceDrop(connection: "none")
                    _ = try await client.ask(.presenceDrop, as: .agent(agent), drop).get()
                }
                try await Self.renewOnce(client, gateway: "rim", agent: "mute")

                await first.kill()
                let line = Task {
                    try await client.post(
                        "are you there?", in: loyal.session, on: "support", as: .visitor, key: loyal.key)
                }
                try await Task.sleep(for: .seconds(12)) // the outage itself
                let restarted = Scene.now
                _ = try scene.startWorker("two")

                _ = try await line.value.get()
                try await eventually(within: .seconds(40), "the silent visitor's session ends") {
                    try Self.events(["session.closed"], of: gone, in: scene).count == 1
                }
                try await eventually(within: .seconds(40), "the silent agent's chat returns to its queue") {
                    try scene.count(
                        "SELECT count(*) FROM session WHERE session = '\(orphan.session)' AND place = 0") == 1
                }
                let noticed =
                    try Self.events(["session.disconnected", "session.closed"], of: gone, in: scene)
                    + Self.events(["session.agentLost"], of: orphan, in: scene)
                let delays = noticed.map { ($0 - restarted).milliseconds }
                FaultSettings.say("outage: the silent were noticed \(delays) ms after the restart")
                #expect(noticed.count == 3 && noticed.allSatisfy { $0 - restarted >= .seconds(2) })
                let wrong = try Self.events(
                    ["session.disconnected", "session.agentLost", "session.closed"], of: loyal, in: scene)
                #expect(wrong.isEmpty, "nobody is lost who went on renewing")
                #expect(try Self.events(["session.disconnected", "session.closed"], of: orphan, in: scene).isEmpty)
                #expect(
                    try scene.count(
                        "SELECT count(*) FROM session WHERE session = '\(loyal.session)' AND owner = 'anna'") == 1)
                var audit = Audit(scene.store)
                try await eventually { try scene.count("SELECT count(*) FROM outbox") == 0 }
                try audit.checkLaws()
                for problem in audit.problems { Issue.record("\(problem)") }
            }
        }

        /// When events of some types happened.
        private static func events(
            _ types: [String], of session: SessionOpened, in scene: Scene
        ) throws -> [Timestamp] {
            let list = types.map { "'\($0)'" }.joined(separator: ",")
            return try scene.store.rows(
                """
                SELECT json_extract(e.body, '$.at') FROM event e JOIN session s ON s.number = e.session
                WHERE s.session = '\(session.session)' AND e.type IN (\(list)) ORDER BY e.seq
                """
            ) { Timestamp($0.text(0)) }.compactMap { $0 }
        }

        private static func renewOnce(
            _ client: ChatClient, gateway: GatewayHandle, agent: AgentHandle
        ) async throws {
            _ = try await client.renewGateway(gateway, leaseSeconds: 5).get()
            let renew = PresenceRenew(connection: "screen", leaseSeconds: 5)
            _ = try await client.ask(.presenceRenew, as: .agent(agent), renew).get()
        }

        /// What a gateway and an agent's client do all the time, whether anybody answers or not.
        private static func renew(_ client: ChatClient) async {
            await withTaskGroup(of: Void.self) { group in
                while !Task.isCancelled {
                    group.addTask { try? await renewOnce(client, gateway: "edge", agent: "anna") }
                    try? await Task.sleep(for: .milliseconds(1500))
                }
            }
        }
    }
}
