import BrokerTesting
import ChatClient
import ChatContract
import ChatWorker
import Foundation
import Synchronization
import Testing

extension FaultTests {
    @Suite("Workers that come and go")
    struct HandOverTests {
        static let channels: [ChannelHandle] = ["support", "sales", "billing"]

        @Test("Ten times: every session's lines stay in order, and no queue goes to and fro")
        func handOver() async throws {
            try await Scene.play("handover") { scene in
                _ = try await scene.readyWorker("stays")
                let client = try await scene.client("client")
                try await scene.setUp(channels: Self.channels, agents: ["anna"], by: client)
                try await client.bePresent(as: "anna")
                let streams = [
                    try await PostStream(count: 2, on: Self.channels[0], by: client),
                    try await PostStream(count: 2, on: Self.channels[1], by: client),
                    try await PostStream(count: 2, on: Self.channels[2], by: client),
                ]
                let moves = Moves(scene)
                let watching = Task { try await moves.watch() }
                defer { watching.cancel() }
                for number in 1...10 {
                    let guest = try await scene.readyWorker("guest-\(number)")
                    try await eventually(within: .seconds(30), "every queue is with its preferred worker") {
                        try Self.isSettled(scene, workers: 2)
                    }
                    for stream in streams { try await stream.progress(by: 10, within: .seconds(30)) }
                    guest.signal(SIGTERM)
                    #expect(await guest.ended() == 0)
                    for stream in streams { try await stream.progress(by: 10, within: .seconds(30)) }
                }
                for stream in streams { try await stream.finish() }
                try await eventually(within: .seconds(20)) { try scene.count("SELECT count(*) FROM outbox") == 0 }
                for stream in streams { try stream.check(scene) }
                // Twenty changes over four queues: each moves at most once with each.
                let count = moves.count
                FaultSettings.say("hand-over: \(count) moves of \(Self.channels.count + 1) queues in 20 changes")
                #expect(count > 0 && count <= 20 * (Self.channels.count + 1))
            }
        }

        /// Whether so many workers live, and each queue is consumed by the one who has the best claim to it.
        private static func isSettled(_ scene: Scene, workers: Int) throws -> Bool {
            let living = try scene.livingWorkers().map(\.incarnation)
            return try living.count == workers
                && ([.control] + channels.map(WorkQueue.channel)).allSatisfy { queue in
                    try scene.active(on: queue.name)?.incarnation
                        == Rendezvous.ranking(of: living, for: queue).first
                }
        }
    }
}

/// Counts how often a queue got another active consumer.
final class Moves: Sendable {
    private struct State {
        var active: [String: String] = [:]
        var count = 0
    }

    private let scene: Scene
    private let state = Mutex(State())

    init(_ scene: Scene) {
        self.scene = scene
    }

    var count: Int { state.withLock { $0.count } }

    func watch() async throws {
        let queues = ["chat.control"] + FaultTests.HandOverTests.channels.map { "chat.channel.\($0)" }
        while !Task.isCancelled {
            for queue in queues {
                guard let active = try scene.active(on: queue)?.incarnation else { continue }
                state.withLock { state in
                    if let before = state.active[queue], before != active { state.count += 1 }
                    state.active[queue] = active
                }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
