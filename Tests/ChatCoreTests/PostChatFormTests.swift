import ChatContract
import Testing

@testable import ChatCore

@Suite("The end and the post-chat form (spec sections 2.3 and 5.7)")
struct PostChatFormTests {
    private static let withForm = Channel.quiet.with {
        $0.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true)
    }

    /// A chat that anna answered and the visitor ended.
    private func finished(_ channel: Channel = withForm) throws -> (DeskFixture, SessionID) {
        var fixture = DeskFixture(channel)
        let session = try fixture.open(question: "Hello?")
        fixture.pickUp(session, by: "anna")
        fixture.post(in: session, by: .agent("anna"))
        fixture.advance(.seconds(40))
        fixture.close(session, by: .visitor)
        return (fixture, session)
    }

    @Test("either side ends it: finished where there is a form, else closed (5/6 → 7, → 9)")
    func ends() throws {
        for (actor, by) in [(Actor.visitor, EndedBy.visitor), (.agent("anna"), .agent)] {
            for hasForm in [true, false] {
                var fixture = DeskFixture(.quiet.with { $0.postChatForm.enabled = hasForm })
                let session = try fixture.conversation()
                fixture.tell(ChannelCommand.listen, session, by: .agent("mia"))
                let end = fixture.close(session, by: actor)
                #expect(end.types == (hasForm ? [.sessionFinished] : [.sessionFinished, .sessionClosed]))
                #expect(end.changes.events.first?.event.data == .finished(EventData.Finished(by: by)))
                #expect(Set(try end.audience(.sessionFinished).agents) == ["anna", "mia"])
                #expect(end.status == (hasForm ? .finished : .closed))
                #expect(try fixture.agent("anna").held.isEmpty, "his slot is free while the form stands")
                #expect(fixture.legs(of: session).last?.reason == .closed)
                #expect(try fixture.session(session).listeners.isEmpty)
                let form = fixture.timers.values.filter { $0.kind == .postChatForm }
                #expect(form.map(\.dueAt) == (hasForm ? [fixture.now + .seconds(600)] : []))
                #expect(form.allSatisfy { $0.silence == nil }, "a deadline")
            }
        }
    }

    @Test("the form is over when its time is, and the end is that of the chat (7 → 9)")
    func timeOut() throws {
        var (fixture, session) = try finished(Self.withForm.with { $0.idle.postChatSeconds = 90 })
        let ended = fixture.now
        fixture.advance(.milliseconds(89_999))
        #expect(fixture.status(session) == .finished)
        fixture.advance(.milliseconds(1))
        #expect(fixture.status(session) == .closed)
        let closed = try fixture.last(of: session)
        #expect(closed.event.data == .closed(EventData.Closed(outcome: .completed)))
        #expect(closed.audience.agents == ["anna"] && closed.audience.gateways == ["edge"])
        let ending = try fixture.ending(of: session)
        #expect(ending.endedAt == ended && ending.by == .visitor && ending.n == 1)
        #expect(ending.wallMilliseconds == 40_000 && ending.ratingAsked == true && ending.rating == nil)
        expectSound(fixture.events(of: session))
    }

    @Test("he leaves the form, or ends it again, or is gone: closed (7 → 9)")
    func leaves() throws {
        for way in ["leave", "close", "gone"] {
            var (fixture, session) = try finished()
            switch way {
            case "leave": #expect(fixture.tell(ChannelCommand.leave, session, by: .visitor).types == [.sessionClosed])
            case "close": #expect(fixture.close(session, by: .visitor).types == [.sessionClosed])
            default:
                fixture.detach(session, "of-ola")
                fixture.advance(.minutes(5))
            }
            #expect(fixture.status(session) == .closed, "\(way)")
            #expect(try fixture.ending(of: session).outcome == .completed)
            #expect(fixture.tell(ChannelCommand.leave, session, by: .visitor).code == .sessionClosed)
            let count = fixture.events.count
            fixture.advance(.minutes(30))
            #expect(fixture.events.count == count, "an old timer does nothing")
        }
        var fixture = DeskFixture(Self.withForm)
        #expect(fixture.tell(ChannelCommand.leave, try fixture.open(), by: .visitor).code == .invalidState)
    }

    @Test("nobody fills in a form who is gone, nor where the system ends it")
    func noForm() throws {
        var fixture = DeskFixture(Self.withForm)
        let gone = try fixture.conversation("gone")
        fixture.detach(gone, "of-gone")
        fixture.advance(.minutes(5))
        #expect(fixture.status(gone) == .closed)
        #expect(try fixture.ending(of: gone).ratingAsked == nil)
        let waiting = try fixture.open("waiting")
        fixture.close(waiting, by: .visitor)
        #expect(fixture.status(waiting) == .closedFromQueue, "from the queue: no form")
    }

    @Test("he returns to the chat: to the agent he had, who is there (7 → 5, guarantee 9)")
    func returns() throws {
        var (fixture, session) = try finished()
        fixture.advance(.seconds(20))
        let other = try fixture.open("other")
        #expect(fixture.post(in: session, by: .agent("anna")).code == .notAssigned)
        let back = fixture.post("One more", in: session, by: .visitor)
        #expect(back.types == [.sessionReopened, .sessionAssigned, .messagePosted], "no second welcome")
        #expect(try back.audience(.sessionReopened).agents == ["anna"])
        #expect(back.status == .customerLast)
        let conversation = try #require(try fixture.session(session).conversation)
        #expect(conversation.agent == "anna" && conversation.how == .reopened && conversation.since == fixture.now)
        #expect(try fixture.agent("anna").held.keys.sorted() == [session])
        #expect(fixture.desk.position(of: other) == 1)
        fixture.advance(.minutes(15))
        #expect(fixture.status(session) == .customerLast, "the form's timer is void")
        fixture.close(session, by: .agent("anna"))
        fixture.tell(ChannelCommand.leave, session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.n == 2 && ending.agentLegs == 2 && ending.outcome == .dropped && ending.by == .agent)
        #expect(fixture.legs(of: session).map(\.how) == [nil, .pickUp, .reopened])
        expectSound(fixture.events(of: session))
    }

    @Test("his agent is away, full, lost or no member any more: before all who wait (7 → 4, guarantee 9)")
    func returnsToQueue() throws {
        let ways: [(String, (inout DeskFixture) throws -> Void)] = [
            ("away", { $0.set(.away, "anna") }),
            (
                "full",
                { fixture in
                    fixture.save("anna") { $0.capacity = 1 }
                    _ = try fixture.conversation("another")
                }
            ),
            ("disabled", { fixture in fixture.save("anna") { $0.enabled = false } }),
            ("no member", { $0.removeMember("anna") }),
            ("may not respond", { $0.addMember(Member(channel: "support", agent: "anna", respond: false)) }),
            (
                "removed",
                { fixture in
                    fixture.control(.removeAgent(AgentReference(agent: "anna")), by: .system("apply"))
                }
            ),
        ]
        for (way, leave) in ways {
            var (fixture, session) = try finished()
            let waiting = try fixture.open("waiting")
            fixture.advance(.seconds(5))
            try leave(&fixture)
            let back = fixture.post("One more", in: session, by: .visitor)
            #expect(back.types == [.sessionReopened, .sessionQueued, .messagePosted], "\(way)")
            #expect(try back.audience(.sessionReopened).agents == [], "\(way)")
            #expect(
                back.changes.events.dropFirst().first?.event.data
                    == .queued(EventData.Queued(position: 1, length: 2, reason: .reopened)))
            #expect(fixture.desk.queue.map(\.session) == [session, waiting])
            #expect(fixture.pickUp(session, by: "ben").code == nil)
            #expect(fixture.legs(of: session).map(\.kind) == [.queue, .agent, .queue])
        }
    }

    @Test("a second window finds the form as well, and a question given with it returns to the chat")
    func secondWindow() throws {
        var (fixture, session) = try finished()
        #expect(try fixture.open() == session)
        #expect(fixture.status(session) == .finished)
        #expect(try fixture.open(question: "Again") == session)
        #expect(fixture.status(session) == .customerLast)
    }

    @Test("one to five stars, once it is over, as often as he changes his mind (guarantee 28)")
    func rating() throws {
        var (fixture, session) = try finished()
        let before = fixture
        for wrong in [0, 6, -1, Int.max] {
            let refused = fixture.rate(session, wrong)
            #expect(refused.code == .invalidField && refused.refusal?.field == "rating")
            #expect(refused.refusal?.detail == "\(wrong) is not between 1 and 5")
        }
        #expect(fixture.rate(session, 5, comment: String(repeating: "x", count: 1025)).refusal?.field == "comment")
        #expect(fixture.isSame(as: before))
        let rated = fixture.rate(session, 2, comment: "Slow")
        #expect(rated.changes.events.map(\.event.data) == [.rated(EventData.Rated(rating: 2, comment: "Slow"))])
        #expect(try rated.audience(.sessionRated) == Audience(gateways: ["edge"], agents: ["anna"]))
        #expect(fixture.rate(session, 2, comment: "Slow").changes.isEmpty)
        #expect(fixture.rate(session, 4).code == nil)
        let card = try fixture.session(session).summary(for: "anna", channelName: "Support", position: nil)
        #expect(card.rating == 4)
        fixture.tell(ChannelCommand.leave, session, by: .visitor)
        let ending = try fixture.ending(of: session)
        #expect(ending.rating == 4 && ending.ratingAsked == true)
        #expect(fixture.rate(session, 5).code == .sessionClosed)
    }

    @Test("no stars before the end, where the channel asks for none, or from anybody else")
    func noRating() throws {
        var fixture = DeskFixture(Self.withForm)
        let running = try fixture.conversation()
        #expect(fixture.rate(running, 5).code == .invalidState)
        #expect(fixture.send(.rate(SessionRate(session: running, rating: 5)), by: .agent("anna")).code == .forbidden)
        var (other, session) = try finished(Self.withForm.with { $0.postChatForm.rating = false })
        #expect(other.rate(session, 5).code == .invalidState)
        other.tell(ChannelCommand.leave, session, by: .visitor)
        #expect(try other.ending(of: session).ratingAsked == nil)
    }
}

