import ChatContract
import Testing

@testable import ChatCore

@Suite("Transfer, take-over and return")
struct TransferTests {
    private func reference(_ session: SessionID) -> SessionReference { SessionReference(session: session) }

    @Test("the source keeps the chat until the target accepts, and listens after (guarantee 8)")
    func accept() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        let request = fixture.askTransfer(session, to: "ben", by: "anna")
        #expect(
            request.changes.events.map(\.event.data) == [
                .transferRequested(
                    EventData.TransferRequested(
                        from: "anna", to: "ben", by: "anna", expiresAt: DeskFixture.start + .seconds(60)))
            ])
        #expect(try fixture.session(session).owner == "anna")
        #expect(try fixture.agent("ben").held.isEmpty)
        #expect(fixture.post(in: session, by: .agent("anna")).code == nil, "the source goes on")
        #expect(fixture.post(in: session, by: .agent("ben")).code == .notAssigned)
        fixture.advance(.seconds(10))
        fixture.send(.acceptTransfer(reference(session)), by: .agent("ben"))
        let conversation = try #require(try fixture.session(session).conversation)
        #expect(conversation.agent == "ben" && conversation.how == .transfer && conversation.transfer == nil)
        #expect(try fixture.session(session).listeners == ["anna"])
        #expect(try fixture.agent("anna").held.isEmpty)
        #expect(try fixture.agent("ben").held.keys.sorted() == [session])
        #expect(fixture.post(in: session, by: .agent("anna")).code == .notAssigned)
        #expect(fixture.send(.unlisten(reference(session)), by: .agent("anna")).code == nil, "without a permission")
        #expect(fixture.status(session) == .userLast, "a transfer is no message")
        fixture.advance(.minutes(5))
        #expect(!fixture.events.map(\.event.type).contains(.transferExpired))
    }

    @Test("reject, cancel and expiry leave the chat where it was")
    func ends() throws {
        for end in [EventType.transferRejected, .transferCancelled, .transferExpired] {
            var fixture = DeskFixture()
            let session = try fixture.conversation()
            let before = fixture.desk[session]
            fixture.askTransfer(session, to: "ben", by: "anna")
            switch end {
            case .transferRejected: fixture.send(.rejectTransfer(reference(session)), by: .agent("ben"))
            case .transferCancelled: fixture.send(.cancelTransfer(reference(session)), by: .agent("anna"))
            default:
                fixture.advance(.milliseconds(59_999))
                #expect(fixture.events.last?.event.type == .transferRequested)
                fixture.advance(.milliseconds(1))
            }
            #expect(fixture.events.last?.event.type == end)
            #expect(fixture.desk[session]?.conversation == before?.conversation)
            #expect(fixture.send(.acceptTransfer(reference(session)), by: .agent("ben")).code == .noTransferPending)
            let count = fixture.events.count
            fixture.advance(.minutes(2))
            #expect(fixture.events.count == count, "an old timer does nothing")
            // It can be asked again, and has its full time.
            fixture.askTransfer(session, to: "ben", by: "anna")
            fixture.advance(.seconds(59))
            #expect(fixture.events.last?.event.type == .transferRequested)
        }
    }

    @Test("the clock alone expires nothing, a timer that fires early looks again")
    func lateTimer() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.askTransfer(session, to: "ben", by: "anna")
        let timer = try #require(fixture.timers.values.first { $0.kind == .transferExpiry })
        #expect(timer.silence == nil, "a deadline, not a silence")
        let early = fixture.fire(timer)
        #expect(early.events.isEmpty && early.sessions.isEmpty && early.timers == [timer])
        fixture.now = fixture.now + .minutes(10)
        #expect(fixture.send(.acceptTransfer(reference(session)), by: .agent("ben")).code == nil)
    }

    @Test("the target must be there, may respond and have room")
    func targets() throws {
        var fixture = DeskFixture()
        fixture.addAgent("full", capacity: 1)
        fixture.addMember(Member(channel: "support", agent: "full"))
        fixture.addMember(Member(channel: "support", agent: "dora", respond: false))
        fixture.addAgent("gone", hasLease: false)
        fixture.addMember(Member(channel: "support", agent: "gone"))
        _ = try fixture.conversation("kari", with: "full")
        let session = try fixture.conversation()
        fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("ben"))
        let table: [(AgentHandle, ErrorCode)] = [
            ("ben", .notPresent), ("gone", .notPresent), ("dora", .notPresent), ("mia", .notPresent),
            ("full", .conflict), ("nobody", .unknownAgent), ("anna", .invalidField),
        ]
        for (target, code) in table {
            let before = (fixture.desk, fixture.roster)
            #expect(fixture.askTransfer(session, to: target, by: "anna").code == code, "\(target)")
            #expect((fixture.desk, fixture.roster) == before)
        }
        #expect(fixture.askTransfer(session, to: "cleo", by: "anna").code == nil)
    }

    @Test("a target who became full cannot accept (guarantee 2)")
    func fullMeanwhile() throws {
        var fixture = DeskFixture()
        fixture.addAgent("full", capacity: 1)
        fixture.addMember(Member(channel: "support", agent: "full"))
        let session = try fixture.conversation()
        fixture.askTransfer(session, to: "full", by: "anna")
        _ = try fixture.conversation("kari", with: "full")
        let before = (fixture.desk, fixture.roster)
        #expect(fixture.send(.acceptTransfer(reference(session)), by: .agent("full")).code == .conflict)
        #expect((fixture.desk, fixture.roster) == before)
        #expect(try fixture.session(session).owner == "anna")
    }

    @Test("take-over: at once, without limit, and the former agent listens")
    func takeOver() throws {
        var fixture = DeskFixture()
        fixture.addAgent("mia", capacity: 1)
        let first = try fixture.conversation("a")
        let second = try fixture.conversation("b", with: "ben")
        fixture.send(.takeOver(reference(first)), by: .agent("mia"))
        #expect(fixture.send(.takeOver(reference(second)), by: .agent("mia")).code == nil, "marked, not limited")
        #expect(try fixture.session(second).conversation?.how == .takeOver)
        #expect(try fixture.session(second).listeners == ["ben"])
        #expect(try fixture.agent("mia").held.count == 2)
        #expect(fixture.send(.takeOver(reference(second)), by: .agent("mia")).code == .invalidState)
        #expect(fixture.legs(of: second).last?.reason == .takenOver)
    }

    @Test("a manager who had asked for a transfer may take it back, and only he")
    func managersTransfer() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.askTransfer(session, to: "ben", by: "mia")
        #expect(fixture.send(.cancelTransfer(reference(session)), by: .agent("anna")).code == .forbidden)
        #expect(fixture.send(.cancelTransfer(reference(session)), by: .agent("mia")).code == nil)
    }

    @Test("a returned chat waits in front, its slot is free, and whoever takes it gets it whole")
    func requeue() throws {
        var fixture = DeskFixture()
        let waiting = try fixture.open("early")
        let session = try fixture.conversation("ola")
        fixture.post("one", in: session, by: .visitor)
        fixture.advance(.seconds(5))
        let decision = fixture.send(.requeue(reference(session)), by: .agent("anna"))
        #expect(
            decision.changes.events.map(\.event.data) == [
                .queued(EventData.Queued(position: 1, length: 2, reason: .requeued))
            ])
        #expect(fixture.desk.position(of: session) == 1 && fixture.desk.position(of: waiting) == 2)
        #expect(try fixture.agent("anna").held.isEmpty)
        #expect(fixture.pickUp(session, by: "ben").code == nil)
        #expect(try fixture.session(session).unreadByAgent.count == 1)
        #expect(fixture.legs(of: session).map(\.reason) == [.accepted, .requeued, .accepted])
    }
}
