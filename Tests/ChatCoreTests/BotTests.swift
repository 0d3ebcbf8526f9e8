import ChatContract
import Testing

@testable import ChatCore

@Suite("Bots (spec sections 2.3 and 8.5; decisions, \"Bots\")")
struct BotTests {
    private let helper = DeskFixture.helper

    private func fixture(_ change: (inout Channel) -> Void = { _ in }) -> DeskFixture {
        var channel = Channel.quiet
        channel.bot = Channel.Bot(enabled: true, bot: "helper", name: "Robbie")
        change(&channel)
        var fixture = DeskFixture(channel)
        fixture.registry.bots["helper"] = Bot(bot: "helper", name: "Helper")
        return fixture
    }

    @Test("the bot reads along from the start; it counts as there, and nobody sees its session in the queue")
    func start() throws {
        var fixture = fixture()
        fixture.sendEverybodyAway()
        let body = SessionOpen(visitorId: DeskFixture.secret("ola"), gateway: "edge", connection: "1", question: "Hi?")
        let opened = fixture.send(.open(body), by: .visitor)
        #expect(opened.types == [.sessionOpened, .messagePosted] && opened.status == .preChatForm)
        #expect(try opened.audience(.sessionOpened).bots == ["helper"])
        #expect(try opened.audience(.messagePosted).bots == ["helper"])
        #expect(
            try opened.audience(.messagePosted).agentKeys(try #require(opened.changes.events.last).event)
                == ["bot.helper.message.posted"])
        let session = try #require(opened.facts?.session)
        #expect(fixture.desk.queue.isEmpty)
        #expect(fixture.pickUp(session, by: "anna").code == .notInQueue)
    }

