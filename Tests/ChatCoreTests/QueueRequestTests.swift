import ChatContract
import Testing

@testable import ChatCore

@Suite("A request instead of waiting (spec sections 2.3 and 5.5)")
struct QueueRequestTests {
    private func mayRequest(_ fixture: DeskFixture, _ session: SessionID) throws -> Bool {
        let desk = fixture.desk
        return desk.mayRequest(
            try #require(desk[session]), isAttended: desk.isAttended(fixture.roster), at: fixture.now)
    }

    @Test("it may be sent as soon as either limit above 0 is reached; at once where both are 0 or nobody is there")
    func limits() throws {
        // Minutes, length, minutes waited, length of the queue, whether somebody is there; whether he may.
        let table: [(Double, Int, Int, Int, Bool, Bool)] = [
            (0, 0, 0, 1, true, true), (5, 0, 0, 9, true, false), (5, 0, 5, 1, true, true), (0.5, 0, 1, 1, true, true),
            (0, 3, 60, 2, true, false), (0, 3, 0, 3, true, true), (0, 3, 0, 4, true, true),
            (5, 3, 4, 2, true, false), (5, 3, 5, 2, true, true), (5, 3, 0, 3, true, true), (5, 3, 0, 1, false, true),
        ]
        for (minutes, atLength, waited, length, isAttended, may) in table {
            for isEnabled in [true, false] {
                var fixture = DeskFixture(
                    .quiet.with {
                        $0.queueRequest = Channel.QueueRequest(
                            enabled: isEnabled, afterMinutes: minutes, atLength: atLength)
                    })
                let session = try fixture.open()
                for number in 1..<length { _ = try fixture.open("v\(number)") }
                fixture.advance(.minutes(waited))
                if !isAttended { fixture.sendEverybodyAway() }
                let name = "\(minutes) min, \(atLength): \(waited) min, \(length)"
                #expect(try mayRequest(fixture, session) == (may && isEnabled), "\(name)")
                let before = fixture
                let decision = fixture.submit(session)
                #expect(decision.code == (may && isEnabled ? nil : .invalidState), "\(name)")
                if decision.code != nil { #expect(fixture.isSame(as: before)) }
            }
        }
    }

    @Test("it ends the wait as posted, with the channel's category and priority (4 → 10)")
    func posted() throws {
        let category: CategoryID = "00000000-0000-8000-8000-0000000000c1"
        let priority: PriorityID = "00000000-0000-8000-8000-0000000000d1"
        var fixture = DeskFixture(
            .quiet.with {
                $0.queueRequest.enabled = true
                $0.offlineForm.category = category
                $0.offlineForm.priority = priority
                // Those of the offline form are another matter.
                $0.offlineForm.requests = false
            })
        let session = try fixture.open(question: "Hello?")
        fixture.advance(.minutes(2))
        let decision = fixture.submit(session, "Call me\nplease")
        #expect(decision.types == [.requestCreated, .sessionClosed] && decision.status == .requestPosted)
        #expect(decision.changes.events.allSatisfy { $0.event.status == .requestPosted })
        let request = try #require(fixture.requests.first)
        #expect((request.category, request.priority, request.text) == (category, priority, "Call me\nplease"))
        #expect(try fixture.session(session).request == request.request)
        let ending = try fixture.ending(of: session)
        #expect(ending.outcome == .requestFromQueue && ending.waitMilliseconds == 120_000)
        #expect(fixture.legs(of: session).map(\.reason) == [.request])
        #expect(fixture.desk.queue.isEmpty && fixture.desk.recentWaits.isEmpty)
        #expect(fixture.submit(session).code == .sessionClosed)
    }

    @Test("what the offline form requires is required here too, and its consent")
    func required() throws {
        var fixture = DeskFixture(
            .quiet.with {
                $0.queueRequest.enabled = true
                $0.offlineForm.required = [.phone]
                $0.offlineForm.consent = true
            })
        let session = try fixture.open()
        #expect(fixture.submit(session).refusal?.field == "phone")
        var submission = RequestSubmit(session: session, text: "x")
        submission.phone = "1"
        #expect(fixture.send(.submitRequest(submission), by: .visitor).refusal?.field == "consented")
        submission.consented = true
        #expect(fixture.send(.submitRequest(submission), by: .visitor).code == nil)
        #expect(fixture.requests.first?.visitor.consented == true)
    }

    @Test("an offer that runs is taken back")
    func withOffer() throws {
        var fixture = DeskFixture(
            .quiet.with {
                $0.queueRequest.enabled = true
                $0.routing.policy = .roundRobin
            })
        let session = try fixture.open()
        let asked = try #require(fixture.asked(session))
        #expect(fixture.submit(session).types == [.sessionOfferEnded, .requestCreated, .sessionClosed])
        #expect(try fixture.agent(asked).offered.isEmpty)
        #expect(fixture.legs(of: session).map(\.reason) == [.withdrawn, .request])
    }
}
