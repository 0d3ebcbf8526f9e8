import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Spec section 8.5: a bot as an actor, each transition over the real broker.
@Suite("Bots over a real broker", .enabled(if: TestBroker.isAvailable))
struct BotTests {
    private static let hal: BotHandle = "hal"

    /// A desk whose channel `support` has the bot `hal`.
    private static func open(
        arePresent: Bool = true, greetingSeconds: Int = 60, _ body: (TestDesk) async throws -> Void
    ) async throws {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        try await TestDesk.open([channel], arePresent: arePresent) { desk in
            channel.bot = Channel.Bot(enabled: true, bot: hal, name: "Hal", greetingSeconds: greetingSeconds)
            try desk.apply([.saveBot(Bot(bot: hal, name: "Hal")), .saveChannel(channel)])
            try await body(desk)
        }
    }

    @Test("bot first: 1 → 6 ⇄ 5, hand-off begins anew without it, → 4 → 5; it hears what visitors hear, and no more")
    func botFirst() async throws {
        try await Self.open { desk in
            let caller = desk.caller
            let bot = try await EventLog(desk.client, ["bot.hal.#"])
            let session = try await caller.open("ola", question: "Hi")
            try await bot.wait(for: .sessionOpened, of: session.id)
            #expect(try desk.session(session.id).status == .preChatForm)
            #expect(try await caller.post("Hello, I am Hal", in: session, by: .bot(Self.hal)).status == .userLast)
            #expect(try await caller.post("A person please", in: session, by: .visitor).status == .customerLast)
            #expect(try await caller.post("Of course", in: session, by: .bot(Self.hal)).status == .userLast)
            #expect(try await caller.ask(.sessionHandOff, session, by: .bot(Self.hal)).status == .inQueue)
            let late = try await caller.post("Wait", in: session, by: .bot(Self.hal))
            #expect(late.refusal?.code == .unknownSession, "what it gave away it may not know of")
            #expect(try await caller.pickUp(session, by: "anna").status == .customerLast)
            _ = try await caller.post("Anna here", in: session, by: .agent("anna"))
            try await desk.waitUntilPublished()
            try await bot.wait(for: .sessionHandedOff, of: session.id)
            #expect(
                bot.types(of: session.id) == [
                    "session.opened", "message.posted", "message.posted", "message.posted", "message.posted",
                    "session.handedOff",
                ])
            let legs = try desk.number("SELECT count(*) FROM statistic WHERE body LIKE '%\"kind\":\"bot\"%'")
            #expect(legs == 1)
            try await desk.tap.validate()
        }
    }

    @Test("a bot that passes: forms and queue go on")
    func pass() async throws {
        try await Self.open { desk in
            let passed = try await desk.caller.open("ola", question: "Hi")
            #expect(try await desk.caller.ask(.botPass, passed, by: .bot(Self.hal)).status == .inQueue)
        }
    }

    @Test("a bot that says nothing in its time: forms and queue go on")
    func silence() async throws {
        try await Self.open(greetingSeconds: 1) { desk in
            let silent = try await desk.caller.open("kari", question: "Hi")
            try await eventually { try desk.session(silent.id).status == .inQueue }
        }
    }

    @Test("a bot counts as present; a bot that does not answer for 20 s hands off, to nobody here: offline form")
    func nobodyBehindIt() async throws {
        try await Self.open(arePresent: false) { desk in
            let session = try await desk.caller.open("ola")
            #expect(try desk.session(session.id).status == .preChatForm)
            #expect(try await desk.caller.post("Hello", in: session, by: .bot(Self.hal)).status == .userLast)
            #expect(try await desk.caller.ask(.sessionHandOff, session, by: .bot(Self.hal)).status == .offlineForm)
        }
    }

    @Test("a bot ends its session, 6 → 9, outcome botOnly; another bot may not know of it")
    func closing() async throws {
        try await Self.open { desk in
            try desk.apply([.saveBot(Bot(bot: "eve", name: "Eve"))])
            let session = try await desk.caller.open("ola", question: "Hi")
            #expect(try await desk.caller.post("x", in: session, by: .bot("eve")).refusal?.code == .unknownSession)
            #expect(try await desk.caller.post("Bye", in: session, by: .bot(Self.hal)).ok)
            #expect(try await desk.caller.ask(.sessionClose, session, by: .bot(Self.hal)).status == .closed)
            #expect(try desk.session(session.id).ending?.outcome == .botOnly)
        }
    }
}