    @Test("it speaks: no form, no queue, and the two go on (1 → 6 ⇄ 5)")
    func speaks() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        let spoken = fixture.post("How can I help?", in: session, by: helper)
        #expect(spoken.types == [.messagePosted] && spoken.status == .userLast)
        let message = try #require(spoken.changes.events.first?.event.message)
        #expect(message.kind == .bot && message.from == .bot && message.shownAs?.name == "Robbie")
        #expect(try fixture.session(session).unreadByVisitor.count == 1)
        #expect(fixture.post("Well", in: session, by: .visitor).status == .customerLast)
        #expect(fixture.post("Here", in: session, by: helper).status == .userLast)
        #expect(fixture.desk.queue.isEmpty && fixture.desk.queueChanged(fixture.roster).waiting == 0)
        let card = try fixture.session(session).summary(for: "anna", channelName: "Support", position: nil)
        #expect(card.botActive && card.agent == nil)
    }

    @Test("silent for 3 s: forms or queue go on, without a word about it (→ 1, 2, 4, 3)")
    func silent() throws {
        let table: [(SessionStatus, Bool, (inout Channel) -> Void)] = [
            (.preChatForm, false, { _ in }), (.inQueue, false, { $0.preChatForm.enabled = false }),
            (.faq, false, { ($0.preChatForm.enabled, $0.faqSuggestions.enabled) = (false, true) }),
            (.offlineForm, true, { _ in }),
        ]
        for (status, isNobodyThere, change) in table {
            var fixture = fixture(change)
            if isNobodyThere { fixture.sendEverybodyAway() }
            let session = try fixture.arrive()
            fixture.advance(.milliseconds(2999))
            #expect(fixture.desk[session]?.bot == "helper")
            fixture.advance(.milliseconds(1))
            #expect(fixture.status(session) == status)
            #expect(fixture.desk[session]?.bot == nil)
            #expect(!fixture.types(of: session).contains(.sessionHandedOff))
            #expect(fixture.legs(of: session).isEmpty)
            #expect(fixture.post(in: session, by: helper).code == .unknownSession, "it does not come back")
            for addressed in fixture.events.dropFirst() { #expect(addressed.audience.bots.isEmpty) }
        }
    }

    @Test("it passes: the same, at once, and only before it spoke")
    func passes() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        let passed = fixture.tell(ChannelCommand.passBot, session, by: helper)
        #expect(passed.code == nil && passed.types == [] && passed.status == .preChatForm)
        #expect(fixture.identify(session).status == .inQueue)
        #expect(fixture.tell(ChannelCommand.passBot, session, by: helper).code == .unknownSession)
        let known = try fixture.open("kari")
        let queued = fixture.tell(ChannelCommand.passBot, known, by: helper)
        #expect(queued.types == [.sessionQueued] && queued.status == .inQueue)
        let other = try fixture.arrive("other")
        fixture.post(in: other, by: helper)
        #expect(fixture.tell(ChannelCommand.passBot, other, by: helper).code == .invalidState)
    }

    @Test("the form filled in while the bot was awaited is not asked again")
    func formMeanwhile() throws {
        var fixture = fixture()
        let session = try fixture.arrive()
        #expect(fixture.identify(session, question: "Hello?").types == [.sessionIdentified, .messagePosted])
        fixture.advance(.seconds(3))
        #expect(fixture.status(session) == .inQueue)
        #expect(fixture.types(of: session).filter { $0 == .sessionIdentified }.count == 1)
    }

    @Test("20 s without an answer hand off, counted from the first line that it owes an answer to")
    func unanswered() throws {
        var fixture = fixture()
        let session = try fixture.open()
        fixture.post(in: session, by: helper)
        fixture.advance(.minutes(10))
        #expect(fixture.status(session) == .userLast, "nobody asked it anything")
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(19))
        fixture.post(in: session, by: helper)
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(10))
        fixture.post(in: session, by: .visitor)
        let asked = fixture.now - .seconds(10)
        let timer = try #require(fixture.timers.values.first { $0.kind == .botSilence })
        #expect(timer.silence != nil, "only while it could be heard")
        fixture.advance(.milliseconds(9_999))
        #expect(fixture.status(session) == .customerLast)
        fixture.advance(.milliseconds(1))
        #expect(fixture.now == asked + .seconds(20) && fixture.status(session) == .inQueue)
        #expect(fixture.types(of: session).suffix(2) == [.sessionHandedOff, .sessionQueued])
        #expect(try fixture.last(of: session).event.data == .queued(.init(position: 1, length: 1, reason: .handedOff)))
    }

    @Test("it hands off: from there on like any other chat, and none of its business (5/6 → 4)")
    func handsOff() throws {
        var fixture = fixture()
        let session = try fixture.open(question: "Hi")
        fixture.advance(.seconds(1))
        fixture.post(in: session, by: helper)
        fixture.advance(.seconds(4))
        let handed = fixture.tell(ChannelCommand.handOff, session, by: helper)
        #expect(handed.types == [.sessionHandedOff, .sessionQueued] && handed.status == .inQueue)
        #expect(try handed.audience(.sessionHandedOff) == Audience(bots: ["helper"]))
        #expect(try handed.audience(.sessionQueued).bots == [])
        #expect(fixture.tell(ChannelCommand.handOff, session, by: helper).code == .unknownSession)
        fixture.advance(.seconds(10))
        fixture.pickUp(session, by: "anna")
        fixture.advance(.seconds(5))
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        let legs = fixture.legs(of: session)
        #expect(legs.map(\.kind) == [.bot, .queue, .agent] && legs.map(\.leg) == [1, 2, 3])
        #expect(legs.map(\.reason) == [.handedOff, .accepted, .closed])
        #expect(zip(legs, legs.dropFirst()).allSatisfy { $0.to == $1.from })
        let ending = try fixture.ending(of: session)
        #expect(ending.handedOffAt == DeskFixture.start + .seconds(5))
        #expect(ending.firstResponseMilliseconds == 15_000, "from the hand-off")
        #expect(ending.outcome == .completed)
        expectSound(fixture.events(of: session))
    }

    @Test("handed off where nobody is there: the offline form; where a form is due: the form (→ 3, → 1)")
    func handsOffToForms() throws {
        var fixture = fixture()
        let unknown = try fixture.arrive()
        fixture.post(in: unknown, by: helper)
        let toForm = fixture.tell(ChannelCommand.handOff, unknown, by: helper)
        #expect(toForm.types == [.sessionHandedOff, .sessionStatusChanged] && toForm.status == .preChatForm)
        fixture.sendEverybodyAway()
        let late = try fixture.open("late")
        fixture.post(in: late, by: helper)
        let toOffline = fixture.tell(ChannelCommand.handOff, late, by: helper)
        #expect(toOffline.types == [.sessionHandedOff, .sessionStatusChanged] && toOffline.status == .offlineForm)
        #expect(fixture.submit(late).status == .requestPosted)
    }

    @Test("it ends the chat: served by a bot alone; where there is a form he may return, to people (→ 7, → 9)")
    func ends() throws {
        for hasForm in [false, true] {
            var fixture = fixture { $0.postChatForm.enabled = hasForm }
            let session = try fixture.open()
            fixture.post(in: session, by: helper)
            let end = fixture.close(session, by: helper)
            #expect(end.types == (hasForm ? [.sessionFinished] : [.sessionFinished, .sessionClosed]))
            #expect(end.changes.events.first?.event.data == .finished(EventData.Finished(by: .bot)))
            #expect(try end.audience(.sessionFinished).bots == ["helper"], "it hears the end")
            guard hasForm else {
                let ending = try fixture.ending(of: session)
                #expect(ending.outcome == .botOnly && ending.by == .bot && ending.queuedAt == nil)
                #expect(fixture.close(session, by: helper).code == .sessionClosed)
                continue
            }
            #expect(
                fixture.post(in: session, by: .visitor).types == [.sessionReopened, .sessionQueued, .messagePosted])
            fixture.close(session, by: .visitor)
            #expect(try fixture.ending(of: session).outcome == .abandoned, "now he did stand in a queue")
        }
    }

    @Test("the visitor leaves it: not started before it spoke, served by a bot after; idle and gone likewise")
    func leaves() throws {
        for (speaks, outcome) in [(false, Outcome.notStarted), (true, .botOnly)] {
            var fixture = fixture()
            let session = try fixture.open()
            if speaks { fixture.post(in: session, by: helper) }
            fixture.close(session, by: .visitor)
            #expect(try fixture.ending(of: session).outcome == outcome)
            #expect(fixture.legs(of: session).map(\.kind) == (speaks ? [.bot] : []))
        }
        var idle = fixture { $0.idle.closeSeconds = 1800 }
        let silent = try idle.open()
        idle.post(in: silent, by: helper)
        idle.advance(.seconds(1799))
        #expect(idle.status(silent) == .userLast)
        idle.advance(.seconds(1))
        #expect(try idle.ending(of: silent).by == .idle)
        var gone = fixture()
        let lost = try gone.open()
        gone.post(in: lost, by: helper)
        gone.detach(lost, "of-ola")
        gone.advance(.minutes(5))
        #expect(try gone.ending(of: lost).outcome == .botOnly)
    }

    @Test("only the channel's bot, only while it is enabled, and only what bots may")
    func rights() throws {
        var fixture = fixture()
        let session = try fixture.open()
        #expect(fixture.post(in: session, by: .bot("other")).code == .unknownSession)
        let commands: [(SessionReference) -> ChannelCommand] = [
            ChannelCommand.pickUp, ChannelCommand.takeOver, ChannelCommand.requeue, ChannelCommand.listen,
            ChannelCommand.leave, ChannelCommand.delete, ChannelCommand.acceptOffer,
        ]
        for command in commands { #expect(fixture.tell(command, session, by: helper).code == .forbidden) }
        let read = MessageRead(session: session, through: 1)
        #expect(fixture.send(.read(read), by: helper).code == .forbidden)
        for command in [ChannelCommand.handOff, ChannelCommand.passBot] {
            #expect(fixture.tell(command, session, by: .agent("mia")).code == .forbidden)
            #expect(fixture.tell(command, session, by: .visitor).code == .forbidden)
        }
        let typing = fixture.send(.typing(TypingSet(session: session, typing: true)), by: .visitor)
        #expect(typing.changes.transients.map(\.routingKeys) == [["bot.helper.typing.changed"]])
        fixture.post(in: session, by: helper)
        fixture.save { $0.bot.enabled = false }
        #expect(fixture.post(in: session, by: helper).code == .unknownSession)
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(20))
        #expect(fixture.status(session) == .inQueue, "its chats go to people")
        #expect(fixture.status(try fixture.open("kari")) != .preChatForm)
    }

    @Test("a bot that comes while somebody waits may take him out of the queue (4 → 6); he stays a started session")
    func takesFromQueue() throws {
        var fixture = fixture {
            $0.bot.enabled = false
            $0.routing.policy = .leastBusy
        }
        let session = try fixture.open()
        let asked = try #require(fixture.asked(session))
        fixture.save { $0.bot.enabled = true }
        fixture.advance(.seconds(10))
        let spoken = fixture.post(in: session, by: helper)
        #expect(spoken.types == [.sessionOfferEnded, .messagePosted] && spoken.status == .userLast)
        #expect(fixture.desk.queue.isEmpty)
        #expect(try fixture.agent(asked).offered.isEmpty)
        fixture.close(session, by: .visitor)
        #expect(try fixture.ending(of: session).outcome == .missed)
        #expect(fixture.legs(of: session).map(\.kind) == [.offer, .queue, .bot])
    }

    @Test("without a name on the channel it has none")
    func nameless() throws {
        var fixture = fixture { $0.bot.name = nil }
        let session = try fixture.open()
        #expect(fixture.post(in: session, by: helper).changes.events.first?.event.message?.shownAs == nil)
    }
}
