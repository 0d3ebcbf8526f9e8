import ChatContract
import Testing

@testable import ChatCore

@Suite("The pre-chat form (spec sections 2.3 and 5.6)")
struct PreChatFormTests {
    @Test("who tells nothing of himself gets the form, and from there the queue (1 → 4)")
    func toQueue() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.arrive()
        #expect(fixture.status(session) == .preChatForm && fixture.desk.queue.isEmpty)
        #expect(fixture.types(of: session) == [.sessionOpened])
        #expect(fixture.post(in: session, by: .visitor).code == .invalidState, "never swallowed (guarantee 11)")
        fixture.advance(.seconds(30))
        let decision = fixture.identify(session, question: "Hello?")
        #expect(decision.types == [.sessionIdentified, .sessionQueued, .messagePosted])
        #expect(decision.status == .inQueue && decision.facts?.seq == 4)
        #expect(decision.changes.events.first?.event.status == .preChatForm)
        let kept = try fixture.session(session)
        #expect(kept.queuedAt == fixture.now && kept.openedAt == DeskFixture.start)
        #expect((kept.visitor.name, kept.visitor.email) == ("Ola", "ola@example.com"))
        #expect(fixture.identify(session).code == .invalidState, "once")
        #expect(fixture.identify(try fixture.conversation("kari")).code == .invalidState)
        expectSound(fixture.events(of: session))
    }

    @Test("every field that is required, and consent where it is asked for, must be there")
    func required() throws {
        let all = Channel.quiet.with {
            $0.preChatForm.required = FormField.allCases
            $0.preChatForm.consent = true
        }
        var fixture = DeskFixture(all)
        let session = try fixture.arrive()
        var form = SessionIdentify(session: session, question: "Hello?")
        let steps: [(field: String, fill: (inout SessionIdentify) -> Void)] = [
            ("name", { $0.name = "Ola" }), ("email", { $0.email = "ola@example.com" }),
            ("company", { $0.company = "Nordlys" }), ("phone", { $0.phone = "+47 1" }),
            ("country", { $0.country = "NO" }),
            ("consented", { $0.consented = true }),
        ]
        let before = fixture
        for (field, fill) in steps {
            let refused = fixture.send(.identify(form), by: .visitor)
            #expect(refused.code == .invalidField && refused.refusal?.field == field)
            #expect(fixture.isSame(as: before), "nothing is kept of half a form")
            fill(&form)
        }
        form.consented = false
        #expect(fixture.send(.identify(form), by: .visitor).refusal?.field == "consented")
        form.consented = true
        #expect(fixture.send(.identify(form), by: .visitor).status == .inQueue)
        let visitor = try fixture.session(session).visitor
        #expect(
            (visitor.company, visitor.phone, visitor.country, visitor.consented) == ("Nordlys", "+47 1", "NO", true))
    }

    @Test("one field alone is asked for where one alone is required", arguments: FormField.allCases)
    func single(_ field: FormField) throws {
        var fixture = DeskFixture(.quiet.with { $0.preChatForm.required = [field] })
        let session = try fixture.arrive()
        var form = SessionIdentify(session: session)
        #expect(fixture.send(.identify(form), by: .visitor).refusal?.field == field.rawValue)
        switch field {
        case .name: form.name = "Ola"
        case .email: form.email = "ola@example.com"
        case .company: form.company = "Nordlys"
        case .phone: form.phone = "1"
        case .country: form.country = "NO"
        }
        #expect(fixture.send(.identify(form), by: .visitor).status == .inQueue)
    }

    @Test("what a field may not hold is refused, and a question must hold text")
    func badValues() throws {
        let table: [(String, (inout SessionIdentify) -> Void)] = [
            ("email", { $0.email = "ola" }), ("name", { $0.name = String(repeating: "x", count: 256) }),
            ("phone", { $0.phone = String(repeating: "1", count: 33) }), ("country", { $0.country = "no" }),
            ("text", { $0.question = " " }), ("text", { $0.question = String(repeating: "x", count: 8001) }),
        ]
        for (field, spoil) in table {
            var fixture = DeskFixture(.quiet)
            let session = try fixture.arrive()
            let before = fixture
            var form = SessionIdentify(session: session, name: "Ola", email: "ola@example.com")
            spoil(&form)
            let refused = fixture.send(.identify(form), by: .visitor)
            #expect(refused.code == .invalidField && refused.refusal?.field == field)
            #expect(fixture.isSame(as: before))
        }
    }

    @Test("the form is passed over where it is off, or all that it asks for came with the window")
    func passedOver() throws {
        var off = DeskFixture(.quiet.with { $0.preChatForm.enabled = false })
        let unknown = try off.arrive()
        #expect(off.status(unknown) == .inQueue)
        var on = DeskFixture(.quiet)
        let known = try on.open()
        #expect(on.status(known) == .inQueue)
        var consent = DeskFixture(.quiet.with { $0.preChatForm.consent = true })
        let silent = try consent.open()
        #expect(consent.status(silent) == .preChatForm, "he has not consented yet")
        var body = SessionOpen(visitorId: DeskFixture.secret("kari"), name: "Kari", email: "kari@example.com")
        body.consented = true
        #expect(consent.send(.open(body), by: .visitor).status == .inQueue)
    }

    @Test("all went away while he wrote: the offline form (1 → 3); what he told stands")
    func toOfflineForm() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.arrive()
        fixture.sendEverybodyAway()
        let decision = fixture.identify(session, question: "Hello?")
        #expect(decision.types == [.sessionIdentified, .sessionStatusChanged])
        #expect(decision.changes.events.last?.event.data == .statusChanged(.init(from: .preChatForm)))
        #expect(decision.status == .offlineForm && decision.facts?.seq == nil)
        #expect(fixture.submit(session).status == .requestPosted)
        #expect(fixture.requests.first?.visitor.name == "Ola")
    }

    @Test("nobody is there from the start: the offline form comes before any other (→ 3)")
    func offlineFirst() throws {
        var fixture = DeskFixture(.quiet.with { $0.faqSuggestions.enabled = true })
        fixture.sendEverybodyAway()
        let session = try fixture.arrive(question: "Hello?")
        #expect(fixture.status(session) == .offlineForm)
        #expect(fixture.identify(session).code == .invalidState)
        #expect(fixture.types(of: session) == [.sessionOpened])
    }

    @Test("left or gone: closed, and counted as not started")
    func left() throws {
        var fixture = DeskFixture(.quiet)
        let left = try fixture.arrive("left")
        #expect(fixture.close(left, by: .visitor).types == [.sessionClosed])
        let gone = try fixture.arrive("gone")
        fixture.detach(gone, "of-gone")
        fixture.advance(.minutes(5))
        for (session, by) in [(left, EndedBy.visitor), (gone, .gone)] {
            #expect(fixture.status(session) == .closed)
            let ending = try fixture.ending(of: session)
            #expect(ending.outcome == .notStarted && ending.by == by && ending.queuedAt == nil)
            #expect(fixture.legs(of: session).isEmpty)
        }
        #expect(fixture.identify(gone).code == .sessionClosed)
    }
}
