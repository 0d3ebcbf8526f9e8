import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Testing

/// Spec sections 2.3 and 5.7: the states 5 to 9, each transition over the real broker.
@Suite("Ends, and the way back, over a real broker", .enabled(if: TestBroker.isAvailable))
struct EndingTests {
    private static func withForm(_ change: (inout Channel) -> Void = { _ in }) -> Channel {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true)
        change(&channel)
        return channel
    }

    /// A visitor in conversation with anna, one line said by each.
    private static func conversation(_ desk: TestDesk, _ visitor: String = "ola") async throws -> OpenSession {
        let session = try await desk.caller.open(visitor, question: "Hello?")
        _ = try await desk.caller.pickUp(session, by: "anna").get()
        _ = try await desk.caller.post("Good morning", in: session, by: .agent("anna")).get()
        return session
    }

    @Test("agent ends, visitor rates, asks for a copy, returns, leaves: 6 → 7 → 5 → 7 → 9")
    func wholeForm() async throws {
        try await TestDesk.open([Self.withForm()]) { desk in
            let caller = desk.caller
            let anna = try await desk.hear("anna")
            let session = try await Self.conversation(desk)
            #expect(try await caller.ask(.sessionLeave, session, by: .visitor).refusal?.code == .invalidState)
            #expect(try await caller.ask(.sessionClose, session, by: .agent("anna")).status == .finished)
            let tooMany = SessionRate(session: session.id, rating: 6)
            #expect(try await caller.ask(.sessionRate, session, by: .visitor, tooMany).refusal?.field == "rating")
            let stars = SessionRate(session: session.id, rating: 4, comment: "Quick")
            #expect(try await caller.ask(.sessionRate, session, by: .visitor, stars).ok)
            try await anna.wait(for: .sessionRated, of: session.id)
            let copy = TranscriptSend(session: session.id, email: "ola@example.com")
            let asked = try await caller.ask(
                .transcriptSend, session, by: .visitor, copy, returning: MessagePosted.self
            ).get()
            let report = TranscriptReport(session: session.id, seq: asked.seq, outcome: .sent)
            let reported = try await caller.ask(
                .transcriptReport, to: session.channel, as: .system("mailer"), report)
            #expect(reported.ok)
            // He goes on, and the same agent has him at once.
            #expect(try await caller.post("One more thing", in: session, by: .visitor).status == .customerLast)
            #expect(try desk.session(session.id).owner == "anna")
            #expect(try await caller.ask(.sessionClose, session, by: .visitor).status == .finished)
            #expect(try await caller.ask(.sessionLeave, session, by: .visitor).status == .closed)
            #expect(try await caller.post("Too late", in: session, by: .visitor).refusal?.code == .sessionClosed)
            #expect(
                try desk.events(of: session.id).map(\.type) == [
                    .sessionOpened, .sessionQueued, .messagePosted, .sessionAssigned, .messagePosted,
                    .sessionFinished, .sessionRated, .transcriptRequested, .transcriptSent, .sessionReopened,
                    .sessionAssigned, .messagePosted, .sessionFinished, .sessionClosed,
                ])
            expectSound(try desk.events(of: session.id))
            try await desk.tap.wait(for: "statistic") { $0.type == "session.ended" }
            // The commands that were refused are not in the published form either.
            try await desk.tap.validate(["reply", "event", "statistic"])
        }
    }

    @Test("who returns and finds his agent away stands before all who wait (guarantee 9)")
    func returnsToTheFront() async throws {
        try await TestDesk.open([Self.withForm()]) { desk in
            let caller = desk.caller
            let session = try await Self.conversation(desk)
            _ = try await caller.ask(.sessionClose, session, by: .agent("anna"))
            let waiting = try await caller.open("kari")
            _ = try await caller.ask(.presenceSet, as: .agent("anna"), PresenceSet(status: .away))
            #expect(try await caller.post("Hello again", in: session, by: .visitor).status == .inQueue)
            let next = try await caller.ask(
                .sessionPickUpNext, as: .agent("ben"), SessionPickUpNext(), returning: SessionTaken.self)
            #expect(try next.get().session == session.id)
            #expect(try desk.session(waiting.id).status == .inQueue)
        }
    }

    @Test("the form's time is over: 7 → 9, late by a restart of the worker, once")
    func formExpires() async throws {
        try await TestDesk.open([Self.withForm { $0.idle.postChatSeconds = 1 }]) { desk in
            let session = try await Self.conversation(desk)
            _ = try await desk.caller.ask(.sessionClose, session, by: .visitor)
            await (try desk.worker()).stop()
            #expect(try desk.session(session.id).status == .finished)
            try desk.startWorker(named: "later")
            try await eventually { try desk.session(session.id).status == .closed }
            let closings = try desk.events(of: session.id).filter { $0.type == .sessionClosed }
            #expect(closings.count == 1)
        }
    }

    @Test("a conversation in which nobody writes: the visitor is told, then it ends, 6 → 9")
    func idle() async throws {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.idle.warnSeconds = 1
        channel.idle.closeSeconds = 2
        try await TestDesk.open([channel]) { desk in
            let gateway = try await desk.hearGateway()
            let session = try await Self.conversation(desk)
            let warning = try await gateway.wait(for: .warningRaised, of: session.id)
            guard case .warned(let data) = warning.data else { return }
            #expect(data.kind == .idle)
            try await gateway.wait(for: .sessionClosed, of: session.id)
            #expect(try desk.session(session.id).ending?.by == .idle)
            #expect(try desk.events(of: session.id).count { $0.type == .warningRaised } == 1)
            try await desk.tap.validate()
        }
    }

    @Test("a manager deletes: any → 8, purged a day later; personal data of old ones is erased, figures stay")
    func deletionAndErasure() async throws {
        try await TestDesk.open { desk in
            let caller = desk.caller
            let session = try await Self.conversation(desk)
            #expect(try await caller.ask(.sessionDelete, session, by: .agent("anna")).refusal?.code == .forbidden)
            #expect(try await caller.ask(.sessionDelete, session, by: .agent("mia")).status == .deleted)
            #expect(try desk.session(session.id).status == .deleted)
            let kept = try await Self.conversation(desk, "kari")
            _ = try await caller.ask(.sessionClose, kept, by: .visitor)
            let statistics = try desk.number("SELECT count(*) FROM statistic")
            #expect(try desk.store.purgeDeleted(before: .now + .seconds(1), at: .now) == 1)
            #expect(try desk.number("SELECT count(*) FROM session WHERE session = '\(session.id)'") == 0)
            #expect(try desk.erase(before: .now + .seconds(1)) == 1)
            let erased = try desk.session(kept.id)
            #expect(erased.visitor.name == nil)
            #expect(erased.visitor.email == nil)
            #expect(erased.figures.agentMessages == 1)
            for text in ["Good morning", "kari", "Hello?"] {
                let found = try desk.number("SELECT count(*) FROM event WHERE body LIKE '%\(text)%'")
                #expect(found == 0, "\(text) is still there")
            }
            #expect(try desk.number("SELECT count(*) FROM statistic") == statistics)
            // What is left can still be read, by visitors too.
            #expect(try desk.events(of: kept.id).count == 8)
            #expect(try desk.events(of: kept.id).last?.type == .sessionErased)
            #expect(try desk.events(of: kept.id, as: .visitor).allSatisfy { $0.actor != .agent("anna") })
        }
    }
}
