import ChatContract
import Testing

@testable import ChatCore

@Suite("Warnings (spec section 3.4; decisions, \"Warnings\")")
struct WarningTests {
    private static let channel = Channel.quiet.with {
        $0.warnings = Channel.Warnings(agentNewChat: 1, managerNewChat: 2, agentNewMessage: 1, managerNewMessage: 5)
    }

    private func warning(
        _ kind: EventData.Warning.Kind, _ level: EventData.Warning.Level, since: Timestamp, after span: Span,
        _ recipients: [AgentHandle]
    ) -> EventData.Warning {
        EventData.Warning(
            kind: kind, level: level, since: since, recipients: recipients, expiresAt: since + span + .seconds(60))
    }

    private func level(_ fixture: DeskFixture, _ session: SessionID) throws -> Int {
        try fixture.session(session).summary(for: nil, channelName: "Support", position: nil).warned
    }

    @Test("nobody takes the chat: everybody with notify is told after a minute, the managers after two, each once")
    func newChat() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.open(question: "Hello?")
        let since = fixture.now
        fixture.advance(.milliseconds(59_999))
        #expect(fixture.warnings(of: session).isEmpty)
        #expect(try level(fixture, session) == 0)
        fixture.advance(.milliseconds(1))
        let agents = warning(.newChat, .agent, since: since, after: .minutes(1), ["anna", "ben", "cleo", "mia"])
        #expect(fixture.warnings(of: session) == [agents])
        let told = try fixture.last(of: session)
        #expect(told.audience == Audience(agents: ["anna", "ben", "cleo", "mia"]), "only those, not the visitor")
        #expect(told.event.actor == .system("worker"))
        #expect(try level(fixture, session) == 1)
        fixture.advance(.minutes(1))
        let managers = warning(.newChat, .manager, since: since, after: .minutes(2), ["mia"])
        #expect(fixture.warnings(of: session) == [agents, managers])
        #expect(try level(fixture, session) == 2)
        fixture.post(in: session, by: .visitor)
        fixture.advance(.minutes(60))
        #expect(fixture.warnings(of: session).count == 2, "once per wait")
        expectSound(fixture.events(of: session))
    }

    @Test("agents are told who are Present and have notify; managers if anybody who may respond is Present")
    func recipients() throws {
        var fixture = DeskFixture(Self.channel)
        fixture.set(.away, "ben")
        fixture.set(.away, "mia")
        fixture.addMember(Member(channel: "support", agent: "cleo", notify: false))
        let session = try fixture.open()
        fixture.advance(.minutes(2))
        #expect(fixture.warnings(of: session).map(\.recipients) == [["anna"], ["mia"]])
        // Nobody Present: nobody is warned, not even managers.
        let alone = try fixture.open("alone")
        fixture.sendEverybodyAway()
        fixture.set(.present, "mia")
        fixture.addMember(Member(channel: "support", agent: "mia", respond: false, notify: false, manage: true))
        fixture.advance(.minutes(3))
        #expect(fixture.warnings(of: alone).isEmpty)
    }

    @Test("each of the four is switched off by 0, and comes at its own time")
    func four() throws {
        func minutes(_ change: (inout Channel.Warnings) -> Void) throws -> [String] {
            var warnings = Channel.Warnings(
                agentNewChat: 0, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0)
            change(&warnings)
            var fixture = DeskFixture(.quiet.with { $0.warnings = warnings })
            let session = try fixture.open()
            fixture.advance(.minutes(30))
            fixture.pickUp(session, by: "anna")
            let picked = fixture.now
            fixture.post(in: session, by: .visitor)
            fixture.advance(.minutes(30))
            return fixture.events(of: session).compactMap { event in
                guard case .warned(let warning) = event.data else { return nil }
                let since = warning.kind == .newChat ? DeskFixture.start : picked
                #expect(warning.since == since)
                return "\(warning.kind) \(warning.level) \((event.at - since).milliseconds / 1000)"
            }
        }
        #expect(try minutes { _ in } == [])
        #expect(try minutes { $0.agentNewChat = 3 } == ["newChat agent 180"])
        #expect(try minutes { $0.managerNewChat = 0.5 } == ["newChat manager 30"])
        #expect(try minutes { $0.agentNewMessage = 7 } == ["newMessage agent 420"])
        #expect(try minutes { $0.managerNewMessage = 4 } == ["newMessage manager 240"])
        // The manager's may come first.
        #expect(
            try minutes { ($0.agentNewChat, $0.managerNewChat) = (4, 2) } == [
                "newChat manager 120", "newChat agent 240",
            ])
    }

    @Test("an unanswered line: the owner alone, later the managers; more lines do not repeat it")
    func newMessage() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        fixture.advance(.minutes(10))
        #expect(fixture.warnings(of: session).isEmpty, "he did not write yet")
        fixture.post(in: session, by: .visitor)
        let since = fixture.now
        fixture.advance(.seconds(30))
        fixture.post(in: session, by: .visitor)
        fixture.advance(.minutes(60))
        #expect(
            fixture.warnings(of: session) == [
                warning(.newMessage, .agent, since: since, after: .minutes(1), ["anna"]),
                warning(.newMessage, .manager, since: since, after: .minutes(5), ["mia"]),
            ])
    }

    @Test("an answer cancels it, and the next wait is warned of anew")
    func answered() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(59))
        fixture.post(in: session, by: .agent("anna"))
        fixture.advance(.minutes(10))
        #expect(fixture.warnings(of: session).isEmpty)
        for round in 1...3 {
            fixture.post(in: session, by: .visitor)
            let since = fixture.now
            fixture.advance(.seconds(59))
            #expect(fixture.warnings(of: session).count == round - 1)
            fixture.advance(.seconds(1))
            #expect(
                fixture.warnings(of: session).last
                    == warning(.newMessage, .agent, since: since, after: .minutes(1), ["anna"]))
            #expect(try level(fixture, session) == 1)
            fixture.post(in: session, by: .agent("anna"))
            #expect(try level(fixture, session) == 0)
            fixture.advance(.minutes(7))
        }
        #expect(fixture.warnings(of: session).count == 3)
    }

    @Test("a new wait while the timer of an answered one still runs has its full time")
    func overlapping() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        fixture.advance(.seconds(40))
        fixture.post(in: session, by: .agent("anna"))
        fixture.advance(.seconds(5))
        fixture.post(in: session, by: .visitor)
        let since = fixture.now
        fixture.advance(.seconds(59))
        #expect(fixture.warnings(of: session).isEmpty)
        fixture.advance(.seconds(1))
        #expect(fixture.warnings(of: session).map(\.since) == [since])
    }

    @Test("taken in time: no warning of the new chat; what he wrote in the queue waits for the agent from then on")
    func taken() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.open(question: "Hello?")
        fixture.advance(.seconds(50))
        fixture.pickUp(session, by: "anna")
        let picked = fixture.now
        fixture.advance(.seconds(59))
        #expect(fixture.warnings(of: session).isEmpty)
        fixture.advance(.seconds(1))
        #expect(
            fixture.warnings(of: session) == [warning(.newMessage, .agent, since: picked, after: .minutes(1), ["anna"])]
        )
    }

    @Test("the owner is told only if he is Present and wants it; the managers all the same")
    func ownerAway() throws {
        for leaves in [true, false] {
            var fixture = DeskFixture(Self.channel)
            if !leaves { fixture.addMember(Member(channel: "support", agent: "anna", notify: false)) }
            let session = try fixture.conversation()
            fixture.post(in: session, by: .visitor)
            if leaves { fixture.set(.away, "anna") }
            fixture.advance(.minutes(10))
            #expect(fixture.warnings(of: session).map(\.level) == [.manager])
        }
    }

    @Test("given back, transferred and re-opened chats are new waits")
    func newWaits() throws {
        var fixture = DeskFixture(Self.channel.with { $0.postChatForm.enabled = true })
        let session = try fixture.open()
        fixture.advance(.minutes(2))
        fixture.pickUp(session, by: "anna")
        #expect(try level(fixture, session) == 0)
        fixture.post(in: session, by: .visitor)
        fixture.advance(.minutes(1))
        fixture.tell(ChannelCommand.requeue, session, by: .agent("anna"))
        let returned = fixture.now
        fixture.advance(.minutes(1))
        #expect(fixture.warnings(of: session).last?.since == returned)
        #expect(fixture.warnings(of: session).last?.kind == .newChat)
        fixture.pickUp(session, by: "anna")
        fixture.askTransfer(session, to: "ben", by: "anna")
        fixture.advance(.seconds(30))
        fixture.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben"))
        let accepted = fixture.now
        fixture.advance(.minutes(1))
        #expect(
            fixture.warnings(of: session).last
                == warning(.newMessage, .agent, since: accepted, after: .minutes(1), ["ben"]))
        fixture.close(session, by: .agent("ben"))
        let count = fixture.warnings(of: session).count
        fixture.advance(.minutes(3))
        #expect(fixture.warnings(of: session).count == count, "nothing is awaited after the end")
        fixture.post(in: session, by: .visitor)
        let reopened = fixture.now
        fixture.advance(.minutes(1))
        #expect(
            fixture.warnings(of: session).last
                == warning(.newMessage, .agent, since: reopened, after: .minutes(1), ["ben"]))
    }

    @Test("deadlines, not silences; one that fires early looks again")
    func timer() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.open()
        let timer = try #require(fixture.timers.values.first { $0.kind == .attention })
        #expect(timer.silence == nil && timer.dueAt == fixture.now + .minutes(1))
        fixture.fire(timer)
        #expect(fixture.warnings(of: session).isEmpty)
        fixture.advance(.minutes(1))
        #expect(fixture.warnings(of: session).count == 1)
    }
}