@Suite("Deleting a session (spec section 2.3, any → 8)")
struct DeleteTests {
    @Test("it ends first where it runs, its visitor is told, and it counts once")
    func anyState() throws {
        let prepare: [(String, (inout DeskFixture) throws -> SessionID, [EventType])] = [
            ("form", { try $0.arrive() }, [.sessionClosed, .sessionDeleted]),
            ("queue", { try $0.open() }, [.sessionClosed, .sessionDeleted]),
            ("chat", { try $0.conversation() }, [.sessionFinished, .sessionClosed, .sessionDeleted]),
            (
                "transfer",
                { fixture in
                    let session = try fixture.conversation()
                    fixture.askTransfer(session, to: "ben", by: "anna")
                    return session
                }, [.transferCancelled, .sessionFinished, .sessionClosed, .sessionDeleted]
            ),
            (
                "post-chat form",
                { fixture in
                    let session = try fixture.conversation()
                    fixture.close(session, by: .visitor)
                    return session
                }, [.sessionClosed, .sessionDeleted]
            ),
            (
                "closed",
                { fixture in
                    let session = try fixture.open()
                    fixture.close(session, by: .visitor)
                    return session
                }, [.sessionDeleted]
            ),
        ]
        for (name, make, types) in prepare {
            var fixture = DeskFixture(.quiet.with { $0.postChatForm.enabled = true })
            let session = try make(&fixture)
            for actor in [Actor.agent("anna"), .visitor, DeskFixture.helper, .system("worker")] {
                #expect(fixture.tell(ChannelCommand.delete, session, by: actor).code != nil, "\(actor)")
            }
            let owner = try fixture.session(session).owner
            let deleted = fixture.tell(ChannelCommand.delete, session, by: .agent("mia"))
            #expect(deleted.types == types && deleted.status == .deleted, "\(name)")
            let audience = try deleted.audience(.sessionDeleted)
            #expect(audience.gateways == ["edge"] && audience.agents.contains("mia"))
            if let owner { #expect(audience.agents.contains(owner)) }
            #expect(fixture.desk[session] == nil && fixture.desk.queue.isEmpty)
            #expect(try fixture.agent("anna").held.isEmpty)
            _ = try fixture.ending(of: session)
            #expect(fixture.tell(ChannelCommand.delete, session, by: .agent("mia")).code == .sessionClosed)
            #expect(fixture.post(in: session, by: .visitor).code == .sessionClosed)
            expectSound(fixture.events(of: session))
            let count = fixture.events.count
            fixture.advance(.minutes(60))
            #expect(fixture.events.count == count)
        }
    }
}
