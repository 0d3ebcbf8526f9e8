import ChatContract
import Testing

@testable import ChatCore

@Suite("Offers (decisions, \"routing\")")
struct OfferTests {
    private static let channel = Channel.quiet.with {
        $0.routing = Channel.Routing(policy: .roundRobin, offerSeconds: 30)
        $0.welcomeMessage = "Hi"
    }

    /// Anna, ben and cleo respond; in the first round they are asked in this order.
    private func fixture(_ change: (inout Channel) -> Void = { _ in }) -> DeskFixture {
        DeskFixture(Self.channel.with(change))
    }

    @Test("who comes is offered at once: the agent and the managers hear of it, a slot is kept, the visitor waits")
    func offered() throws {
        var fixture = fixture()
        let body = SessionOpen(
            visitorId: DeskFixture.secret("ola"), gateway: "edge", connection: "1", name: "Ola", email: "o@x.no",
            question: "Hello?")
        let opened = fixture.send(.open(body), by: .visitor)
        #expect(opened.types == [.sessionOpened, .sessionQueued, .messagePosted, .sessionOffered])
        let event = try #require(opened.changes.events.last)
        let expiresAt = fixture.now + .seconds(30)
        #expect(event.event.data == .offered(EventData.Offered(agent: "anna", expiresAt: expiresAt)))
        #expect(event.event.actor == .system("worker") && event.event.visibility == .agents)
        #expect(event.audience == Audience(agents: ["anna", "mia"]))
        let session = try #require(opened.facts?.session)
        #expect(opened.status == .inQueue && fixture.desk.position(of: session) == 1)
        let anna = try fixture.agent("anna")
        #expect(anna.offered == [session: "support"] && anna.held.isEmpty && anna.load == 1)
        let kept = try fixture.session(session)
        let card = kept.summary(for: "anna", channelName: "Support", position: 1)
        #expect(card.role == .target && card.offeredUntil == expiresAt)
        #expect(kept.summary(for: "ben", channelName: "Support", position: 1).offeredUntil == nil)
        #expect(fixture.timers.values.filter { $0.kind == .offerExpiry }.map(\.dueAt) == [expiresAt])
        expectSound(fixture.events(of: session))
    }

    @Test("by hand nobody is asked")
    func manual() throws {
        var fixture = fixture { $0.routing.policy = .manual }
        let session = try fixture.open()
        fixture.advance(.minutes(10))
        #expect(fixture.types(of: session) == [.sessionOpened, .sessionQueued])
        fixture.save { $0.routing.policy = .leastBusy }
        #expect(fixture.asked(session) != nil, "the setting holds for those who wait")
    }

    @Test("accepted: the chat is his, and everybody who may know hears why (guarantee 14)")
    func accepted() throws {
        for command in [ChannelCommand.acceptOffer, ChannelCommand.pickUp] {
            var fixture = fixture()
            let session = try fixture.open()
            fixture.advance(.seconds(10))
            let accepted = fixture.tell(command, session, by: .agent("anna"))
            #expect(accepted.types == [.sessionOfferEnded, .sessionAssigned, .routingExplained, .messagePosted])
            #expect(accepted.changes.events.first?.event.data == .offerEnded(.init(agent: "anna", reason: .accepted)))
            let conversation = try #require(try fixture.session(session).conversation)
            #expect(conversation.agent == "anna" && conversation.how == .offer)
            #expect(try accepted.audience(.routingExplained) == Audience(agents: ["anna", "mia"]))
            let anna = try fixture.agent("anna")
            #expect(anna.offered.isEmpty && anna.held.keys.sorted() == [session] && anna.load == 1)
            let legs = fixture.legs(of: session)
            #expect(legs.map(\.kind) == [.offer, .queue] && legs.map(\.reason) == [.accepted, .accepted])
            #expect(legs.map(\.agent) == ["anna", nil] && legs.map(\.leg) == [2, 1])
            #expect(fixture.desk.recentWaits == [.seconds(10)])
            let count = fixture.events.count
            fixture.advance(.minutes(5))
            #expect(fixture.events.count == count, "the offer's timer is void")
        }
    }

