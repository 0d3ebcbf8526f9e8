import ChatContract
import Testing

@testable import ChatCore

@Suite("FAQ suggestions (spec sections 2.3 and 4.3)")
struct FAQTests {
    private let hits = (1...4).map { number in
        FAQSuggestion(id: FAQEntryID(high: UInt64(number), low: 1), title: "Entry \(number)", url: "/faq/\(number)")
    }

    private func fixture(hits count: Int) -> DeskFixture {
        var fixture = DeskFixture(.quiet.with { $0.faqSuggestions.enabled = true })
        fixture.suggestions = Array(hits.prefix(count))
        return fixture
    }

    @Test("his question brings the three best entries, by the system, and he stays (2 → 2)")
    func hit() throws {
        var fixture = fixture(hits: 4)
        let session = try fixture.open()
        #expect(fixture.status(session) == .faq)
        let asked = fixture.post("How?", in: session, by: .visitor)
        #expect(asked.types == [.messagePosted, .faqSuggested, .messagePosted] && asked.status == .faq)
        let question = asked.changes.events.last?.event.message
        #expect(question?.kind == .faqQuestion && question?.from == .system && question?.text.hasSuffix("?") == true)
        let suggested = try #require(asked.changes.events.dropLast().last)
        #expect(suggested.event.data == .faqSuggested(EventData.FAQSuggested(entries: Array(hits.prefix(3)))))
        #expect(suggested.event.actor == .system("worker") && suggested.audience.gateways == ["edge"])
        #expect(fixture.desk.queue.isEmpty)
    }

    @Test("no entry fits: the question goes on to the queue at once (2 → 4)")
    func noHit() throws {
        var fixture = fixture(hits: 0)
        let session = try fixture.open()
        #expect(fixture.post("How?", in: session, by: .visitor).types == [.messagePosted, .sessionQueued])
        #expect(fixture.status(session) == .inQueue)
        #expect(try fixture.session(session).unreadByAgent.count == 1)
    }

    @Test("not helped, or he writes on: the queue (2 → 4)")
    func notHelped() throws {
        for writesOn in [false, true] {
            var fixture = fixture(hits: 1)
            let session = try fixture.open(question: "How?")
            #expect(fixture.types(of: session) == [.sessionOpened, .messagePosted, .faqSuggested, .messagePosted])
            let decision =
                writesOn
                ? fixture.post("Hello?", in: session, by: .visitor)
                : fixture.send(.answerFAQ(FAQAnswer(session: session, helped: false)), by: .visitor)
            #expect(decision.types == (writesOn ? [.messagePosted, .sessionQueued] : [.sessionQueued]))
            #expect(decision.status == .inQueue)
            #expect(
                fixture.send(.answerFAQ(FAQAnswer(session: session, helped: true)), by: .visitor).code == .invalidState)
            fixture.pickUp(session, by: "anna")
            fixture.post(in: session, by: .agent("anna"))
            fixture.close(session, by: .visitor)
            #expect(try fixture.ending(of: session).outcome == .completed)
        }
    }

    @Test("helped: over, served by himself, and nobody owes him an answer (2 → 7, 2 → 9)")
    func helped() throws {
        for hasForm in [false, true] {
            var fixture = fixture(hits: 1)
            fixture.save { $0.postChatForm.enabled = hasForm }
            let session = try fixture.open(question: "How?")
            let helped = fixture.send(.answerFAQ(FAQAnswer(session: session, helped: true)), by: .visitor)
            #expect(helped.types == (hasForm ? [.sessionFinished] : [.sessionFinished, .sessionClosed]))
            #expect(helped.status == (hasForm ? .finished : .closed))
            if hasForm { fixture.tell(ChannelCommand.leave, session, by: .visitor) }
            let ending = try fixture.ending(of: session)
            #expect(ending.outcome == .selfServed && !ending.unansweredAtClose && ending.queuedAt == nil)
        }
    }

    @Test("who returns after that waits in front, with a question that somebody owes him an answer to (7 → 4)")
    func returns() throws {
        var fixture = fixture(hits: 1)
        fixture.save { $0.postChatForm.enabled = true }
        let session = try fixture.open(question: "How?")
        fixture.send(.answerFAQ(FAQAnswer(session: session, helped: true)), by: .visitor)
        fixture.advance(.seconds(60))
        let back = fixture.post("It did not", in: session, by: .visitor)
        #expect(back.types == [.sessionReopened, .sessionQueued, .messagePosted] && back.status == .inQueue)
        #expect(fixture.desk[session]?.waiting?.returned == true)
        #expect(fixture.desk[session]?.figures.unansweredSince == fixture.now)
    }

    @Test("nothing was suggested: nothing helped; but he may go on to the queue")
    func tooEarly() throws {
        var fixture = fixture(hits: 1)
        let session = try fixture.open()
        let before = fixture
        #expect(fixture.send(.answerFAQ(FAQAnswer(session: session, helped: true)), by: .visitor).code == .invalidState)
        #expect(fixture.isSame(as: before))
        #expect(fixture.send(.answerFAQ(FAQAnswer(session: session, helped: false)), by: .visitor).status == .inQueue)
    }

    @Test("after the form the question is asked with it; where all went away the offline form follows (1 → 2, 2 → 3)")
    func withForms() throws {
        var fixture = fixture(hits: 1)
        let session = try fixture.arrive()
        #expect(fixture.status(session) == .preChatForm)
        let identified = fixture.identify(session, question: "How?")
        #expect(
            identified.types == [
                .sessionIdentified, .sessionStatusChanged, .messagePosted, .faqSuggested, .messagePosted,
            ])
        #expect(identified.status == .faq && identified.facts?.seq == 4)
        fixture.sendEverybodyAway()
        let answered = fixture.send(.answerFAQ(FAQAnswer(session: session, helped: false)), by: .visitor)
        #expect(answered.types == [.sessionStatusChanged] && answered.status == .offlineForm)
    }

    @Test("off: the question goes to the queue")
    func off() throws {
        var fixture = fixture(hits: 3)
        fixture.save { $0.faqSuggestions.enabled = false }
        let session = try fixture.open(question: "How?")
        #expect(fixture.types(of: session) == [.sessionOpened, .sessionQueued, .messagePosted])
    }

    @Test("gone or left there: not started")
    func left() throws {
        var fixture = fixture(hits: 1)
        let session = try fixture.open(question: "How?")
        fixture.close(session, by: .visitor)
        #expect(fixture.status(session) == .closed)
        #expect(try fixture.ending(of: session).outcome == .notStarted)
        #expect(
            fixture.send(.answerFAQ(FAQAnswer(session: session, helped: true)), by: .visitor).code == .sessionClosed)
    }
}
