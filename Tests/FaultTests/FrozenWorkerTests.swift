import BrokerTesting
import ChatClient
import ChatContract
import Foundation
import Testing

extension FaultTests {
    @Suite("A frozen worker")
    struct FrozenWorkerTests {
        /// The broker goes on giving it commands until its heartbeats are missed; what it does when it wakes up is
        /// refused or repeated, never done twice.
        @Test("Another one takes over; the one that wakes up does nothing twice and takes a new incarnation")
        func frozen() async throws {
            try await Scene.play("frozen") { scene in
                _ = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["support"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                _ = try await scene.readyWorker("two")
                let stream = try await PostStream(count: 4, on: "support", by: client)
                try await eventually(within: .seconds(30), "two stands in line") {
                    try scene.livingWorkers().allSatisfy { $0.subscribed["chat.channel.support"] != nil }
                        && scene.livingWorkers().count == 2
                }
                let frozen = try #require(try scene.active(on: "chat.channel.support"))
                let process = try scene.process(frozen.name)
                try await stream.progress(by: 20)

                // A process that is frozen inside a commit holds SQLite's lock, and nobody can go on (health names it);
                // that is another fault than the one that is tried here.
                try await process.freeze()
                while !scene.isWritable {
                    process.signal(SIGCONT)
                    try await stream.progress(by: 5)
                    try await process.freeze()
                }
                let stopped = ContinuousClock.now
                try await eventually(within: .seconds(60), "its lease is over, and answers come from the other") {
                    try !scene.livingWorkers().contains { $0.incarnation == frozen.incarnation }
                }
                try await stream.progress(by: 20, within: .seconds(60))
                FaultSettings.say("frozen: answers again \(ContinuousClock.now - stopped) after the freeze")

                process.signal(SIGCONT)
                try await eventually(within: .seconds(30), "it takes a new incarnation") {
                    try scene.livingWorkers().contains {
                        $0.name == frozen.name && $0.incarnation != frozen.incarnation && !$0.subscribed.isEmpty
                    }
                }
                try await stream.progress(by: 20, within: .seconds(30))
                try await stream.finish()
                try await eventually(within: .seconds(20)) { try scene.count("SELECT count(*) FROM outbox") == 0 }
                try stream.check(scene)
            }
        }
    }
}
