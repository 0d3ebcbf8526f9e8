import BrokerTesting
import ChatClient
import ChatContract
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

extension FaultTests {
    @Suite("The drain")
    struct DrainTests {
        @Test("SIGTERM under load: exit code 0, in time, and nothing is left unacknowledged or unpublished")
        func drain() async throws {
            try await Scene.play("drain") { scene in
                let worker = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["support"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                let stream = try await PostStream(count: 4, on: "support", by: client)
                try await stream.progress(by: 50)
                let asked = ContinuousClock.now
                worker.signal(SIGTERM)
                let code = await worker.ended()
                try #require(code == 0)
                let duration = ContinuousClock.now - asked
                FaultSettings.say("drain: \(duration)")
                #expect(duration < .seconds(10))
                #expect(try scene.livingWorkers().isEmpty, "its lease is given back")
                struct Depth: Decodable {
                    var unacknowledged: Int?
                    enum CodingKeys: String, CodingKey { case unacknowledged = "messages_unacknowledged" }
                }
                try await eventually("nothing is unacknowledged") {
                    let queue = try await scene.api.get("queues/\(scene.host)/chat.channel.support", as: Depth.self)
                    return queue?.unacknowledged == 0
                }

                // The next one is killed while it drains.
                let second = try await scene.readyWorker("two")
                try await stream.progress(by: 50, within: .seconds(30))
                second.signal(SIGTERM)
                await second.kill()
                _ = try scene.startWorker("three")
                try await stream.progress(by: 50, within: .seconds(30))
                try await stream.finish()
                try await eventually(within: .seconds(20)) { try scene.count("SELECT count(*) FROM outbox") == 0 }
                try stream.check(scene)
            }
        }
    }
}
