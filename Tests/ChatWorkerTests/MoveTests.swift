import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Transfer to another channel's queue (contract, "A session transferred to another channel").
@Suite("Transfer to a channel over a real broker", .enabled(if: TestBroker.isAvailable))
struct MoveTests {
    private static let channels = [
        Channel(channel: TestDesk.support, name: "Support"), Channel(channel: "sales", name: "Sales"),
    ]

    @Test("numbers go on, it waits at the back of the other queue, and who asks here is told where it is")
    func move() async throws {
        try await TestDesk.open(Self.channels, workers: 2) { desk in
            let caller = desk.caller
            let gateway = try await desk.hearGateway()
            let sales = try await desk.hearDesk("sales")
            let waiting = try await caller.open("kari", on: "sales")
            let session = try await caller.open("ola", question: "Hi")
            _ = try await caller.pickUp(session, by: "anna").get()
            let posted = try caller.command(
                .messagePost, to: session.channel, as: .visitor,
                MessagePost(session: session.id, text: "Once"), key: session.key, id: "once")
            let first = try await caller.ask(posted)
            let move = TransferRequest(session: session.id, channel: "sales")
            #expect(try await caller.ask(.transferRequest, session, by: .agent("anna"), move).status == .inQueue)
            let queued = try await sales.wait(for: .sessionQueued, of: session.id)
            guard case .queued(let place) = queued.data else { return }
            #expect(place.position == 2, "it waits behind kari")
            try await gateway.wait(for: .sessionMoved, of: session.id)

            // What was done before is answered again here; what is new is told where to go.
            #expect(try await caller.ask(posted) == first)
            let late = try await caller.post("Hello?", in: session, by: .visitor)
            #expect(late.refusal?.code == .moved)
            #expect(late.refusal?.channel == "sales")
            // The library for clients goes after it by itself.
            let followed = try await desk.client.postMessage(
                "Where are you?", in: session.id, on: session.channel, as: .visitor, sessionKey: session.key)
            #expect(followed.status == .inQueue)
            let there = OpenSession(id: session.id, key: session.key, channel: "sales")
            #expect(try await caller.post("Hello?", in: there, by: .visitor).status == .inQueue)
            #expect(try await caller.pickUp(there, by: "ben").status == .customerLast)
            #expect(try desk.events(of: session.id).count { $0.message?.text == "Once" } == 1)
            expectSound(try desk.events(of: session.id))
            #expect(try await caller.ask(.sessionClose, there, by: .agent("ben")).status == .closed)
            #expect(try desk.session(waiting.id).status == .inQueue)
            try await desk.tap.validate()
        }
    }

    @Test("a command that went after its session is not done again where it was sent first (guarantee 4)")
    func comesBack() async throws {
        try await TestDesk.open(Self.channels) { desk in
            let caller = desk.caller
            let session = try await caller.open("ola", question: "Hi")
            let there = OpenSession(id: session.id, key: session.key, channel: "sales")
            _ = try await caller.pickUp(session, by: "anna").get()
            let move = TransferRequest(session: session.id, channel: "sales")
            #expect(try await caller.ask(.transferRequest, session, by: .agent("anna"), move).status == .inQueue)
            let body = MessagePost(session: session.id, text: "Once")
            let here = try caller.command(
                .messagePost, to: session.channel, as: .visitor, body, key: session.key, id: "once")
            let followed = try caller.command(
                .messagePost, to: there.channel, as: .visitor, body, key: session.key, id: "once")
            let refused = try WireJSON.decode(AnswerBody<MessagePosted>.self, from: try await caller.ask(here))
            #expect(refused.error?.code == .moved)
            let first = try await caller.ask(followed)
            _ = try await caller.pickUp(there, by: "anna").get()
            let back = TransferRequest(session: session.id, channel: session.channel)
            #expect(try await caller.ask(.transferRequest, there, by: .agent("anna"), back).status == .inQueue)
            // The broker gives the first copy again, as after a lost connection.
            let late = try await caller.ask(here)
            #expect(
                try WireJSON.decode(AnswerBody<MessagePosted>.self, from: late).result?.seq
                    == WireJSON.decode(AnswerBody<MessagePosted>.self, from: first).result?.seq)
            #expect(try desk.events(of: session.id).count { $0.message?.text == "Once" } == 1)
            expectSound(try desk.events(of: session.id))
        }
    }

    @Test("to nobody, to the same channel, to none: refused, and the chat stays where it is (guarantee 8)")
    func refusals() async throws {
        try await TestDesk.open(Self.channels) { desk in
            let caller = desk.caller
            let session = try await caller.open("ola", question: "Hi")
            _ = try await caller.pickUp(session, by: "anna").get()
            func code(_ channel: ChannelHandle) async throws -> ErrorCode? {
                try await caller.ask(
                    .transferRequest, session, by: .agent("anna"),
                    TransferRequest(session: session.id, channel: channel)
                ).refusal?.code
            }
            #expect(try await code("support") == .invalidField)
            #expect(try await code("nowhere") == .unknownChannel)
            try desk.apply(["anna", "ben", "cleo"].map { .removeMember(MemberReference(channel: "sales", agent: $0)) })
            #expect(try await code("sales") == .notPresent)
            #expect(try desk.session(session.id).owner == "anna")
        }
    }
}

extension Event {
    /// The message, where somebody wrote.
    fileprivate var message: Message? {
        if case .posted(let message) = data { message } else { nil }
    }
}
