import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatWebhooks
import Foundation
import Testing

@Suite("Receivers of webhooks come, change and go while events are posted", .enabled(if: TestBroker.isAvailable))
struct ReceiverRosterTests {
    /// Whether a receiver has a queue.
    private static func hasQueue(_ webhook: WebhookHandle, _ desk: HookDesk) async throws -> Bool {
        let loop = ConnectionLoop(name: "look")
        defer { loop.stop() }
        let connection = try await Connection.open(desk.host.configuration, on: loop)
        do throws(AMQPError) {
            _ = try await connection.declareQueue(WebhookQueue.of(webhook), passive: true)
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
        await connection.close()
        return true
    }

    private static func isPostedTo(_ webhook: String, _ running: HookDesk.RunningPoster) -> Bool {
        running.poster.metrics.contains("samtale_webhook_in_hand{receiver=\"\(webhook)\"}")
            && running.poster.health.isReady
    }

    @Test("one who comes gets what happens from then on, without a restart; others go on")
    func comes() async throws {
        try await HookReceiver.open { receiver in
            try await HookReceiver.open { other in
                try await HookDesk.open { desk in
                    // Nobody is to be posted to yet.
                    let running = try await desk.post(to: [])
                    let before = try await desk.talk(1)
                    try desk.save([desk.receiver(at: receiver.url)])
                    try await eventually("he is not known") { Self.isPostedTo("crm", running) }
                    let first = try await desk.talk(2)
                    try await desk.waitUntilTaken([first], by: receiver)
                    try desk.save([desk.receiver("other", at: other.url)])
                    try await eventually("the other one is not known") { Self.isPostedTo("other", running) }
                    let second = try await desk.talk(2)
                    try await desk.waitUntilTaken([second], by: receiver)
                    try await desk.waitUntilTaken([second], by: other)
                    #expect(receiver.posts.allSatisfy { $0.session != before.description })
                    #expect(other.posts.allSatisfy { $0.session == second.description })
                }
            }
        }
    }

    @Test("one who is changed is posted to as he is now, what waited for him included, in order")
    func changes() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                // Nobody listens at port 9.
                let running = try await desk.post(to: [desk.receiver(at: "http://127.0.0.1:9/hooks")])
                var sessions: [SessionID] = []
                for _ in 0..<4 { sessions.append(try await desk.talk(4)) }
                try await eventually("nobody says that it is down") {
                    running.poster.health.problems.contains { $0.hasPrefix("crm: no answer") }
                }
                try desk.save([desk.receiver(at: receiver.url)])
                try await desk.waitUntilTaken(sessions, by: receiver)
                try await eventually("it is still said to be down") { running.poster.health.problems.isEmpty }
                // Other events from now on.
                try desk.save([desk.receiver(at: receiver.url, events: ["session.rated", "session.closed"])])
                try await eventually("he gets what he does not want") {
                    let session = try await desk.talk(1)
                    try await eventually("the end does not come") {
                        receiver.taken.contains { $0.session == session.description && $0.type == "session.closed" }
                    }
                    return receiver.taken.count { $0.session == session.description } == 1
                }
            }
        }
    }

    @Test("one who is removed gets nothing more, and his queue is gone with what waited; others get theirs")
    func goes() async throws {
        try await HookReceiver.open { receiver in
            try await HookReceiver.open { other in
                try await HookDesk.open { desk in
                    receiver.answer { _ in HookReceiver.Reply(status: 500) }
                    let running = try await desk.post(to: [
                        desk.receiver(at: receiver.url), desk.receiver("other", at: other.url),
                    ])
                    var sessions = [try await desk.talk(3)]
                    try await eventually("nothing was tried") { !receiver.posts.isEmpty }
                    try desk.remove("crm")
                    try await eventually("he is still there") { !running.poster.metrics.contains("\"crm\"") }
                    try await eventually("his queue is still there") { try await !Self.hasQueue("crm", desk) }
                    receiver.answer { _ in HookReceiver.Reply() }
                    sessions.append(try await desk.talk(3))
                    try await desk.waitUntilTaken(sessions, by: other)
                    #expect(receiver.taken.isEmpty)
                    // He is back, and begins anew.
                    try desk.save([desk.receiver(at: receiver.url)])
                    try await eventually("he is not known") { Self.isPostedTo("crm", running) }
                    let session = try await desk.talk(1)
                    try await desk.waitUntilTaken([session], by: receiver)
                    #expect(
                        receiver.posts.filter { post in sessions.contains { "\($0)" == post.session } }.allSatisfy {
                            $0.at < receiver.taken[0].at
                        })
                }
            }
        }
    }

    @Test("one who is removed while nobody posts has no queue after the next start")
    func goesMeanwhile() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                let first = try await desk.post(to: [desk.receiver(at: receiver.url)])
                await first.stop()
                _ = try await desk.talk(2)
                try desk.remove("crm")
                #expect(try await Self.hasQueue("crm", desk))
                let second = try await desk.post(to: [], as: "p2")
                try await eventually("his queue is still there") { try await !Self.hasQueue("crm", desk) }
                #expect(second.poster.health.problems.isEmpty)
                #expect(receiver.posts.isEmpty)
            }
        }
    }

    @Test("one without a secret is told in health, misses nothing, and gets all of it when it is there")
    func secret() async throws {
        try await HookReceiver.open { receiver in
            try await HookReceiver.open { other in
                try await HookDesk.open { desk in
                    let running = try await desk.post(
                        to: [
                            desk.receiver(at: receiver.url, secretFile: "later"), desk.receiver("other", at: other.url),
                        ], interval: .milliseconds(200))
                    let session = try await desk.talk(3)
                    try await desk.waitUntilTaken([session], by: other)
                    #expect(
                        running.poster.health.problems.contains {
                            $0.hasPrefix("crm: its secretFile is") && $0.contains("cannot be read")
                        })
                    #expect(receiver.posts.isEmpty)
                    try desk.write(secret: "short", to: "later")
                    try await eventually("it is not said") {
                        running.poster.health.problems.contains { $0.contains("shorter than 24 bytes") }
                    }
                    #expect(!running.poster.health.problems.contains { $0.contains("\"short\"") })
                    try desk.write(to: "later")
                    try await desk.waitUntilTaken([session], by: receiver)
                    try await eventually("it is still said") { running.poster.health.problems.isEmpty }
                }
            }
        }
    }
}