    @Test("only who is asked accepts or declines; whoever is late is told who has it (guarantee 1)")
    func wrongAgent() throws {
        var fixture = fixture()
        let session = try fixture.open()
        let before = fixture
        for command in [ChannelCommand.acceptOffer, ChannelCommand.declineOffer] {
            let refused = fixture.tell(command, session, by: .agent("ben"))
            #expect(refused.code == .invalidState)
            #expect(refused.refusal?.detail == "no offer of this session to ben is open")
            #expect(fixture.tell(command, session, by: .agent("mia")).code == .forbidden)
            #expect(fixture.tell(command, session, by: .agent("dora")).code == .unknownSession)
            #expect(fixture.tell(command, session, by: .visitor).code == .forbidden)
        }
        #expect(fixture.isSame(as: before))
        fixture.tell(ChannelCommand.acceptOffer, session, by: .agent("anna"))
        let late = fixture.tell(ChannelCommand.acceptOffer, session, by: .agent("ben"))
        #expect(late.code == .notInQueue && late.refusal?.owner?.agent == "anna")
        #expect(fixture.tell(ChannelCommand.declineOffer, session, by: .agent("anna")).code == .invalidState)
    }

    @Test("declined: the next one is asked in the same moment; he himself again when the offer's time is over")
    func declined() throws {
        var fixture = fixture()
        let session = try fixture.open()
        let declined = fixture.tell(ChannelCommand.declineOffer, session, by: .agent("anna"))
        #expect(declined.types == [.sessionOfferEnded, .sessionOffered])
        #expect(declined.changes.events.first?.event.data == .offerEnded(.init(agent: "anna", reason: .declined)))
        #expect(fixture.asked(session) == "ben")
        #expect(try fixture.agent("anna").effective == .present, "no is an answer")
        #expect(try fixture.agent("anna").load == 0)
        fixture.advance(.seconds(5))
        fixture.tell(ChannelCommand.declineOffer, session, by: .agent("ben"))
        fixture.tell(ChannelCommand.declineOffer, session, by: .agent("cleo"))
        #expect(fixture.asked(session) == nil)
        fixture.advance(.milliseconds(24_999))
        #expect(fixture.asked(session) == nil)
        fixture.advance(.milliseconds(1))
        #expect(fixture.asked(session) == "anna", "though others declined later")
        #expect(fixture.legs(of: session).map(\.reason) == [.declined, .declined, .declined])
    }

