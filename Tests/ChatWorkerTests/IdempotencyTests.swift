import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Testing

/// Guarantee 4: a command is done once, however often it arrives.
@Suite("Repeats", .enabled(if: TestBroker.isAvailable))
struct IdempotencyTests {
    @Test("each command twice: the first outcome again, nothing doubled")
    func everyCommandTwice() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            func twice(_ publishing: Publishing) async throws -> [UInt8] {
                caller.post([publishing, publishing])
                let id = publishing.properties.messageID ?? ""
                let type = publishing.properties.type ?? ""
                let first = try await caller.answer(to: id, type)
                let second = try await caller.answer(to: id, type)
                let outcomes = try [first, second].map { try WireJSON.decode(Outcome.self, from: $0) }
                #expect(outcomes[0] == outcomes[1], "\(type)")
                return first
            }
            func twice(
                _ type: CommandType, as actor: Actor, _ session: OpenSession, _ body: some Encodable
            ) async throws {
                let answer = try await twice(
                    caller.command(
                        type, to: session.channel, as: actor, body, key: actor == .visitor ? session.key : nil))
                #expect(try answer.refusalCode() == nil, "\(type)")
            }
            let opened = try await twice(
                caller.command(
                    .sessionOpen, to: TestDesk.support, as: .visitor, Caller.opening("ola", question: "Hello?")))
            let result = try #require(try WireJSON.decode(AnswerBody<SessionOpened>.self, from: opened).result)
            let session = OpenSession(id: result.session, key: result.key, channel: TestDesk.support)
            let reference = SessionReference(session: session.id)
            try await twice(.sessionPickUp, as: .agent("anna"), session, reference)
            try await twice(.messagePost, as: .visitor, session, MessagePost(session: session.id, text: "One"))
            try await twice(.messagePost, as: .agent("anna"), session, MessagePost(session: session.id, text: "Two"))
            try await twice(
                .transferRequest, as: .agent("anna"), session, TransferRequest(session: session.id, agent: "ben"))
            try await twice(.transferReject, as: .agent("ben"), session, reference)
            try await twice(.sessionListen, as: .agent("mia"), session, reference)
            try await twice(.sessionRequeue, as: .agent("anna"), session, reference)
            let next = try await twice(caller.command(.sessionPickUpNext, as: .agent("cleo"), SessionPickUpNext()))
            #expect(try WireJSON.decode(AnswerBody<SessionTaken>.self, from: next).result?.session == session.id)
            let presence = try await twice(
                caller.command(.presenceSet, as: .agent("ben"), PresenceSet(status: .away)))
            #expect(try presence.refusalCode() == nil)
            try await twice(.sessionClose, as: .agent("cleo"), session, reference)

            let events = try desk.events(of: session.id)
            expectSound(events)
            #expect(
                events.map(\.type.rawValue) == [
                    "session.opened", "session.queued", "message.posted", "session.assigned", "message.posted",
                    "message.posted", "transfer.requested", "transfer.rejected", "session.listened",
                    "session.queued", "session.assigned", "session.finished", "session.closed",
                ])
            #expect(try desk.number("SELECT count(*) FROM statistic WHERE type = 'session.ended'") == 1)
            try await desk.tap.validate()
        }
    }

    /// What must be the same in both answers.
    private struct Outcome: Decodable, Equatable {
        struct Facts: Decodable, Equatable {
            var session: String?
            var seq: Int64?
        }

        var ok: Bool
        var status: String?
        var result: Facts?
    }

    @Test("another body or type under the same id is a conflict, and changes nothing")
    func conflict() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let session = try await caller.open()
            func post(_ text: String, as actor: Actor) throws -> Publishing {
                try caller.command(
                    .messagePost, to: session.channel, as: actor, MessagePost(session: session.id, text: text),
                    key: session.key, id: "same")
            }
            #expect(try await caller.ask(post("First", as: .visitor)).refusalCode() == nil)
            #expect(try await caller.ask(post("Second", as: .visitor)).refusalCode() == .conflict)
            let close = try caller.command(
                .sessionClose, to: session.channel, as: .visitor, SessionReference(session: session.id),
                key: session.key, id: "same")
            #expect(try await caller.ask(close).refusalCode() == .conflict)
            // Another actor's id is another id.
            _ = try await caller.pickUp(session, by: "anna")
            #expect(try await caller.ask(post("From Anna", as: .agent("anna"))).refusalCode() == nil)
            #expect(try desk.events(of: session.id).count { $0.type == .messagePosted } == 2)
            #expect(try desk.session(session.id).status == .userLast)
        }
    }

    @Test("the same id by another login gives that login nothing, and changes nothing")
    func anotherLogin() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            let ben = try await desk.agentLogin("ben")
            let dora = try await desk.agentLogin("dora")
            let reference = SessionReference(session: session.id)
            func pickUp(_ caller: Caller, as actor: Actor) throws -> Publishing {
                try caller.command(
                    .sessionPickUp, to: session.channel, as: actor, reference, key: session.key, id: "taken")
            }
            #expect(try await desk.caller.ask(pickUp(desk.caller, as: .agent("anna"))).refusalCode() == nil)
            let before = try desk.events(of: session.id).count
            #expect(try await ben.ask(pickUp(ben, as: .agent("anna"))).refusalCode() == .forbidden)
            #expect(try await ben.ask(pickUp(ben, as: .visitor)).refusalCode() == .forbidden)
            #expect(try await ben.ask(pickUp(ben, as: .system("apply"))).refusalCode() == .forbidden)
            #expect(try await ben.ask(pickUp(ben, as: .agent("ben"))).refusalCode() == .notInQueue)
            #expect(try await dora.ask(pickUp(dora, as: .agent("dora"))).refusalCode() == .unknownSession)
            #expect(try desk.events(of: session.id).count == before)
            #expect(try desk.session(session.id).owner == "anna")
            // Somebody else's session is not to be had with one's own key.
            let other = try await desk.caller.open("kari")
            let foreign = try desk.caller.command(
                .messagePost, to: session.channel, as: .visitor, MessagePost(session: session.id, text: "Hi"),
                key: other.key)
            #expect(try await desk.caller.ask(foreign).refusalCode() == .unknownSession)
            await ben.close()
            await dora.close()
        }
    }
}
