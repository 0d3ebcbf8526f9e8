import BrokerTesting
import ChatBots
import ChatClient
import ChatContract
import Testing

@Suite("A bot's process over a real broker (spec section 8.5)", .enabled(if: TestBroker.isAvailable))
struct BotRunnerTests {
    @Test("echo: greets, repeats, fetches people in the visitor's language, and hears no more of it")
    func echo() async throws {
        try await BotDesk.open { desk in
            try await desk.start(EchoBot())
            let visit = try await desk.open(language: "nb-NO")
            #expect(try await desk.wait(forLine: 1, visit).text == "Hei! Jeg er en bot, og gjentar det du skriver.")
            try await desk.say("Hvor er pakken?", visit)
            #expect(try await desk.wait(forLine: 2, visit).text == "Hvor er pakken?")
            try await desk.say("Kan jeg snakke med et menneske?", visit)
            try await desk.wait(for: .sessionHandedOff, visit)
            #expect(try desk.status(visit) == .inQueue)
            _ = try await desk.client.pickUp(visit.session, on: BotDesk.support, as: "anna").get()
            try await desk.say("Hei", visit)
            let other = try await desk.open()
            try await desk.wait(forLine: 1, other)
            #expect(try desk.lines(visit).count == 3)
        }
    }

    @Test("two side by side answer once")
    func twoProcesses() async throws {
        try await BotDesk.open { desk in
            try await desk.start(StutteringBot(), named: "b1")
            try await desk.start(StutteringBot(), named: "b2")
            let visit = try await desk.open()
            try await desk.wait(forLine: 1, visit)
            for word in ["a", "b", "c"] { try await desk.say(word, visit) }
            try await desk.wait(forLine: 10, visit)
            // Whatever the slower one had to say is over when it has answered somebody else.
            let other = try await desk.open()
            try await desk.say("z", other)
            try await desk.wait(forLine: 4, other)
            let lines = try desk.lines(visit).map(\.text)
            #expect(lines.count == 10)
            #expect(
                lines.sorted() == ["Hello", "a 1", "a 2", "a 3", "b 1", "b 2", "b 3", "c 1", "c 2", "c 3"])
        }
    }

    @Test("one that starts later finds its sessions, and answers what was asked meanwhile, in all its lines, once")
    func restart() async throws {
        try await BotDesk.open { desk in
            let first = try await desk.start(StutteringBot(pause: .milliseconds(200)))
            let visit = try await desk.open()
            try await desk.wait(forLine: 1, visit)
            try await desk.say("a", visit)
            try await desk.wait(forLine: 2, visit)
            await first.stop()
            try await desk.say("b", visit)
            let unheard = try await desk.open(question: "c")
            try await desk.start(StutteringBot(), named: "b2")
            try await desk.wait(forLine: 7, visit)
            try await desk.wait(forLine: 4, unheard)
            #expect(try desk.lines(visit).map(\.text) == ["Hello", "a 1", "a 2", "a 3", "b 1", "b 2", "b 3"])
            #expect(try desk.lines(unheard).map(\.text) == ["Hello", "c 1", "c 2", "c 3"])
        }
    }

    @Test("a connection that is cut loses nothing")
    func cut() async throws {
        try await BotDesk.open { desk in
            try await desk.start(EchoBot())
            let visit = try await desk.open()
            try await desk.wait(forLine: 1, visit)
            try await eventually("no connection is cut") {
                try await desk.host.closeConnections(named: "samtale b1 bot hal events") > 0
            }
            for number in 0..<10 { try await desk.say("line \(number)", visit) }
            try await desk.wait(forLine: 11, visit)
            #expect(try desk.lines(visit).dropFirst().map(\.text) == (0..<10).map { "line \($0)" })
        }
    }

    @Test("a script that fails, or is silent for too long, gives the visitor to people")
    func failing() async throws {
        struct Broken: BotScript {
            struct Failure: Error {}

            func opened(_ session: BotSession) async throws -> [BotAction] { [.say("Hello")] }

            func received(_ message: Message, in session: BotSession) async throws -> [BotAction] {
                if message.text == "silence" { return [] }
                throw Failure()
            }
        }
        try await BotDesk.open(answerSeconds: 1) { desk in
            let running = try await desk.start(Broken())
            for text in ["failure", "silence"] {
                let visit = try await desk.open()
                try await desk.wait(forLine: 1, visit)
                try await desk.say(text, visit)
                try await desk.wait(for: .sessionHandedOff, visit)
                #expect(try desk.status(visit) == .inQueue)
            }
            #expect(running.runner.health.isReady)
        }
    }

    @Test("a bot may ask for its own sessions and the public FAQ, and for nothing else")
    func rights() async throws {
        try await BotDesk.open { desk in
            let visit = try await desk.open()
            let bot = Actor.bot(BotDesk.hal)
            let client = desk.client
            let list = try await client.send(
                .sessionList, as: bot, SessionList(view: .mine), returning: ItemList<Summary>.self
            ).get()
            #expect(list.items.map(\.session) == [visit.session])
            let all = try await client.send(
                .sessionList, as: bot, SessionList(view: .all), returning: ItemList<Summary>.self)
            #expect(all.refusal?.code == .forbidden)
            for (type, code) in [(CommandType.deskGet, ErrorCode.forbidden), (.channelList, .forbidden)] {
                #expect(try await client.send(type, as: bot, EmptyResult()).refusal?.code == code)
            }
            let found = try await client.send(
                .faqSearch, as: bot, FAQSearch(text: "how do we refund"), returning: ItemList<FAQEntry>.self
            ).get()
            #expect(found.items.allSatisfy { $0.public })
            _ = try await client.send(
                .sessionHandOff, to: BotDesk.support, as: bot, SessionReference(session: visit.session)
            ).get()
            let after = try await client.send(
                .sessionGet, as: bot, SessionGet(session: visit.session), returning: EventPage<AgentView>.self)
            #expect(after.refusal?.code == .unknownSession)
        }
    }

    @Test(
        "kill -9 in the middle of an answer loses nothing: the visitor gets to a person, who sees all of it",
        .enabled(if: BotProcess.binary != nil))
    func killed() async throws {
        try await BotDesk.open(answerSeconds: 2) { desk in
            let process = try BotProcess(desk)
            let visit = try await desk.open()
            do {
                try await desk.wait(forLine: 1, visit)
            } catch {
                await process.kill()
                throw error
            }
            async let asked: Void = desk.say("Where is my parcel?", visit)
            await process.kill()
            try await asked
            try await desk.wait(for: .sessionHandedOff, visit)
            #expect(try desk.status(visit) == .inQueue)
            let taken = try await desk.client.pickUp(visit.session, on: BotDesk.support, as: "anna").get()
            let texts = taken.snapshot?.events.compactMap { event -> String? in
                if case .posted(let message) = event.data { message.text } else { nil }
            }
            #expect(texts?.contains("Where is my parcel?") == true)
        }
    }

    @Test(
        "kill -9 in the middle of an answer, and another one: it goes on, and says nothing twice",
        .enabled(if: BotProcess.binary != nil))
    func killedAndReplaced() async throws {
        try await BotDesk.open { desk in
            let visit = try await desk.open()
            func answers() throws -> Int {
                try desk.lines(visit).count { $0.text.hasPrefix("How can I pay by invoice?\nChoose invoice") }
            }
            for round in 0..<3 {
                let process = try BotProcess(desk)
                do {
                    try await eventually("the bot said \(try desk.lines(visit).map(\.text))") {
                        try !desk.lines(visit).isEmpty && answers() == round
                    }
                    try await desk.say("How can I pay by invoice?", visit)
                } catch {
                    await process.kill()
                    throw error
                }
                await process.kill()
            }
            try await desk.start(desk.faqBot)
            // The greeting; and each answer with the question, some seconds later, whether it helped.
            try await desk.wait(forLine: 7, visit)
            let lines = try desk.lines(visit).map(\.text)
            #expect(lines.count == 7)
            #expect(try answers() == 3)
            #expect(lines.count { $0 == "Did that help?" } == 3)
        }
    }
}
