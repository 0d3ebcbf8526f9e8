import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatWebhooks
import Testing

@Suite("Events that come in another order, twice or not at all", .enabled(if: TestBroker.isAvailable))
struct SortingTests {
    /// Publishes events of a session that is over anew, as another session that the worker does not know of.
    private static func publish(
        _ events: [Event], _ numbers: [Int], as session: SessionID, _ desk: HookDesk
    ) async throws {
        for number in numbers {
            guard var event = events.first(where: { $0.seq == number }) else { throw TestFailure("no \(number)") }
            event.session = session
            let sent = try await desk.client.post(
                raw: Publishing(
                    exchange: Exchange.events,
                    routingKey: RoutingKey.event(event.type, channel: event.channel, session: session),
                    properties: Properties(
                        headers: [
                            Header.channel: .string(event.channel.text), Header.session: .string("\(session)"),
                            Header.seq: .int64(event.seq),
                        ], deliveryMode: .persistent, messageID: event.messageID, type: event.type.rawValue),
                    body: try event.json()))
            #expect(sent.isAcknowledged)
        }
    }

    @Test("each is posted once, in the order of the numbers; one that was missing is waited for")
    func order() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                let events = try desk.events(try await desk.talk(5))
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                let session = SessionID(high: 1, low: 2)
                try await Self.publish(events, [1, 3, 4, 2, 2, 3, 5], as: session, desk)
                try await eventually("not all came") { receiver.taken.count >= 5 }
                #expect(receiver.taken.map(\.seq) == [1, 2, 3, 4, 5])
            }
        }
    }

    @Test("one that never comes is asked for, and posted in its place")
    func hole() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                // It begins after the session, so that nothing of it came.
                let session = try await desk.talk(5)
                let events = try desk.events(session)
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                try await Self.publish(events, [1, 2, 6], as: session, desk)
                try await eventually("not all came") { receiver.taken.count >= events.count }
                #expect(receiver.taken.map(\.seq) == events.map { Int($0.seq) })
                #expect(try receiver.taken.map { try WireJSON.decode(Event.self, from: $0.body) } == events)
            }
        }
    }

    @Test("one of a session that nobody knows any more holds up nothing")
    func unknown() async throws {
        try await HookReceiver.open { receiver in
            try await HookDesk.open { desk in
                let events = try desk.events(try await desk.talk(5))
                try await desk.post(to: [desk.receiver(at: receiver.url)])
                try await Self.publish(events, [1, 4, 5], as: SessionID(high: 1, low: 2), desk)
                try await eventually("not all came") { receiver.taken.count >= 3 }
                #expect(receiver.taken.map(\.seq) == [1, 4, 5])
                try await eventually("something is left") { try await desk.messages(in: WebhookQueue.events) == 0 }
            }
        }
    }
}
