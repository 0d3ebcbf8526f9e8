import BrokerTesting
import ChatBots
import ChatContract
import ChatCore
import Testing

@Suite("The bot that answers from the FAQ")
struct FAQBotTests {
    private static let entries = BotDesk.entries.enumerated().map { number, entry in
        FAQEntry(entry: FAQEntryID(high: 7, low: UInt64(number)), title: entry.0, text: entry.1, url: entry.2)
    }

    /// A bot that finds these entries whatever is asked.
    private static func bot(finds found: [FAQEntry]) -> FAQBot {
        FAQBot { sentence, _, limit in
            let exact = entries.filter { $0.title == sentence }
            return Array((exact.isEmpty ? found : exact).prefix(limit))
        }
    }

    private static func session(_ messages: [Message] = [], _ language: Language = .en) -> BotSession {
        BotSession(
            session: SessionID(high: 1, low: 1), channel: "support", visitor: Visitor(id: VisitorID(high: 1, low: 1)),
            language: language, messages: messages)
    }

    private static func said(_ text: String) -> Message { Message(text: text, from: .visitor) }

    /// What the visitor is asked when he has read an answer.
    private static let question = BotAction.say(
        "Did that help?", options: ["That helped", "Talk to a person"], after: .seconds(4))

    @Test("one entry is told, with where it stands; a moment later the visitor is asked whether it helped")
    func one() async throws {
        let actions = try await Self.bot(finds: [Self.entries[0]]).received(Self.said("parcel"), in: Self.session())
        #expect(
            actions == [
                .say(
                    "Where is my parcel?\nWe send a mail with a link when it leaves our warehouse.\n"
                        + "https://shop.example/parcel"),
                Self.question,
            ])
    }

    @Test(
        "several are offered; each can be chosen by its words and by its number",
        arguments: ["2", " How long does delivery of a parcel take? "])
    func several(_ choice: String) async throws {
        let bot = Self.bot(finds: Self.entries)
        let offer = try await bot.received(Self.said("parcel"), in: Self.session())
        guard case .say(let text, let options, _)? = offer.first, offer.count == 1 else {
            Issue.record("\(offer)")
            return
        }
        #expect(options == Self.entries.map(\.title) + ["Talk to a person"])
        // Asked about an earlier answer meanwhile, he still means what was offered.
        let history = [
            Self.said("parcel"), Message(text: text, kind: .bot, from: .bot),
            Message(text: "Did that help?", kind: .options, from: .bot),
        ]
        let answer = try await bot.received(Self.said(choice), in: Self.session(history))
        #expect(
            answer == [
                .say("How long does delivery of a parcel take?\nTwo to four working days."), Self.question,
            ])
    }

    @Test("who asks in the words of an entry is told that one, whatever else may fit")
    func exact() async throws {
        let actions = try await FAQBot { _, _, _ in Self.entries }
            .received(Self.said("where is my parcel"), in: Self.session())
        guard case .say(let text, _, _)? = actions.first, actions.count == 2 else {
            Issue.record("\(actions)")
            return
        }
        #expect(text.hasPrefix("Where is my parcel?\nWe send"))
    }

    @Test("who asks for a person gets one, in each language; so does who asks what nobody knows")
    func people() async throws {
        let asked: [(Language, String)] = [
            (.en, "I want to talk to a human"), (.nl, "Kan ik een medewerker spreken?"), (.de, "Bitte einen Menschen"),
            (.no, "Snakk med et menneske"), (.da, "Tal med et menneske"), (.sv, "prata med en människa!"),
        ]
        for (language, text) in asked {
            let actions = try await Self.bot(finds: Self.entries)
                .received(Self.said(text), in: Self.session([], language))
            #expect(actions.count == 2 && actions.last == .handOff, "\(language): \(actions)")
        }
        var sentences: Set<String> = []
        for language in Language.allCases {
            let actions = try await Self.bot(finds: [])
                .received(Self.said("xyzzy"), in: Self.session([], language))
            guard case .say(let text, _, _)? = actions.first else {
                Issue.record("\(language): \(actions)")
                continue
            }
            #expect(actions.last == .handOff)
            sentences.insert(text)
        }
        #expect(sentences.count == Language.allCases.count)
    }

    @Test("a long line that only mentions somebody is a question")
    func mentioned() async throws {
        let text = "The person at the post office said that my parcel never arrived there, where is it?"
        let actions = try await Self.bot(finds: [Self.entries[0]]).received(Self.said(text), in: Self.session())
        #expect(!actions.contains(.handOff))
    }

    @Test("that it helped ends the session", arguments: ["That helped", "thank you!", "Thanks"])
    func helped(_ text: String) async throws {
        let actions = try await Self.bot(finds: Self.entries).received(Self.said(text), in: Self.session())
        #expect(actions.last == .close)
    }

    @Test("a whole conversation over the broker", .enabled(if: TestBroker.isAvailable))
    func conversation() async throws {
        try await BotDesk.open { desk in
            try await desk.start(desk.faqBot)
            let visit = try await desk.open(language: "en", question: "My parcel?")
            try await desk.wait(forLine: 1, visit)
            let offer = try await desk.wait(forLine: 2, visit)
            #expect(offer.text.contains("1. ") && offer.text.contains("Where is my parcel?"))
            try await desk.say("Where is my parcel?", visit)
            let answer = try await desk.wait(forLine: 3, visit)
            #expect(answer.text.contains("https://shop.example/parcel") && answer.options == nil)
            // The second line comes by itself, when he had time to read.
            let question = try await desk.wait(forLine: 4, visit)
            #expect(question.text == "Did that help?" && question.options == ["That helped", "Talk to a person"])
            let times = try desk.events(visit).filter { event in
                guard case .posted(let message) = event.data else { return false }
                return message.text == "Where is my parcel?" || message.text == question.text
            }.map(\.at)
            #expect(times.count == 2 && times[1] - times[0] >= .seconds(4))
            try await desk.say("How do we refund?", visit)
            #expect(try await desk.wait(forLine: 5, visit).text.contains("back office") == false)
            try await desk.wait(for: .sessionHandedOff, visit)
            let other = try await desk.open(language: "en")
            try await desk.wait(forLine: 1, other)
            try await desk.say("Thanks!", other)
            try await desk.wait(for: .sessionClosed, other)
        }
    }
}
