import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatWebhooks
import Crypto
import Foundation
import Testing

@Suite("Webhooks over a real broker and real HTTP (guarantee 4)", .enabled(if: TestBroker.isAvailable))
struct WebhookTests {
    @Test("a receiver gets what he chose, once, in order, signed, with stable ids")
    func delivered() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                try await desk.post(to: [
                    desk.receiver(
                        at: receiver.url, events: ["session.created", "session.message", "session.closed"],
                        channels: ["support"])
                ])
                _ = try await desk.talk(on: HookDesk.sales)
                let session = try await desk.talk(3)
                let wanted = try desk.events(session).filter {
                    [.sessionOpened, .messagePosted, .sessionClosed].contains($0.type)
                }
                try await eventually("not all came") { receiver.taken.count >= wanted.count }
                #expect(receiver.taken.map(\.id) == wanted.map(\.messageID))
                for (post, event) in zip(receiver.taken, wanted) {
                    try check(post, event)
                }
            }
        }
    }

    private func check(_ post: HookReceiver.Post, _ event: Event) throws {
        // As a receiver would, by hand.
        let time = try #require(post.headers["webhook-timestamp"])
        let signed = Data("\(post.id).\(time).".utf8) + Data(post.body)
        let code = HMAC<SHA256>.authenticationCode(
            for: signed, using: SymmetricKey(data: Data(HookDesk.secret.utf8)))
        #expect(post.headers["webhook-signature"] == "v1," + Data(code).base64EncodedString())
        #expect(abs(Double(time).map { Date().timeIntervalSince1970 - $0 } ?? 1000) < 60)
        #expect(post.headers["content-type"] == "application/json")
        #expect(post.headers["ce-specversion"] == "1.0")
        #expect(post.headers["ce-id"] == event.messageID)
        #expect(post.headers["ce-type"] == event.type.rawValue)
        #expect(post.headers["ce-source"] == "/channels/support")
        #expect(post.headers["ce-time"] == event.at.description)
        // The body is the event's, and its id.
        #expect(try WireJSON.decode(Event.self, from: post.body) == event)
        let object = try JSONSerialization.jsonObject(with: Data(post.body)) as? [String: Any]
        #expect(object?["id"] as? String == event.messageID)
    }

    @Test("a receiver who is down gets everything afterwards, in order, and holds up nobody else")
    func down() async throws {
        try await HookReceiver.open { receiver in
            try await HookReceiver.open { other in
                try await HookDesk.open { desk in
                    let running = try await desk.post(to: [
                        desk.receiver(at: receiver.url), desk.receiver("other", at: other.url),
                    ])
                    await receiver.stop()
                    var sessions: [SessionID] = []
                    for _ in 0..<6 { sessions.append(try await desk.talk(8)) }
                    try await desk.waitUntilTaken(sessions, by: other)
                    try await eventually("nobody says that it is down") {
                        running.poster.health.problems.contains { $0.hasPrefix("crm: no answer") }
                    }
                    #expect(running.poster.health.isReady)
                    #expect(receiver.posts.isEmpty)
                    try await receiver.start()
                    try await desk.waitUntilTaken(sessions, by: receiver)
                    try await eventually("it is still said to be down") { running.poster.health.problems.isEmpty }
                    // What was answered too late on a busy machine is posted once more before it is done with.
                    try await eventually("events are left") {
                        running.poster.metrics.contains("samtale_webhook_in_hand{receiver=\"crm\"} 0\n")
                    }
                    await running.stop()
                    #expect(try await desk.messages(in: WebhookQueue.of("crm")) == 0)
                }
            }
        }
    }

    @Test("what waits is not posted when it is erased meanwhile; that it was erased is (10)")
    func erased() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                var plan = HookDesk.plan
                plan.fresh = .zero
                let running = try await desk.post(to: [desk.receiver(at: receiver.url)], plan: plan)
                await receiver.stop()
                let erased = try await desk.talk(5)
                let other = try await desk.talk(2, email: "ola@example.com")
                try await eventually("nobody says that it is down") {
                    running.poster.health.problems.contains { $0.hasPrefix("crm: no answer") }
                }
                let done = try await desk.client.send(
                    .privacyErase, as: .system("privacy"), PrivacyErase(email: "k@example.com"),
                    returning: PrivacyErased.self
                ).get()
                #expect(done.sessions == 1)
                let last = try #require(try desk.events(erased).last)
                #expect(last.type == .sessionErased)
                try await receiver.start()
                try await desk.waitUntilTaken([other], by: receiver)
                try await eventually("it is not told") {
                    receiver.taken.contains { $0.id == last.messageID }
                }
                #expect(receiver.ids(of: erased.description) == [last.messageID])
                #expect(running.poster.metrics.contains("outcome=\"erased\"} \(last.seq - 1)\n"))
            }
        }
    }

    @Test("what is answered 500 is tried again under the same id; its session waits for it, others go on")
    func refusedForNow() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                let sick = try await desk.talk(0, isOver: false)
                receiver.answer { HookReceiver.Reply(status: $0.session == sick.description ? 500 : 200) }
                try await desk.say(3, in: sick)
                let well = try await desk.talk(5)
                try await desk.waitUntilTaken([well], by: receiver)
                let failed = receiver.posts.filter { $0.session == sick.description }
                let ids = try desk.ids(sick)
                #expect(!ids.isEmpty)
                receiver.answer { _ in HookReceiver.Reply() }
                try await desk.waitUntilTaken([sick], by: receiver)
                let again = receiver.posts.filter { post in failed.contains { $0.id == post.id } }
                #expect(again.count >= failed.count)
                for post in again { #expect(post.body == failed.first { $0.id == post.id }?.body) }
            }
        }
    }

    @Test("Retry-After is honoured")
    func retryAfter() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                var plan = HookDesk.plan
                plan.longest = .seconds(10)
                try await desk.post(to: [desk.receiver(at: receiver.url)], plan: plan)
                receiver.answer { _ in HookReceiver.Reply(status: 429, headers: ["Retry-After": "2"]) }
                let session = try await desk.talk(2)
                try await eventually("nothing came") { !receiver.posts.isEmpty }
                receiver.answer { _ in HookReceiver.Reply() }
                try await desk.waitUntilTaken([session], by: receiver)
                let first = try #require(receiver.posts.first)
                // Those who were on their way with the first are no attempts after it.
                let next = try #require(receiver.posts.first { $0.id == first.id && $0.at > first.at })
                #expect(next.at - first.at >= .milliseconds(1900))
            }
        }
    }

    @Test("a receiver who does not answer in time gets it again")
    func slow() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                var plan = HookDesk.plan
                plan.timeout = .seconds(2)
                try await desk.post(to: [desk.receiver(at: receiver.url, events: ["message.posted"])], plan: plan)
                receiver.answer { _ in HookReceiver.Reply(delay: .seconds(20)) }
                let session = try await desk.talk(1)
                try await eventually("it is not tried again") {
                    Dictionary(grouping: receiver.posts, by: \.id).values.contains { $0.count > 1 }
                }
                receiver.answer { _ in HookReceiver.Reply() }
                let ids = try desk.events(session).filter { $0.type == .messagePosted }.map(\.messageID)
                try await eventually("not all came") { receiver.ids(of: session.description) == ids }
            }
        }
    }

    @Test("410 ends it at once: a dead letter, with the reason; the session goes on")
    func gone() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                receiver.answer { HookReceiver.Reply(status: $0.seq == 2 ? 410 : 200) }
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                let session = try await desk.talk(3)
                var ids = try desk.ids(session)
                let lost = ids.remove(at: 1)
                try await eventually("not all came") { receiver.ids(of: session.description) == ids }
                #expect(receiver.posts.filter { $0.id == lost }.count == 1)
                let letter = try await letter(desk)
                #expect(letter.properties.correlationID == lost)
                #expect(letter.properties.headers[Header.reason]?.stringValue == "webhook")
                #expect(letter.properties.headers[Header.error]?.stringValue?.contains("410") == true)
                #expect(letter.properties.headers[Header.queue]?.stringValue == "chat.webhooks.crm")
            }
        }
    }

    private func letter(_ desk: HookDesk) async throws -> Delivery {
        let loop = ConnectionLoop(name: "letters")
        defer { loop.stop() }
        let connection = try await Connection.open(desk.host.configuration, on: loop)
        let letter = try await connection.get(Queue.dead)
        await connection.close()
        return try #require(letter)
    }

    @Test(
        "what nobody took until its time was over is a dead letter; sent again, it arrives",
        .enabled(if: WebhooksProcess.binary != nil))
    func tooOld() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                var plan = HookDesk.plan
                plan.life = .seconds(3)
                await receiver.stop()
                let running = try await desk.post(to: [desk.receiver(at: receiver.url)], plan: plan)
                let session = try await desk.talk(4)
                let ids = try desk.ids(session)
                try await eventually("they are not given up") {
                    try await desk.messages(in: Queue.dead) == ids.count
                }
                #expect(running.poster.metrics.contains("outcome=\"dead\"} \(ids.count)\n"))
                try await receiver.start()
                try await WebhooksProcess(desk, ["dead-letters", "requeue", "--all", "--yes"]).ended()
                try await eventually("not all came") { Set(receiver.taken.map(\.id)) == Set(ids) }
                #expect(try await desk.messages(in: Queue.dead) == 0)
            }
        }
    }

    @Test("redirects are not followed")
    func redirect() async throws {
        try await HookReceiver.open { receiver in
            try await HookReceiver.open { elsewhere in
                try await HookDesk.open { desk in
                    let url = elsewhere.url
                    receiver.answer { _ in HookReceiver.Reply(status: 307, headers: ["Location": url]) }
                    let running = try await desk.post(to: [desk.receiver(at: receiver.url)])
                    let session = try await desk.talk(1)
                    try await eventually("it is not said") {
                        running.poster.health.problems.contains { $0.contains("307") && $0.contains(url) }
                    }
                    receiver.answer { _ in HookReceiver.Reply() }
                    try await desk.waitUntilTaken([session], by: receiver)
                    #expect(elsewhere.posts.isEmpty)
                }
            }
        }
    }

    @Test("an address of the own network is not posted to, unless that is meant")
    func own() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                let url = receiver.url.replacing("http://127.0.0.1", with: "https://localhost")
                let running = try await desk.post(to: [desk.receiver(at: url, isPrivate: false)])
                try await desk.talk(1)
                try await eventually("it is not said") {
                    running.poster.health.problems.contains { $0.contains("in an own network") }
                }
                #expect(receiver.posts.isEmpty)
            }
        }
    }

    @Test("a receiver may be named, not only numbered")
    func named() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                // Where localhost is ::1 too, nobody listens there, and the other address is tried.
                let url = receiver.url.replacing("127.0.0.1", with: "localhost")
                try await desk.post(to: [desk.receiver(at: url)])
                try await desk.waitUntilTaken([try await desk.talk(2)], by: receiver)
            }
        }
    }

    @Test("connections that are cut lose nothing")
    func cut() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                receiver.answer { _ in HookReceiver.Reply(delay: .milliseconds(20)) }
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                var sessions: [SessionID] = []
                for round in 0..<6 {
                    sessions.append(try await desk.talk(10))
                    if round == 1 { try await desk.host.closeConnections(named: "samtale p1 webhooks") }
                    if round == 3 { try await desk.host.closeConnections(named: "samtale p1 webhooks crm") }
                }
                try await desk.waitUntilTaken(sessions, by: receiver)
            }
        }
    }

    @Test("what is held for long goes back to the broker for a moment, and loses neither order nor what was tried")
    func held() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                var plan = HookDesk.plan
                plan.hold = .milliseconds(300)
                try await desk.post(to: [desk.receiver(at: receiver.url)], plan: plan)
                receiver.answer { _ in HookReceiver.Reply(status: 500) }
                var sessions: [SessionID] = []
                for _ in 0..<3 { sessions.append(try await desk.talk(4)) }
                let count = receiver.posts.count
                try await eventually("it is not tried again") { receiver.posts.count > count + 30 }
                receiver.answer { _ in HookReceiver.Reply() }
                try await desk.waitUntilTaken(sessions, by: receiver)
                let first = try #require(receiver.posts.first)
                #expect(receiver.posts.filter { $0.id == first.id }.count > 3)
            }
        }
    }

    @Test("a second one is a standby, and goes on when the first one ends")
    func standby() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                let first = try await desk.post(to: [desk.receiver(at: receiver.url)])
                try await desk.post(to: [desk.receiver(at: receiver.url)], as: "p2")
                var sessions = [try await desk.talk(3)]
                try await desk.waitUntilTaken(sessions, by: receiver)
                await first.stop()
                sessions.append(try await desk.talk(3))
                try await desk.waitUntilTaken(sessions, by: receiver)
                #expect(receiver.taken.count == Set(receiver.taken.map(\.id)).count, "each once")
            }
        }
    }

    @Test(
        "kill -9 in the middle of posts loses none: the next one posts what was not answered for, in order",
        .enabled(if: WebhooksProcess.binary != nil))
    func killed() async throws {
        try await HookReceiver.open { receiver in
            receiver.answer { _ in HookReceiver.Reply(delay: .milliseconds(30)) }
            try await HookDesk.open { desk in
                try desk.save([desk.receiver(at: receiver.url)])
                var process = try WebhooksProcess(desk)
                let loop = ConnectionLoop(name: "status")
                defer { loop.stop() }
                try await eventually("it does not begin") {
                    guard try await desk.host.queue(WebhookQueue.events) != nil else { return false }
                    return try await desk.host.status(WebhookQueue.events, on: loop).consumerCount == 1
                }
                var sessions: [SessionID] = []
                for round in 0..<3 {
                    for _ in 0..<4 { sessions.append(try await desk.talk(8)) }
                    let count = receiver.taken.count
                    try await eventually("nothing comes") { receiver.taken.count > count + round }
                    await process.kill()
                    process = try WebhooksProcess(desk)
                }
                do {
                    try await desk.waitUntilTaken(sessions, by: receiver)
                } catch {
                    await process.kill()
                    throw error
                }
                await process.kill()
            }
        }
    }
}
