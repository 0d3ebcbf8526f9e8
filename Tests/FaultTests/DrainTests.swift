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

        /// The worst moment to stop: what is committed cannot be published, and no connection be closed politely.
        @Test("SIGTERM while the broker stands still: readiness goes off first, and it ends in time")
        func frozenBroker() async throws {
            try await Scene.play("standstill") { scene in
                let worker = try await scene.readyWorker("one", httpPort: 0)
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["support"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                let stream = try await PostStream(count: 4, on: "support", by: client)
                try await stream.progress(by: 50)
                let readiness = try Self.readiness(scene)
                if let readiness { #expect(try await Self.status(readiness) == 200) }
                try scene.broker.freeze()
                defer { try? scene.broker.thaw() }
                let asked = ContinuousClock.now
                worker.signal(SIGTERM)
                if let readiness {
                    try await eventually(within: .seconds(2), "readiness is off") {
                        try await Self.status(readiness) == 503
                    }
                } else {
                    FaultSettings.say("standstill: this worker has no HTTP port, readiness is not looked at")
                }
                let code = await worker.ended()
                let duration = ContinuousClock.now - asked
                FaultSettings.say("standstill: ended with \(code) after \(duration)")
                #expect(code == 0 && duration < .seconds(30))
                try scene.broker.thaw()
                _ = try scene.startWorker("two")
                try await stream.progress(by: 50, within: .seconds(40))
                try await stream.finish()
                try await eventually(within: .seconds(20)) { try scene.count("SELECT count(*) FROM outbox") == 0 }
                try stream.check(scene)
            }
        }

        /// Where the worker says whether it is ready; it told its log which port it got.
        private static func readiness(_ scene: Scene) throws -> URL? {
            let log = try String(contentsOf: scene.folder.appending(path: "one.log"), encoding: .utf8)
            guard let port = log.firstMatch(of: /port[=": ]+([0-9]+)/)?.1 else { return nil }
            return URL(string: "http://127.0.0.1:\(port)/readyz")
        }

        private static func status(_ url: URL) async throws -> Int {
            let (_, response) = try await URLSession.shared.data(from: url)
            return (response as? HTTPURLResponse)?.statusCode ?? 0
        }
    }
}