@Suite("Nobody writes (decisions, \"idle conversation\")")
struct IdleTests {
    private static let channel = Channel.quiet.with {
        ($0.idle.warnSeconds, $0.idle.closeSeconds) = (1500, 1800)
    }

    @Test("the visitor is told after 25 minutes, the chat ends after 30; no agent is bothered")
    func idle() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        let begun = fixture.now
        fixture.advance(.milliseconds(1_499_999))
        #expect(fixture.warnings(of: session).isEmpty)
        fixture.advance(.milliseconds(1))
        let told = EventData.Warning(
            kind: .idle, level: .visitor, since: begun, recipients: [], expiresAt: begun + .minutes(30))
        #expect(fixture.warnings(of: session) == [told])
        #expect(try fixture.last(of: session).audience == Audience(gateways: ["edge"]))
        fixture.advance(.milliseconds(299_999))
        #expect(fixture.status(session) == .customerLast)
        fixture.advance(.milliseconds(1))
        #expect(fixture.status(session) == .closed)
        #expect(try fixture.ending(of: session).by == .idle)
        #expect(try fixture.agent("anna").held.isEmpty)
    }

    @Test("a line of either side begins the time anew, also after the warning", arguments: ["visitor", "agent:anna"])
    func writes(_ name: String) throws {
        let actor = try #require(Actor(name))
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        fixture.advance(.minutes(24))
        fixture.post(in: session, by: actor)
        fixture.advance(.seconds(1499))
        #expect(fixture.warnings(of: session).isEmpty)
        fixture.advance(.seconds(1))
        #expect(fixture.warnings(of: session).count == 1)
        fixture.advance(.seconds(299))
        fixture.post(in: session, by: actor)
        fixture.advance(.seconds(1499))
        #expect(fixture.warnings(of: session).count == 1)
        fixture.advance(.seconds(1))
        #expect(fixture.warnings(of: session).count == 2)
        fixture.advance(.seconds(300))
        #expect(fixture.status(session) == .closed)
    }

    @Test("0 switches the warning off, or both; other times are obeyed")
    func settings() throws {
        let table: [(Int, Int, [Int])] = [(0, 1800, [1800]), (0, 0, []), (1500, 0, []), (60, 90, [60, 90])]
        for (warn, close, seconds) in table {
            var fixture = DeskFixture(.quiet.with { ($0.idle.warnSeconds, $0.idle.closeSeconds) = (warn, close) })
            let session = try fixture.conversation()
            fixture.advance(.days(2))
            let happened = fixture.events(of: session).filter { [.warningRaised, .sessionFinished].contains($0.type) }
            #expect(happened.map { Int(($0.at - DeskFixture.start).milliseconds / 1000) } == seconds)
        }
    }

    @Test("who was told late has the rest of the time all the same: silence counts only while it could be heard")
    func late() throws {
        var fixture = DeskFixture(Self.channel)
        let session = try fixture.conversation()
        let timer = try #require(fixture.timers.values.first { $0.kind == .idle })
        #expect(timer.silence != nil)
        fixture.now = fixture.now + .minutes(120)
        fixture.advance(.zero)
        #expect(fixture.warnings(of: session).map(\.expiresAt) == [fixture.now + .minutes(5)])
        fixture.advance(.milliseconds(299_999))
        #expect(fixture.status(session) == .customerLast)
        fixture.advance(.milliseconds(1))
        #expect(fixture.status(session) == .closed)
    }

    @Test("the post-chat form stands then too; queues and forms have no such end; a new owner has the full time")
    func elsewhere() throws {
        var fixture = DeskFixture(Self.channel.with { $0.postChatForm.enabled = true })
        let waiting = try fixture.open("waiting")
        let form = try fixture.arrive("form")
        let session = try fixture.conversation()
        let other = try fixture.conversation("other")
        fixture.advance(.minutes(20))
        fixture.tell(ChannelCommand.takeOver, other, by: .agent("mia"))
        fixture.advance(.minutes(10))
        #expect(fixture.status(session) == .finished && fixture.status(other) == .customerLast)
        #expect(fixture.status(waiting) == .inQueue && fixture.status(form) == .preChatForm)
        fixture.advance(.minutes(20))
        #expect(fixture.status(other) == .finished)
    }
}