    @Test("let pass: he is not responding until he acts, and a lease renewed is no act (guarantee 15)")
    func missed() throws {
        var fixture = fixture()
        let session = try fixture.open()
        fixture.advance(.milliseconds(29_999))
        #expect(fixture.asked(session) == "anna")
        let told = fixture.transients.count
        fixture.advance(.milliseconds(1))
        #expect(fixture.types(of: session).suffix(2) == [.sessionOfferEnded, .sessionOffered])
        #expect(fixture.asked(session) == "ben")
        #expect(try fixture.agent("anna").effective == .notResponding)
        #expect(try fixture.agent("anna").wanted == .present && fixture.agent("anna").load == 0)
        #expect(
            fixture.transients.dropFirst(told).contains {
                $0.type == .presenceChanged && String(decoding: $0.data, as: UTF8.self).contains("notResponding")
            })
        #expect(fixture.legs(of: session).map(\.reason) == [.missed])
        fixture.advance(.minutes(2))
        #expect(fixture.asked(session) == nil, "all three let it pass")
        #expect(!fixture.desk.isAttended(fixture.roster), "nobody is there")
        let late = try fixture.open("late")
        #expect(fixture.status(late) == .offlineForm)
        fixture.control(.renewPresence(PresenceRenew(connection: "desk", leaseSeconds: 60)), by: .agent("anna"))
        #expect(try fixture.agent("anna").effective == .notResponding)
        fixture.set(.present, "anna")
        #expect(try fixture.agent("anna").effective == .notResponding, "somebody else's act")
        #expect(fixture.asked(session) == nil)
        let nowhere = SessionID(high: 1, low: 1)
        #expect(fixture.tell(ChannelCommand.pickUp, nowhere, by: .agent("anna")).code == .unknownSession)
        #expect(try fixture.agent("anna").effective == .present, "any command of his, a refused one as well")
        #expect(fixture.asked(session) == "anna")
    }

    @Test("he acts on the control queue: the channels where somebody waits for him look again (guarantee 6)")
    func actsElsewhere() throws {
        var fixture = fixture()
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        let session = try fixture.open()
        fixture.advance(.seconds(60))
        #expect(fixture.asked(session) == nil)
        fixture.control(.setPresence(PresenceSet(status: .present)), by: .agent("anna"))
        #expect(fixture.asked(session) == "anna")
    }

    @Test("taken back: the visitor leaves, the agent can no longer answer, somebody else takes it, it is deleted")
    func withdrawn() throws {
        let ways: [(String, (inout DeskFixture, SessionID) -> Void, [EventType])] = [
            ("leaves", { $0.close($1, by: .visitor) }, [.sessionOfferEnded, .sessionClosed]),
            ("away", { fixture, _ in fixture.set(.away, "anna") }, [.sessionOfferEnded, .sessionOffered]),
            (
                "disabled", { fixture, _ in fixture.save("anna") { $0.enabled = false } },
                [.sessionOfferEnded, .sessionOffered]
            ),
            (
                "no member",
                { fixture, _ in
                    let anna = MemberReference(channel: "support", agent: "anna")
                    fixture.control(.removeMember(anna), by: .system("apply"))
                }, [.sessionOfferEnded, .sessionOffered]
            ),
            (
                "may not respond",
                { fixture, _ in
                    let anna = Member(channel: "support", agent: "anna", respond: false)
                    fixture.control(.saveMember(anna), by: .system("apply"))
                }, [.sessionOfferEnded, .sessionOffered]
            ),
            (
                "connection dropped",
                { fixture, _ in
                    fixture.control(.dropPresence(PresenceDrop(connection: "desk")), by: .agent("anna"))
                }, [.sessionOfferEnded, .sessionOffered]
            ),
            ("taken", { $0.pickUp($1, by: "cleo") }, [.sessionOfferEnded, .sessionAssigned, .messagePosted]),
            (
                "channel deleted",
                { fixture, _ in
                    let delete = ChannelDelete(channel: "support", force: true)
                    fixture.control(.deleteChannel(delete), by: .system("apply"))
                }, [.sessionOfferEnded, .sessionClosed]
            ),
            (
                "deleted", { $0.tell(ChannelCommand.delete, $1, by: .agent("mia")) },
                [.sessionOfferEnded, .sessionClosed, .sessionDeleted]
            ),
        ]
        for (way, happen, types) in ways {
            var fixture = fixture()
            let session = try fixture.open()
            let count = fixture.types(of: session).count
            fixture.advance(.seconds(7))
            happen(&fixture, session)
            #expect(Array(fixture.types(of: session).dropFirst(count)) == types, "\(way)")
            #expect(fixture.events(of: session)[count].data == .offerEnded(.init(agent: "anna", reason: .withdrawn)))
            #expect(fixture.events.first { $0.event.type == .sessionOfferEnded }?.audience.agents == ["anna", "mia"])
            #expect(try fixture.agent("anna").offered.isEmpty, "\(way)")
            #expect(try fixture.agent("anna").effective != .notResponding)
            #expect(fixture.legs(of: session).first?.reason == .withdrawn)
            fixture.advance(.seconds(23))
            #expect(try fixture.agent("anna").effective != .notResponding, "\(way): the timer of an old offer")
        }
    }

    @Test("a lost agent's offer goes to the next when his lease is over, the visitor's when he is given up")
    func lost() throws {
        var fixture = DeskFixture(Self.channel.with { $0.routing.offerSeconds = 600 }, agentsHaveLeases: false)
        for agent: AgentHandle in ["anna", "ben"] {
            fixture.control(
                .renewPresence(PresenceRenew(connection: "t", leaseSeconds: agent == "anna" ? 20 : 120)),
                by: .agent(agent))
        }
        let session = try fixture.open()
        #expect(fixture.asked(session) == "anna")
        fixture.advance(.seconds(20))
        #expect(fixture.asked(session) == "ben")
        fixture.detach(session, "of-ola")
        let gone = fixture.now
        for _ in 0..<5 {
            fixture.advance(.seconds(60))
            fixture.control(.renewPresence(PresenceRenew(connection: "t", leaseSeconds: 120)), by: .agent("ben"))
        }
        #expect(fixture.status(session) == .closedFromQueue)
        #expect(try fixture.agent("ben").offered.isEmpty)
        #expect(try fixture.ending(of: session).endedAt == gone)
    }

    @Test("one of two offers missed: the other is taken back too, for he does not respond")
    func missedOfTwo() throws {
        var fixture = fixture()
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        let first = try fixture.open("a")
        fixture.advance(.seconds(10))
        let second = try fixture.open("b")
        #expect(fixture.asked(first) == "anna" && fixture.asked(second) == "anna")
        fixture.advance(.seconds(20))
        #expect(fixture.asked(first) == nil && fixture.asked(second) == nil)
        #expect(fixture.legs(of: second).map(\.reason) == [.withdrawn])
        #expect(try fixture.agent("anna").load == 0)
    }

    @Test("somebody comes, gets room or a higher limit: the first who waits is offered to him, on every channel")
    func liveness() throws {
        let ways: [(String, (inout DeskFixture) throws -> Void, (inout DeskFixture) throws -> Void)] = [
            ("present", { $0.set(.away, "anna") }, { $0.set(.present, "anna") }),
            (
                "limit",
                { fixture in
                    fixture.save("anna") { $0.capacity = 1 }
                    _ = try fixture.taken("x", by: "anna")
                }, { fixture in fixture.save("anna") { $0.capacity = 2 } }
            ),
            (
                "a limit instead of none",
                { fixture in for number in 1...4 { _ = try fixture.taken("x\(number)", by: "anna") } },
                { fixture in fixture.save("anna") { $0.capacity = 10 } }
            ),
            (
                "slot",
                { fixture in
                    fixture.save("anna") { $0.capacity = 1 }
                    _ = try fixture.taken("x", by: "anna")
                },
                { fixture in
                    let held = try #require(try fixture.agent("anna").held.keys.first)
                    fixture.close(held, by: .agent("anna"))
                }
            ),
            (
                "may respond",
                { fixture in
                    fixture.control(
                        .saveMember(Member(channel: "support", agent: "anna", respond: false)), by: .system("apply"))
                    fixture.control(
                        .saveMember(Member(channel: "sales", agent: "anna", respond: false)), by: .system("apply"))
                },
                { fixture in
                    fixture.control(.saveMember(Member(channel: "support", agent: "anna")), by: .system("apply"))
                    fixture.control(.saveMember(Member(channel: "sales", agent: "anna")), by: .system("apply"))
                }
            ),
        ]
        for (way, prepare, happen) in ways {
            for channel: ChannelHandle in ["support", "sales"] {
                var fixture = fixture()
                fixture.addChannel(Self.channel.with { ($0.channel, $0.name) = ("sales", "Sales") })
                fixture.addMember(Member(channel: "sales", agent: "anna"))
                for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
                // Somebody must be there, or he gets the offline form: an agent who has no room.
                fixture.addAgent("full", capacity: 1)
                for channel: ChannelHandle in ["support", "sales"] {
                    fixture.addMember(Member(channel: channel, agent: "full"))
                }
                _ = try fixture.taken("busy", by: "full")
                try prepare(&fixture)
                let session = try fixture.open("early", on: channel)
                #expect(fixture.asked(session) == nil, "\(way)")
                try happen(&fixture)
                #expect(fixture.asked(session) == "anna", "\(way) on \(channel)")
            }
        }
    }

    @Test("offers count against the limit over all channels; four chats at once where no limit is set (guarantee 2)")
    func capacity() throws {
        for (capacity, expected) in [(1, 1), (2, 2), (nil, 4)] as [(Int?, Int)] {
            var fixture = fixture()
            fixture.addChannel(Self.channel.with { ($0.channel, $0.name) = ("sales", "Sales") })
            for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
            fixture.addMember(Member(channel: "sales", agent: "anna"))
            fixture.save("anna") { $0.capacity = capacity }
            let sessions = try (1...6).map { try fixture.open("v\($0)", on: $0 % 2 == 0 ? "sales" : "support") }
            #expect(sessions.filter { fixture.asked($0) == "anna" } == Array(sessions.prefix(expected)))
            #expect(try fixture.agent("anna").load == expected)
            #expect(fixture.desk.queueChanged(fixture.roster).available == 0)
            fixture.tell(ChannelCommand.acceptOffer, sessions[0], by: .agent("anna"))
            #expect(try fixture.agent("anna").load == expected, "an accepted offer uses the slot that was kept")
            fixture.close(sessions[0], by: .visitor)
            #expect(try fixture.agent("anna").load == expected, "the slot serves the next")
        }
    }

    @Test("a limit lowered below what he is asked keeps the offer, and he may accept it")
    func loweredLimit() throws {
        var fixture = fixture()
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        let first = try fixture.open("a")
        let second = try fixture.open("b")
        fixture.save("anna") { $0.capacity = 1 }
        #expect(fixture.tell(ChannelCommand.acceptOffer, first, by: .agent("anna")).code == nil)
        #expect(fixture.tell(ChannelCommand.acceptOffer, second, by: .agent("anna")).code == nil)
        let third = try fixture.open("c")
        #expect(fixture.asked(third) == nil && fixture.pickUp(third, by: "anna").code == .conflict)
    }

    @Test("a chat given back is not offered at once to who gave it back")
    func givenBack() throws {
        var fixture = fixture()
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        let session = try fixture.taken("ola", by: "anna")
        let returned = fixture.tell(ChannelCommand.requeue, session, by: .agent("anna"))
        #expect(returned.types == [.sessionQueued] && fixture.asked(session) == nil)
        fixture.advance(.seconds(29))
        #expect(fixture.asked(session) == nil)
        fixture.advance(.seconds(1))
        #expect(fixture.asked(session) == "anna", "but when nobody else is there, he is")
    }

    @Test("re-opened: to the agent he had; if he is full, in front of those who wait")
    func reopened() throws {
        var fixture = fixture { $0.postChatForm.enabled = true }
        fixture.save("anna") { $0.capacity = 1 }
        let session = try fixture.taken("ola", by: "anna")
        fixture.close(session, by: .visitor)
        fixture.post(in: session, by: .visitor)
        #expect(try fixture.session(session).owner == "anna")
        fixture.close(session, by: .visitor)
        for agent: AgentHandle in ["ben", "cleo"] { fixture.set(.away, agent) }
        let next = try fixture.open("next")
        #expect(fixture.asked(next) == "anna")
        let back = fixture.post(in: session, by: .visitor)
        #expect(back.types == [.sessionReopened, .sessionQueued, .messagePosted], "her slot is kept for another")
        #expect(fixture.desk.queue.map(\.session) == [session, next])
    }
}

extension DeskFixture {
    /// A visitor whose chat `agent` takes, whoever is asked.
    mutating func taken(
        _ visitor: String, by agent: AgentHandle, on channel: ChannelHandle = "support"
    ) throws -> SessionID {
        let session = try open(visitor, on: channel)
        try #require(pickUp(session, by: agent, on: channel).code == nil)
        return session
    }
}
