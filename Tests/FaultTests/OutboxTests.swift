import BrokerTesting
import ChatClient
import ChatContract
import Foundation
import Testing

extension FaultTests {
    @Suite("The outbox")
    struct OutboxTests {
        /// Committed and acknowledged, but not published; and nothing else ever happens on that channel.
        @Test("A worker killed between acknowledging and publishing: another one publishes, without any command")
        func adopted() async throws {
            try await Scene.play("outbox") { scene in
                let first = try await scene.readyWorker("one")
                let client = try await scene.client("client")
                try await scene.setUp(channels: ["quiet"], agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                let opened = try await client.open("vera", on: "quiet", at: "edge")
                let reader = try await FaultReader.agents("reader", keys: ["channel.#"], as: "anna", by: client)
                let reading = Task { await reader.run() }
                defer { reading.cancel() }
                try await eventually { try scene.count("SELECT count(*) FROM outbox") == 0 }

                let seq = try await Self.commitUnpublished(scene, first, client, opened)
                #expect(!reader.has(opened.session, seq))
                await first.kill()
                let killed = ContinuousClock.now
                try await scene.broker.control("set_vm_memory_high_watermark", "0.6")
                _ = try scene.startWorker("two")
                try await eventually(within: .seconds(20), "the event arrives without any further command") {
                    reader.has(opened.session, seq)
                }
                FaultSettings.say("outbox: the event came \(ContinuousClock.now - killed) after the kill")
                try await eventually { try scene.count("SELECT count(*) FROM outbox") == 0 }
                let number = try scene.count(
                    "SELECT count(*) FROM event WHERE json_extract(body, '$.data.text') = 'still there?'")
                #expect(number == 1)
            }
        }

        /// Has a command committed while the broker takes no events.
        ///
        /// - Returns: the number of its event.
        static func commitUnpublished(
            _ scene: Scene, _ worker: ChildProcess, _ client: ChatClient, _ opened: SessionOpened
        ) async throws -> Int64 {
            // Nobody consumes while the command goes in, and the broker is full before somebody does.
            try await worker.freeze()
            let post = Task {
                try await client.post("still there?", in: opened.session, on: "quiet", as: .visitor, key: opened.key)
            }
            struct Depth: Decodable { var messages: Int? }
            try await eventually("the command is in the queue") {
                let queue = try await scene.api.get("queues/\(scene.host)/chat.channel.quiet", as: Depth.self)
                return (queue?.messages ?? 0) > 0
            }
            try await scene.broker.control("set_vm_memory_high_watermark", "0")
            worker.signal(SIGCONT)
            try await eventually(within: .seconds(20), "the command is committed and its event not published") {
                try scene.count(
                    "SELECT count(*) FROM event WHERE json_extract(body, '$.data.text') = 'still there?'") == 1
                    && scene.count("SELECT count(*) FROM outbox") > 0
            }
            try await eventually(within: .seconds(20), "the command is acknowledged") {
                let queue = try await scene.api.get("queues/\(scene.host)/chat.channel.quiet", as: Depth.self)
                return queue?.messages == 0
            }
            post.cancel()
            return Int64(try scene.count("SELECT max(seq) FROM event"))
        }
    }
}
