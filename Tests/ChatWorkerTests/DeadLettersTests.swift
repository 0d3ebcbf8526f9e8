import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatWorker
import Testing

/// Administrators look at what nobody could work on, over the published form.
@Suite("Dead letters over a real broker", .enabled(if: TestBroker.isAvailable))
struct DeadLettersTests {
    private struct Letters: Decodable, Sendable {
        var items: [DeadLetter]
        var total: Int
    }

    private static func letters(_ desk: TestDesk, as agent: AgentHandle = "root") async throws -> ClientAnswer<Letters>
    {
        try await desk.caller.ask(
            .deadLetterList, as: .agent(agent), DeadLetterList(), returning: Letters.self)
    }

    /// A command that nobody can read is kept.
    private static func spoil(_ desk: TestDesk, _ body: String, id: String) async throws {
        try await refuse(desk, body, id: id)
        try await eventually("the letter is not kept") {
            try await letters(desk).get().items.contains { $0.command == id }
        }
    }

    private static func refuse(_ desk: TestDesk, _ body: String, id: String) async throws {
        var publishing = try desk.caller.command(
            .sessionOpen, to: TestDesk.support, as: .visitor, EmptyResult(), id: id)
        publishing.body = Array(body.utf8)
        #expect(try await desk.caller.ask(publishing).refusalCode() == .malformed)
    }

    private static func open(_ body: (TestDesk) async throws -> Void) async throws {
        try await TestDesk.open { desk in
            var root = AgentSave(agent: "root")
            root.administrator = true
            try desk.apply([.saveAgent(root)])
            try await body(desk)
        }
    }

    @Test(
        "an administrator sees them with their reasons, no visitor's secret in them, and drops one; others see nothing")
    func look() async throws {
        try await Self.open { desk in
            #expect(try await Self.letters(desk).get().total == 0)
            try await Self.spoil(desk, #"{"visitorId":"a-secret-of-a-visitor","name":7}"#, id: "first")
            try await Self.spoil(desk, "[]", id: "second")
            let found = try await Self.letters(desk).get()
            #expect(found.total == 2 && found.items.map(\.command) == ["first", "second"])
            let letter = try #require(found.items.first)
            #expect(letter.reason == "malformed" && letter.type == "session.open" && letter.attempts == 1)
            #expect(letter.body == #"{"visitorId":"***","name":7}"#)
            #expect(try await Self.letters(desk, as: "anna").refusal?.code == .forbidden)
            let reference = DeadLetterReference(id: letter.id)
            let refused = try await desk.caller.ask(.deadLetterDrop, as: .agent("anna"), reference)
            #expect(refused.refusal?.code == .forbidden)
            #expect(try await desk.caller.ask(.deadLetterDrop, as: .agent("root"), reference, id: "drop").ok)
            #expect(try await Self.letters(desk).get().items.map(\.command) == ["second"])
            let again = try await desk.caller.ask(.deadLetterDrop, as: .agent("root"), reference, id: "drop")
            #expect(again.ok, "a repeat gives the first outcome (4)")
            let gone = try await desk.caller.ask(.deadLetterDrop, as: .agent("root"), reference)
            #expect(gone.refusal?.code == .notFound)
            try await desk.tap.validate(["reply"])
        }
    }

    @Test("those of an erased session, and those in which the address stands, go with the erasure; others stay (10)")
    func erased() async throws {
        try await Self.open { desk in
            let caller = desk.caller
            let session = try await caller.open("kari")
            #expect(try await caller.ask(.sessionClose, session, by: .visitor).ok)
            try await Self.spoil(desk, "{\"session\":\"\(session.id)\",\"text\":7}", id: "of the session")
            try await Self.spoil(desk, #"{"visitorId":7,"email":"Kari@Example.com"}"#, id: "with the address")
            try await Self.spoil(desk, #"{"visitorId":7,"email":"karikari@example.com"}"#, id: "of another")
            try await Self.spoil(desk, "[]", id: "of nobody")
            let erase = PrivacyErase(email: "kari@example.com")
            let erased = try await caller.ask(
                .privacyErase, as: .agent("root"), erase, returning: PrivacyErased.self
            ).get()
            #expect(erased.sessions == 1)
            try await eventually("they are still there") {
                try await Self.letters(desk).get().items.map(\.command) == ["of another", "of nobody"]
            }
        }
    }

    @Test("those that somebody looked at just then, and those that are made of what was on its way, go too (10)")
    func erasedLater() async throws {
        try await Self.open { desk in
            let letter = #"{"visitorId":7,"email":"kari@example.com"}"#
            try await Self.spoil(desk, letter, id: "held")
            let loop = ConnectionLoop(name: "somebody")
            defer { loop.stop() }
            let connection = try await Connection.open(desk.host.configuration, on: loop)
            let queue = try await DeadLetterQueue(connection)
            // What an earlier look gave back is there a moment later.
            try await eventually("nobody can hold it") { try await !queue.take(1).isEmpty }
            let erase = PrivacyErase(email: "kari@example.com")
            #expect(try await desk.caller.ask(.privacyErase, as: .agent("root"), erase).ok)
            try await eventually("nobody looked through them") {
                try desk.number("SELECT COUNT(*) FROM dead_letter_sweep WHERE passes > 0") == 1
            }
            await connection.close()
            // Gone perhaps before it is seen.
            try await Self.refuse(desk, letter, id: "late")
            try await Self.spoil(desk, "[]", id: "of nobody")
            try await eventually("they are still there") {
                try await Self.letters(desk).get().items.map(\.command) == ["of nobody"]
            }
        }
    }

    @Test("one is sent again when its cause is gone: it is done once, as its first sender's (4)")
    func again() async throws {
        try await Self.open { desk in
            var publishing = try desk.caller.command(
                .sessionOpen, to: "later", as: .visitor, Caller.opening("ola"), id: "early")
            #expect(try await desk.caller.ask(publishing).refusalCode() == .unknownChannel)
            var letter: DeadLetter?
            try await eventually("the letter is not kept") {
                letter = try await Self.letters(desk).get().items.first
                return letter != nil
            }
            let channel = Channel(channel: "later", name: "Later")
            #expect(try await desk.caller.ask(.channelSave, as: .agent("root"), channel).ok)
            let reference = DeadLetterReference(id: try #require(letter).id)
            #expect(try await desk.caller.ask(.deadLetterRequeue, as: .agent("root"), reference).ok)
            try await eventually("the session is not opened") {
                try desk.number("SELECT COUNT(*) FROM session") == 1
            }
            #expect(try await Self.letters(desk).get().total == 0)
            // The same letter once more, as after a death between sending and forgetting.
            publishing.properties.messageID = "requeued.\(reference.id)"
            publishing.properties.headers.append(Header.publisher, .string(desk.host.configuration.user))
            #expect(try await desk.caller.ask(publishing).refusalCode() == nil)
            #expect(try desk.number("SELECT COUNT(*) FROM session") == 1)
        }
    }
}
