import ChatContract
import Testing

@testable import ChatCore

@Suite("Transfer to another channel's queue (contract; decisions, \"Transfer\")")
struct ChannelTransferTests {
    /// Support as ever; on sales, at version 7 of its settings, ben responds and mia manages.
    private func fixture(
        support: Channel = .quiet, sales change: (inout Channel) -> Void = { _ in }
    ) -> DeskFixture {
        var fixture = DeskFixture(support)
        var sales = Channel.quiet
        (sales.channel, sales.name, sales.version) = ("sales", "Sales", 7)
        change(&sales)
        fixture.addChannel(sales)
        fixture.addMember(Member(channel: "sales", agent: "ben"))
        fixture.addMember(Member(channel: "sales", agent: "mia", respond: false, manage: true))
        return fixture
    }

    @Test("it belongs to the other channel from then on: numbers go on, both desks are told, it waits at the back")
    func moves() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        fixture.tell(ChannelCommand.listen, session, by: .agent("mia"))
        let before = try fixture.session(session)
        fixture.advance(.seconds(10))
        let early = try fixture.open("early", on: "sales")
        fixture.advance(.seconds(10))
        let moved = fixture.move(session, to: "sales")
        #expect(moved.types == [.sessionMoved, .sessionQueued] && moved.status == .inQueue)
        let events = moved.changes.events.map(\.event)
        #expect(events.map(\.seq) == [before.seq + 1, before.seq + 2])
        #expect(events.map(\.channel) == ["support", "sales"])
        #expect(events.first?.data == .moved(EventData.Moved(from: "support", to: "sales")))
        #expect(events.last?.data == .queued(EventData.Queued(position: 2, length: 2, reason: .transferred)))
        #expect(try moved.audience(.sessionMoved) == Audience(gateways: ["edge"], agents: ["anna", "mia"], desk: true))
        #expect(try moved.audience(.sessionQueued) == Audience(gateways: ["edge"], desk: true))
        let change = try #require(moved.changes.sessions[session])
        #expect(change.movedFrom == "support" && change.isMoved && !change.isNew)
        let kept = try fixture.session(session)
        #expect(kept.channel == "sales" && kept.settingsVersion == 7 && kept.owner == nil && kept.listeners.isEmpty)
        #expect(kept.waiting?.since == fixture.now && kept.waiting?.returned == false)
        #expect(fixture.desk[session] == nil && fixture.desk("sales")[session] == kept)
        #expect(fixture.desk("sales").queue.map(\.session) == [early, session])
        #expect(try fixture.agent("anna").held.isEmpty)
        #expect(fixture.legs(of: session).map(\.reason) == [.accepted, .transferred])
        expectSound(fixture.events(of: session))
    }

    @Test("commands for it on the old channel find nothing; on the new one it goes on to its end")
    func after() throws {
        var fixture = fixture(sales: { $0.welcomeMessage = "Sales here" })
        let session = try fixture.conversation()
        fixture.post(in: session, by: .visitor)
        fixture.move(session, to: "sales")
        #expect(fixture.post(in: session, by: .visitor).code == .unknownSession)
        #expect(fixture.post(in: session, by: .visitor, on: "sales").code == nil)
        #expect(fixture.post(in: session, by: .agent("anna"), on: "sales").code == .unknownSession)
        fixture.advance(.seconds(5))
        let picked = fixture.pickUp(session, by: "ben", on: "sales")
        #expect(picked.types == [.sessionAssigned, .messagePosted])
        #expect(fixture.desk("sales").recentWaits == [.seconds(5)])
        #expect(try fixture.agent("ben").held[session]?.channel == "sales")
        fixture.post(in: session, by: .agent("ben"), on: "sales")
        fixture.close(session, by: .agent("ben"), on: "sales")
        let ending = try fixture.ending(of: session)
        #expect(ending.transfers == 1 && ending.queueLegs == 2 && ending.agentLegs == 2 && ending.channel == "sales")
        #expect(fixture.legs(of: session).map(\.channel) == ["support", "support", "sales", "sales"])
        #expect(fixture.legs(of: session).map(\.leg) == [1, 2, 3, 4])
        expectSound(fixture.events(of: session))
        let again = try fixture.open()
        #expect(again != session, "the old channel has no session of his any more")
    }

    @Test("refused, and everything as it was: nobody there, same channel, unknown one, none or two named, not his")
    func refused() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        let other = try fixture.open("other")
        func expect(_ decision: Decision, _ code: ErrorCode, _ field: String?, _ before: DeskFixture) {
            #expect(decision.code == code && decision.refusal?.field == field)
            #expect(fixture.isSame(as: before) && decision.changes.isEmpty)
        }
        var before = fixture
        expect(fixture.move(session, to: "support"), .invalidField, "channel", before)
        expect(fixture.move(session, to: "nowhere"), .unknownChannel, "channel", before)
        expect(fixture.move(session, to: "sales", by: .agent("ben")), .notAssigned, nil, before)
        expect(fixture.move(session, to: "sales", by: .visitor), .forbidden, nil, before)
        expect(fixture.move(other, to: "sales", by: .agent("mia")), .invalidState, nil, before)
        var both = TransferRequest(session: session, channel: "sales")
        both.agent = "ben"
        expect(fixture.send(.requestTransfer(both), by: .agent("anna")), .invalidField, "channel", before)
        var none = both
        (none.agent, none.channel) = (nil, nil)
        expect(fixture.send(.requestTransfer(none), by: .agent("anna")), .invalidField, "agent", before)
        fixture.set(.away, "ben")
        before = fixture
        expect(fixture.move(session, to: "sales"), .notPresent, "channel", before)
        fixture.set(.present, "ben")
        _ = try fixture.open("ola", on: "sales")
        before = fixture
        expect(fixture.move(session, to: "sales"), .conflict, "channel", before)
        fixture.close(session, by: .visitor)
        before = fixture
        expect(fixture.move(session, to: "sales"), .sessionClosed, nil, before)
    }

    @Test("a manager may; a pending transfer ends first")
    func manager() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        fixture.askTransfer(session, to: "cleo", by: "anna")
        let moved = fixture.move(session, to: "sales", by: .agent("mia"))
        #expect(moved.types == [.transferCancelled, .sessionMoved, .sessionQueued])
        #expect(Set(try moved.audience(.transferCancelled).agents) == ["anna", "cleo"])
        #expect(fixture.tell(ChannelCommand.acceptTransfer, session, by: .agent("cleo")).code == .unknownSession)
        fixture.advance(.minutes(2))
        #expect(!fixture.types(of: session).contains(.transferExpired))
    }

    @Test("an absent visitor is looked after on the new channel by its own times")
    func absentVisitor() throws {
        for isShown in [false, true] {
            var fixture = fixture(sales: { ($0.idle.disconnectedSeconds, $0.idle.goneSeconds) = (60, 120) })
            let session = try fixture.conversation()
            fixture.detach(session, "of-ola")
            let lost = fixture.now
            fixture.advance(.seconds(isShown ? 40 : 10))
            #expect(fixture.types(of: session).contains(.sessionDisconnected) == isShown)
            fixture.move(session, to: "sales")
            fixture.advance(lost + .seconds(60) - fixture.now)
            #expect(fixture.types(of: session).filter { $0 == .sessionDisconnected }.count == 1)
            fixture.advance(.milliseconds(59_999))
            #expect(fixture.status(session) == .inQueue)
            fixture.advance(.milliseconds(1))
            #expect(fixture.status(session) == .closedFromQueue)
            #expect(fixture.desk("sales").queue.isEmpty && fixture.desk("sales")[session] == nil)
        }
    }

    @Test("warnings are those of the new channel, for its people, from the time of the transfer")
    func warnings() throws {
        let support = Channel.quiet.with { $0.warnings.agentNewMessage = 1 }
        for minutes in [0.5, 3] {
            var fixture = fixture(support: support, sales: { $0.warnings.agentNewChat = minutes })
            let session = try fixture.conversation()
            fixture.post(in: session, by: .visitor)
            fixture.advance(.seconds(10))
            fixture.move(session, to: "sales")
            let moved = fixture.now
            fixture.advance(.minutes(minutes))
            let warning = try #require(fixture.warnings(of: session).first)
            #expect(warning.kind == .newChat && warning.since == moved && warning.recipients == ["ben", "mia"])
            #expect(fixture.events(of: session).last?.channel == "sales")
            fixture.advance(.minutes(10))
            #expect(fixture.warnings(of: session).count == 1)
        }
    }

    @Test("where chats are pushed it is offered at once, but not to who gave it away")
    func pushed() throws {
        var fixture = fixture(sales: {
            $0.routing = Channel.Routing(policy: .roundRobin, offerSeconds: 30, preferSameAgentSeconds: 300)
        })
        fixture.addMember(Member(channel: "sales", agent: "anna"))
        let session = try fixture.conversation()
        fixture.move(session, to: "sales")
        #expect(fixture.asked(session) == "ben")
        fixture.tell(ChannelCommand.declineOffer, session, by: .agent("ben"), on: "sales")
        #expect(fixture.asked(session) == nil)
        fixture.advance(.seconds(30))
        #expect(fixture.asked(session) != nil)
    }

    @Test("it may come back, and its old timers there do nothing")
    func backAgain() throws {
        var fixture = fixture(support: Channel.quiet.with { ($0.idle.warnSeconds, $0.idle.closeSeconds) = (60, 120) })
        let session = try fixture.conversation()
        fixture.move(session, to: "sales")
        fixture.pickUp(session, by: "ben", on: "sales")
        fixture.advance(.seconds(50))
        let back = TransferRequest(session: session, channel: "support")
        #expect(fixture.send(.requestTransfer(back), by: .agent("ben"), on: "sales").code == nil)
        #expect(fixture.desk[session]?.status == .inQueue && fixture.desk("sales")[session] == nil)
        fixture.pickUp(session, by: "cleo")
        fixture.advance(.seconds(59))
        #expect(fixture.warnings(of: session).isEmpty, "idle since cleo took it")
        fixture.advance(.seconds(1))
        #expect(fixture.warnings(of: session).map(\.kind) == [.idle])
        #expect(try fixture.session(session).extra.transfers == 2)
        expectSound(fixture.events(of: session))
    }

    @Test("the post-chat form that he was shown does not follow him: the new channel's holds")
    func forms() throws {
        var fixture = fixture(support: Channel.quiet.with { $0.postChatForm.enabled = true })
        let session = try fixture.conversation()
        fixture.move(session, to: "sales")
        fixture.pickUp(session, by: "ben", on: "sales")
        #expect(fixture.close(session, by: .visitor, on: "sales").status == .closed)
    }
}

