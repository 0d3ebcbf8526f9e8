import ChatContract
import Testing

@testable import ChatCore

@Suite("Requests that agents make (spec section 7.2), and blocked visitors")
struct RequestCreateTests {
    private let category = RequestCategory(category: CategoryID(high: 1, low: 1), name: "Delivery")
    private let priority = RequestPriority(priority: PriorityID(high: 1, low: 2), name: "High")

    private func fixture() -> DeskFixture {
        var fixture = DeskFixture(.quiet)
        fixture.registry.categories[category.category] = category
        fixture.registry.priorities[priority.priority] = priority
        fixture.log = "12:00:00  ola: hello"
        return fixture
    }

    @Test("the log goes into it, the chat goes on, and whoever keeps requests is told")
    func create() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        let status = fixture.status(session)
        let body = RequestCreate(
            session: session, title: "Charger", category: category.category, priority: priority.priority,
            text: "Ask the warehouse.")
        let decision = fixture.send(.createRequest(body), by: .agent("anna"))
        let request = try #require(decision.facts?.request)
        #expect(decision.types == [.requestCreated] && fixture.status(session) == status)
        #expect(try fixture.session(session).request == request)
        let kept = try #require(fixture.requests.first)
        #expect(kept.request == request && kept.by == .agent && kept.title == "Charger")
        #expect(kept.text == "Ask the warehouse.\n\n12:00:00  ola: hello")
        #expect(kept.category == category.category && kept.priority == priority.priority)
        let event = try #require(fixture.events(of: session).last)
        #expect(
            event.data == .requestCreated(EventData.RequestCreated(request: request, by: .agent, title: "Charger")))
        let audience = try decision.audience(.requestCreated)
        #expect(audience.gateways == [DeskFixture.edge] && audience.agents == ["anna"])
    }

    @Test("without category and priority it has the channel's")
    func defaults() throws {
        var fixture = fixture()
        let id = category.category
        #expect(fixture.save { $0.offlineForm.category = id }.code == nil)
        let session = try fixture.conversation()
        fixture.send(.createRequest(RequestCreate(session: session, title: "x")), by: .agent("anna"))
        #expect(fixture.requests.first?.category == id && fixture.requests.first?.priority == nil)
        #expect(fixture.requests.first?.text == fixture.log)
    }

    @Test("only the owner, with what there is; a refused one changes nothing")
    func refused() throws {
        var fixture = fixture()
        let session = try fixture.conversation()
        let waiting = try fixture.open("kari")
        let ended = try fixture.open("lars")
        fixture.close(ended, by: .visitor)
        let before = fixture
        let table: [(RequestCreate, Actor, ErrorCode, String?)] = [
            (RequestCreate(session: session, title: "x"), .agent("ben"), .notAssigned, nil),
            (RequestCreate(session: session, title: "x"), .agent("mia"), .notAssigned, nil),
            (RequestCreate(session: session, title: "x"), .agent("dora"), .unknownSession, nil),
            (RequestCreate(session: session, title: "x"), .visitor, .forbidden, nil),
            (RequestCreate(session: waiting, title: "x"), .agent("anna"), .notAssigned, nil),
            (RequestCreate(session: ended, title: "x"), .agent("anna"), .sessionClosed, nil),
            (RequestCreate(session: session, title: " "), .agent("anna"), .invalidField, "title"),
            (
                RequestCreate(session: session, title: String(repeating: "x", count: 256)), .agent("anna"),
                .invalidField, "title"
            ),
            (
                RequestCreate(session: session, title: "x", text: String(repeating: "x", count: 8001)), .agent("anna"),
                .invalidField, "text"
            ),
            (
                RequestCreate(session: session, title: "x", category: CategoryID(high: 9, low: 9)), .agent("anna"),
                .notFound, "category"
            ),
            (
                RequestCreate(session: session, title: "x", priority: PriorityID(high: 9, low: 9)), .agent("anna"),
                .notFound, "priority"
            ),
        ]
        for (body, actor, code, field) in table {
            let decision = fixture.send(.createRequest(body), by: actor)
            #expect(decision.code == code && decision.refusal?.field == field, "\(actor) \(body.title.prefix(9))")
        }
        #expect(fixture.isSame(as: before) && fixture.requests.isEmpty)
    }

    @Test("the sentence for the visitor is in his language")
    func draft() {
        var visitor = Visitor(id: VisitorID(high: 1, low: 1))
        let channel = Channel(channel: "support", name: "Support", language: "de")
        #expect(Texts.texts(for: visitor, on: channel).requestDraft("7").contains("Anfrage"))
        visitor.language = "nb-NO"
        #expect(Texts.texts(for: visitor, on: channel).requestDraft("7") == Language.no.texts.requestDraft("7"))
    }

    @Test("a blocked visitor's chat ends, and he opens none on that channel till then")
    func block() throws {
        var fixture = fixture()
        fixture.addChannel(Channel.quiet.with { ($0.channel, $0.name) = ("sales", "Sales") })
        let session = try fixture.conversation()
        let decision = fixture.send(.block(VisitorBlock(session: session, hours: 2)), by: .agent("mia"))
        #expect(decision.types == [.sessionFinished, .sessionClosed] && fixture.status(session) == .closed)
        let body = SessionOpen(visitorId: DeskFixture.secret("ola"))
        #expect(fixture.send(.open(body), by: .visitor).code == .blocked)
        #expect(fixture.send(.open(body), by: .visitor, on: "sales").code == nil)
        #expect(throws: Never.self) { try fixture.open("kari") }
        fixture.advance(.minutes(2 * 60))
        #expect(fixture.send(.open(body), by: .visitor).code == nil)
    }

    @Test("a block is lifted by 0 hours, also after the end; only managers may")
    func lift() throws {
        var fixture = fixture()
        let session = try fixture.open()
        for (actor, code) in [(Actor.agent("anna"), ErrorCode.forbidden), (.visitor, .forbidden)] {
            #expect(fixture.send(.block(VisitorBlock(session: session, hours: 1)), by: actor).code == code)
        }
        for hours in [-1, 8761] {
            let refused = fixture.send(.block(VisitorBlock(session: session, hours: hours)), by: .agent("mia"))
            #expect(refused.refusal?.field == "hours")
        }
        #expect(fixture.send(.block(VisitorBlock(session: session, hours: 1)), by: .agent("mia")).code == nil)
        #expect(fixture.status(session) == .closedFromQueue)
        let body = SessionOpen(visitorId: DeskFixture.secret("ola"))
        #expect(fixture.send(.open(body), by: .visitor).code == .blocked)
        #expect(fixture.send(.block(VisitorBlock(session: session, hours: 0)), by: .agent("mia")).code == nil)
        #expect(fixture.send(.open(body), by: .visitor).code == nil)
    }
}
