import ChatContract
import Testing

@testable import ChatCore

@Suite("Opening a session")
struct OpeningTests {
    private func body(_ visitor: String = "ola", question: String? = nil, connection: String? = nil) -> SessionOpen {
        SessionOpen(
            visitorId: DeskFixture.secret(visitor), gateway: connection.map { _ in "edge" }, connection: connection,
            name: visitor, email: "\(visitor)@example.com", question: question)
    }

    @Test("a burst of fifty from one visitor is one session with fifty questions in order (guarantee 3)")
    func burst() throws {
        var fixture = DeskFixture()
        var sessions: Set<SessionID> = []
        for number in 0..<50 {
            let decision = fixture.send(.open(body(question: "q\(number)", connection: "c\(number)")), by: .visitor)
            sessions.insert(try #require(decision.facts?.session))
            #expect(decision.facts?.seq == Int64(3 + number))
        }
        #expect(sessions.count == 1)
        let session = try #require(sessions.first)
        #expect(fixture.events(of: session).compactMap(\.message?.text) == (0..<50).map { "q\($0)" })
        #expect(fixture.events(of: session).filter { $0.type == .sessionOpened }.count == 1)
        #expect(try fixture.session(session).connections.count == 50)
        #expect(fixture.desk.sessions.count == 1)
    }

    @Test("while he has a live session form fields are ignored, other visitors have sessions of their own")
    func again() throws {
        var fixture = DeskFixture()
        let first = try fixture.conversation("ola")
        var other = body()
        other.name = "Somebody else"
        other.email = "other@example.com"
        let decision = fixture.send(.open(other), by: .visitor)
        #expect(decision.facts?.session == first && decision.status == .customerLast)
        #expect(try fixture.session(first).visitor.name == "ola")
        let second = try fixture.open("kari")
        #expect(second != first)
        fixture.close(first, by: .visitor)
        let third = try fixture.open("ola")
        #expect(![first, second].contains(third))
        #expect(try fixture.session(third).visitor.id == fixture.session(first).visitor.id)
        #expect(try fixture.session(second).visitor.id != fixture.session(first).visitor.id)
    }

    @Test("the same visitor has a session on each channel")
    func channels() throws {
        var fixture = DeskFixture()
        fixture.addChannel(Channel(channel: "sales", name: "Sales"))
        fixture.addMember(Member(channel: "sales", agent: "anna"))
        let one = try fixture.open("ola")
        let other = try fixture.open("ola", on: "sales")
        #expect(one != other)
        #expect(fixture.status(other) == .inQueue)
    }

    @Test("somebody is there when an agent who may respond is Present, with a free slot or without")
    func attendance() throws {
        func status(_ prepare: (inout DeskFixture) throws -> Void) throws -> SessionStatus? {
            var fixture = DeskFixture()
            fixture.sendEverybodyAway()
            try prepare(&fixture)
            let session = try fixture.open("asker")
            #expect((fixture.events(of: session).count == 2) == (fixture.status(session) == .inQueue))
            return fixture.status(session)
        }
        let present = ControlCommand.setPresence(PresenceSet(status: .present))
        #expect(try status { _ in } == .offlineForm)
        #expect(try status { $0.control(present, by: .agent("ben")) } == .inQueue)
        #expect(try status { $0.control(present, by: .agent("mia")) } == .offlineForm, "she does not respond")
        #expect(try status { $0.control(present, by: .agent("dora")) } == .offlineForm, "no member")
        let full: (inout DeskFixture) throws -> Void = { fixture in
            fixture.addAgent("full", capacity: 1)
            fixture.addMember(Member(channel: "support", agent: "full"))
            _ = try fixture.conversation("first", with: "full")
        }
        #expect(try status(full) == .inQueue, "a full one counts")
        #expect(
            try status { fixture in
                fixture.addAgent("lost", hasLease: false)
                fixture.addMember(Member(channel: "support", agent: "lost"))
            } == .offlineForm)
        #expect(
            try status { fixture in
                fixture.control(present, by: .agent("ben"))
                var save = AgentSave(agent: "ben")
                save.enabled = false
                fixture.control(.saveAgent(save), by: .system("apply"))
            } == .offlineForm)
    }

    @Test("when all go away those who wait stay in the queue")
    func allGoAway() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.sendEverybodyAway()
        #expect(fixture.status(session) == .inQueue)
        #expect(fixture.post(in: session, by: .visitor).code == nil)
        let late = try fixture.open("late")
        #expect(fixture.status(late) == .offlineForm)
        #expect(fixture.pickUp(session, by: "anna").code == nil)
    }

    @Test("what he told of himself stands in the session; the language is the channel's unless he says")
    func details() throws {
        var fixture = DeskFixture(Channel(channel: "support", version: 7, name: "Support", language: "no"))
        var full = body("kari", connection: "c")
        full.company = "Nordlys"
        full.phone = "+47 1"
        full.country = "NO"
        full.consented = true
        full.timeZone = "Europe/Oslo"
        full.page = "https://x.no/a"
        full.host = "x.no"
        let session = try #require(fixture.send(.open(full), by: .visitor).facts?.session)
        let visitor = try fixture.session(session).visitor
        #expect((visitor.name, visitor.company, visitor.phone) == ("kari", "Nordlys", "+47 1"))
        #expect((visitor.country, visitor.consented, visitor.language) == ("NO", true, "no"))
        #expect(!visitor.verified)
        #expect(try fixture.session(session).settingsVersion == 7)
        #expect(try fixture.session(session).queueLength == 1)
        let opened = try #require(fixture.events(of: session).first)
        #expect(
            opened.data
                == .opened(
                    EventData.Opened(
                        visitor: visitor, page: "https://x.no/a", host: "x.no", timeZone: "Europe/Oslo")))
        full.language = "de"
        full.visitorId = DeskFixture.secret("hans")
        let other = try #require(fixture.send(.open(full), by: .visitor).facts?.session)
        #expect(try fixture.session(other).visitor.language == "de")
        #expect(try fixture.session(other).queueLength == 2)
    }

    @Test("bad fields are refused, and nothing is opened")
    func badFields() throws {
        let table: [(String, (inout SessionOpen) -> Void)] = [
            ("visitorId", { $0.visitorId = String(repeating: "x", count: 21) }),
            ("visitorId", { $0.visitorId = String(repeating: "x", count: 65) }),
            ("name", { $0.name = String(repeating: "x", count: 256) }),
            ("company", { $0.company = String(repeating: "x", count: 256) }),
            ("email", { $0.email = "ola" }),
            ("phone", { $0.phone = String(repeating: "1", count: 33) }),
            ("country", { $0.country = "no" }),
            ("language", { $0.language = String(repeating: "x", count: 36) }),
            ("timeZone", { $0.timeZone = String(repeating: "x", count: 65) }),
            ("page", { $0.page = String(repeating: "x", count: 2049) }),
            ("host", { $0.host = String(repeating: "x", count: 256) }),
            ("connection", { $0.connection = String(repeating: "x", count: 129) }),
            ("text", { $0.question = " " }),
            ("text", { $0.question = String(repeating: "x", count: 8001) }),
        ]
        for (field, spoil) in table {
            var fixture = DeskFixture()
            let before = (fixture.desk, fixture.roster)
            var open = body(question: "?", connection: "c")
            spoil(&open)
            let decision = fixture.send(.open(open), by: .visitor)
            #expect(decision.code == .invalidField && decision.refusal?.field == field, "\(field)")
            #expect((fixture.desk, fixture.roster) == before)
            #expect(decision.changes.isEmpty)
        }
    }

    @Test("the offline form: a request with all required fields ends the session as posted")
    func request() throws {
        var settings = Channel(channel: "support", name: "Support")
        settings.offlineForm.required = [.name, .email, .phone]
        var fixture = DeskFixture(settings)
        fixture.sendEverybodyAway()
        let open = SessionOpen(visitorId: DeskFixture.secret("ola"), name: "Ola")
        let session = try #require(fixture.send(.open(open), by: .visitor).facts?.session)
        var submission = RequestSubmit(session: session, text: "\n \nCall me, please\nsoon")
        func submit() -> Decision { fixture.send(.submitRequest(submission), by: .visitor) }
        #expect(submit().refusal?.field == "email")
        submission.email = "ola@x"
        #expect(submit().refusal?.field == "email")
        submission.email = "ola@x.no"
        #expect(submit().refusal?.field == "phone")
        submission.phone = " "
        #expect(submit().refusal?.field == "phone")
        submission.phone = "1"
        submission.name = ""
        #expect(submit().refusal?.field == "name", "what he told before does not count when he empties it")
        submission.name = nil
        #expect(fixture.status(session) == .offlineForm && fixture.requests.isEmpty)
        let decision = submit()
        let request = try #require(decision.facts?.request)
        #expect(decision.status == .requestPosted)
        let posted = try #require(fixture.requests.first)
        #expect((posted.request, posted.session, posted.channel) == (request, session, "support"))
        #expect((posted.visitor.name, posted.visitor.email, posted.visitor.phone) == ("Ola", "ola@x.no", "1"))
        #expect(posted.text == submission.text)
        #expect(try fixture.session(session).request == request)
        #expect(
            decision.changes.events.first?.event.data
                == .requestCreated(
                    EventData.RequestCreated(request: request, by: .visitor, title: "Call me, please")))
        #expect(try fixture.ending(of: session).outcome == .offlineRequest)
        #expect(submit().code == .sessionClosed)
    }

    @Test("a channel without requests takes none; empty and over-long texts neither")
    func noRequests() throws {
        var fixture = DeskFixture()
        fixture.sendEverybodyAway()
        let session = try fixture.open()
        for text in ["", " \n", String(repeating: "x", count: 8001)] {
            let decision = fixture.send(.submitRequest(RequestSubmit(session: session, text: text)), by: .visitor)
            #expect(decision.refusal?.field == "text")
        }
        fixture.desks["support"]?.settings.offlineForm.requests = false
        let decision = fixture.send(.submitRequest(RequestSubmit(session: session, text: "x")), by: .visitor)
        #expect(decision.code == .invalidState)
        #expect(fixture.post(in: session, by: .visitor).code == .invalidState, "never swallowed (guarantee 11)")
    }
}