@Suite("Somebody goes away while a transfer is pending (guarantee 8)")
struct TransferMeanwhileTests {
    private func pending() throws -> (DeskFixture, SessionID) {
        var fixture = DeskFixture(.quiet, agentsHaveLeases: false)
        for agent: AgentHandle in ["anna", "ben", "cleo", "mia"] {
            fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 120)), by: .agent(agent))
        }
        let session = try fixture.conversation()
        fixture.askTransfer(session, to: "ben", by: "anna")
        return (fixture, session)
    }

    /// Nobody is left without an owner outside a queue.
    private func expectOwned(_ fixture: DeskFixture, _ session: SessionID) throws {
        let kept = try fixture.session(session)
        switch kept.phase {
        case .conversation(let conversation):
            #expect(try fixture.agent(conversation.agent).held[session] != nil)
        case .waiting: #expect(fixture.desk.queue.map(\.session).contains(session))
        case .preChatForm, .faq, .offlineForm, .withBot, .finished, .ended: #expect(!kept.status.isConversation)
        }
    }

    @Test("the target goes away: he may still accept; if he does not, the source keeps it")
    func targetAway() throws {
        var (fixture, session) = try pending()
        fixture.set(.away, "ben")
        #expect(try fixture.session(session).owner == "anna")
        var other = fixture
        other.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben"))
        #expect(try other.session(session).owner == "ben")
        fixture.advance(.seconds(60))
        #expect(fixture.types(of: session).last == .transferExpired)
        #expect(try fixture.session(session).owner == "anna")
        try expectOwned(fixture, session)
    }

    @Test("the target loses his permission, or his place: he cannot accept, and the source keeps it")
    func targetRemoved() throws {
        let ways: [ControlCommand] = [
            .removeMember(MemberReference(channel: "support", agent: "ben")),
            .saveMember(Member(channel: "support", agent: "ben", respond: false)),
        ]
        for way in ways {
            var (fixture, session) = try pending()
            #expect(fixture.control(way, by: .system("apply")).code == nil)
            #expect(fixture.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben")).code == .forbidden)
            #expect(
                fixture.tell(ChannelCommand.rejectTransfer, session, by: .agent("ben")).code == nil, "no is allowed")
            #expect(try fixture.session(session).owner == "anna")
            try expectOwned(fixture, session)
        }
        var (fixture, session) = try pending()
        #expect(fixture.control(.removeAgent(AgentReference(agent: "ben")), by: .system("apply")).code == nil)
        fixture.advance(.seconds(60))
        #expect(fixture.types(of: session).last == .transferExpired)
        #expect(try fixture.session(session).owner == "anna")
    }

    @Test("the source is lost: back to the front of the queue, the transfer cancelled; or the target has it before")
    func sourceLost() throws {
        var (fixture, session) = try pending()
        fixture.advance(.seconds(1))
        fixture.control(.dropPresence(PresenceDrop(connection: "t")), by: .agent("anna"))
        fixture.advance(.seconds(30))
        var other = fixture
        other.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben"))
        #expect(try other.session(session).owner == "ben")
        for _ in 0..<6 {
            fixture.advance(.seconds(30))
            fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 120)), by: .agent("ben"))
        }
        #expect(fixture.status(session) == .inQueue && fixture.desk[session]?.waiting?.returned == true)
        #expect(fixture.types(of: session).suffix(3) == [.transferExpired, .sessionAgentLost, .sessionQueued])
        try expectOwned(fixture, session)
        for _ in 0..<6 {
            other.advance(.seconds(30))
            other.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 120)), by: .agent("ben"))
        }
        #expect(try other.session(session).owner == "ben", "whoever was lost had it no more")
        try expectOwned(other, session)
    }

    @Test("the source is lost and given up while a second transfer is pending: it ends with it")
    func sourceGivenUp() throws {
        var (fixture, session) = try pending()
        fixture.tell(ChannelCommand.rejectTransfer, session, by: .agent("ben"))
        fixture.control(.dropPresence(PresenceDrop(connection: "t")), by: .agent("anna"))
        for _ in 0..<5 {
            fixture.advance(.seconds(29))
            fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 120)), by: .agent("ben"))
        }
        #expect(fixture.askTransfer(session, to: "ben", by: "mia").code == nil)
        fixture.advance(.seconds(35))
        #expect(fixture.types(of: session).suffix(2) == [.transferCancelled, .sessionQueued])
        try expectOwned(fixture, session)
    }

    @Test("the source is no member any more: he keeps it, and the target may have it")
    func sourceRemoved() throws {
        var (fixture, session) = try pending()
        fixture.control(.removeMember(MemberReference(channel: "support", agent: "anna")), by: .system("apply"))
        #expect(try fixture.session(session).owner == "anna")
        #expect(fixture.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben")).code == nil)
        #expect(try fixture.session(session).owner == "ben")
        #expect(fixture.tell(ChannelCommand.unlisten, session, by: .agent("anna")).code == nil)
        #expect(fixture.tell(ChannelCommand.unlisten, session, by: .agent("anna")).code == .unknownSession)
    }

    @Test("the visitor leaves, or is gone: the transfer ends before the chat does")
    func visitor() throws {
        for leaves in [true, false] {
            var fixture = DeskFixture(.quiet)
            let session = try fixture.conversation()
            fixture.detach(session, "of-ola")
            fixture.advance(.seconds(270))
            fixture.askTransfer(session, to: "ben", by: "anna")
            if leaves { fixture.close(session, by: .visitor) }
            fixture.advance(.seconds(60))
            #expect(fixture.types(of: session).suffix(3) == [.transferCancelled, .sessionFinished, .sessionClosed])
            #expect(fixture.tell(ChannelCommand.acceptTransfer, session, by: .agent("ben")).code == .noTransferPending)
            #expect(try fixture.agent("anna").held.isEmpty && fixture.agent("ben").held.isEmpty)
        }
    }
}
