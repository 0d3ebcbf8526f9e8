import ChatContract
import Testing

@testable import ChatCore

@Suite("Who gets which event")
struct AudienceTests {
    private func reference(_ session: SessionID) -> SessionReference { SessionReference(session: session) }

    /// A session of anna's with ben as target and mia listening; the visitor at two gateways.
    private func busySession() throws -> (DeskFixture, SessionID) {
        var fixture = DeskFixture()
        fixture.roster.gateways["rim"] = DeskFixture.start + .days(1000)
        let session = try fixture.conversation()
        fixture.attach(session, "second")
        fixture.attach(session, "third", at: "rim")
        fixture.send(.listen(reference(session)), by: .agent("mia"))
        fixture.askTransfer(session, to: "ben", by: "anna")
        return (fixture, session)
    }

    private func expect(
        _ decision: Decision, _ type: EventType, gateways: [GatewayHandle] = [], agents: Set<AgentHandle>,
        desk: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let audience = try decision.audience(type)
        #expect(audience.gateways == gateways, sourceLocation: sourceLocation)
        #expect(Set(audience.agents) == agents, sourceLocation: sourceLocation)
        #expect(audience.agents.count == agents.count, "nobody twice", sourceLocation: sourceLocation)
        #expect(audience.desk == desk, sourceLocation: sourceLocation)
    }

    private let both: [GatewayHandle] = ["edge", "rim"]

    @Test("opening and queueing go to the visitor and the desk")
    func opening() throws {
        var fixture = DeskFixture()
        let body = SessionOpen(
            visitorId: DeskFixture.secret("ola"), gateway: "edge", connection: "1", name: "Ola", email: "ola@x.no",
            question: "Hello?")
        let decision = fixture.send(.open(body), by: .visitor)
        try expect(decision, .sessionOpened, gateways: ["edge"], agents: [], desk: true)
        try expect(decision, .sessionQueued, gateways: ["edge"], agents: [], desk: true)
        try expect(decision, .messagePosted, gateways: ["edge"], agents: [])
    }

    @Test("talk goes to the visitor's gateways, owner, target and listeners")
    func talk() throws {
        var (fixture, session) = try busySession()
        let all: Set<AgentHandle> = ["anna", "ben", "mia"]
        try expect(fixture.post(in: session, by: .visitor), .messagePosted, gateways: both, agents: all)
        try expect(fixture.post(in: session, by: .agent("anna")), .messagePosted, gateways: both, agents: all)
        let read = fixture.send(.read(MessageRead(session: session, through: 99)), by: .visitor)
        try expect(read, .messageRead, gateways: both, agents: all)
        for connection in ["of-ola", "second"] { fixture.detach(session, connection) }
        try expect(fixture.post(in: session, by: .agent("anna")), .messagePosted, gateways: ["rim"], agents: all)
        fixture.detach(session, "third", at: "rim")
        fixture.advance(.seconds(29))
        let shown = fixture.events.count
        fixture.advance(.seconds(1))
        let disconnected = try #require(fixture.events.dropFirst(shown).first)
        #expect(disconnected.event.type == .sessionDisconnected)
        #expect(disconnected.audience == Audience(agents: ["anna", "ben", "mia"]))
        let back = fixture.attach(session, "again")
        try expect(back, .sessionReconnected, gateways: ["edge"], agents: all)
    }

    @Test("assignments go to the new owner, the former one, target, listeners and the desk")
    func assignments() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.send(.listen(reference(session)), by: .agent("mia"))
        try expect(
            fixture.pickUp(session, by: "anna"), .sessionAssigned, gateways: ["edge"], agents: ["anna", "mia"],
            desk: true)
        (fixture, _) = try busySession()
        let accept = fixture.send(.acceptTransfer(reference(session)), by: .agent("ben"))
        try expect(accept, .transferAccepted, gateways: both, agents: ["anna", "ben", "mia"])
        try expect(accept, .sessionAssigned, gateways: both, agents: ["anna", "ben", "mia"], desk: true)
        #expect(try fixture.session(session).listeners == ["mia", "anna"])
        let takeOver = fixture.send(.takeOver(reference(session)), by: .agent("mia"))
        try expect(takeOver, .sessionAssigned, gateways: both, agents: ["anna", "ben", "mia"], desk: true)
        #expect(try fixture.session(session).listeners == ["anna", "ben"])
    }

    @Test("transfers: the request to the desk as well, only the acceptance to the visitor, the end to the target")
    func transfers() throws {
        let all: Set<AgentHandle> = ["anna", "ben", "mia"]
        var (fixture, session) = try busySession()
        #expect(fixture.events.last?.event.type == .transferRequested)
        #expect(fixture.events.last?.audience.desk == true)
        #expect(fixture.events.last?.audience.gateways == [])
        #expect(Set(fixture.events.last?.audience.agents ?? []) == all)
        let before = fixture
        try expect(
            fixture.send(.rejectTransfer(reference(session)), by: .agent("ben")), .transferRejected, agents: all)
        fixture = before
        try expect(
            fixture.send(.cancelTransfer(reference(session)), by: .agent("anna")), .transferCancelled, agents: all)
        try expect(fixture.post(in: session, by: .visitor), .messagePosted, gateways: both, agents: ["anna", "mia"])
        fixture = before
        fixture.advance(.seconds(60))
        #expect(fixture.events.last?.event.type == .transferExpired)
        #expect(Set(fixture.events.last?.audience.agents ?? []) == all)
        // A manager who asks without listening is told too.
        var other = DeskFixture()
        let chat = try other.conversation()
        try expect(
            other.askTransfer(chat, to: "ben", by: "mia"), .transferRequested, agents: ["anna", "ben", "mia"],
            desk: true)
        try expect(
            other.send(.rejectTransfer(reference(chat)), by: .agent("ben")), .transferRejected,
            agents: ["anna", "ben", "mia"])
        try expect(other.post(in: chat, by: .visitor), .messagePosted, gateways: ["edge"], agents: ["anna"])
    }

    @Test("listening in is told to the listener and the managers, never to the owner, though he manages")
    func listening() throws {
        var fixture = DeskFixture()
        fixture.addMember(Member(channel: "support", agent: "ben", listen: true))
        fixture.addMember(Member(channel: "support", agent: "cleo", manage: true))
        let session = try fixture.conversation()
        try expect(
            fixture.send(.listen(reference(session)), by: .agent("ben")), .sessionListened,
            agents: ["ben", "cleo", "mia"])
        let again = fixture.send(.listen(reference(session)), by: .agent("ben"))
        #expect(again.code == nil && again.changes.isEmpty)
        #expect(fixture.send(.listen(reference(session)), by: .agent("anna")).code == .forbidden)
        try expect(
            fixture.send(.unlisten(reference(session)), by: .agent("ben")), .sessionUnlistened,
            agents: ["ben", "cleo", "mia"])
        try expect(fixture.post(in: session, by: .visitor), .messagePosted, gateways: ["edge"], agents: ["anna"])
        // Now the owner is a manager himself.
        let managed = try fixture.conversation("kari", with: "cleo")
        try expect(
            fixture.send(.listen(reference(managed)), by: .agent("ben")), .sessionListened, agents: ["ben", "mia"])
        try expect(
            fixture.send(.unlisten(reference(managed)), by: .agent("ben")), .sessionUnlistened, agents: ["ben", "mia"])
        for addressed in fixture.events where addressed.event.session == managed {
            if [.sessionListened, .sessionUnlistened].contains(addressed.event.type) {
                #expect(!addressed.audience.agents.contains("cleo") && !addressed.audience.desk)
            }
        }
    }

    @Test("the former owner gets the event that ends it, and none after")
    func formerOwner() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        let requeue = fixture.send(.requeue(reference(session)), by: .agent("mia"))
        try expect(requeue, .sessionQueued, gateways: ["edge"], agents: ["anna"], desk: true)
        try expect(fixture.post(in: session, by: .visitor), .messagePosted, gateways: ["edge"], agents: [])
        try expect(
            fixture.pickUp(session, by: "ben"), .sessionAssigned, gateways: ["edge"], agents: ["ben"], desk: true)
        let close = fixture.close(session, by: .visitor)
        try expect(close, .sessionFinished, gateways: ["edge"], agents: ["ben"], desk: true)
        try expect(close, .sessionClosed, gateways: ["edge"], agents: ["ben"], desk: true)
        #expect(try fixture.session(session).listeners == [])
        // With a transfer pending the target hears of its end, not of the session's.
        var (busy, chat) = try busySession()
        let end = busy.close(chat, by: .agent("anna"))
        try expect(end, .transferCancelled, agents: ["anna", "ben", "mia"])
        try expect(end, .sessionFinished, gateways: both, agents: ["anna", "mia"], desk: true)
        try expect(end, .sessionClosed, gateways: both, agents: ["anna", "mia"], desk: true)
    }

    @Test("an offline request is for the visitor and those who listen")
    func request() throws {
        var fixture = DeskFixture()
        fixture.sendEverybodyAway()
        let session = try fixture.open()
        fixture.send(.listen(reference(session)), by: .agent("mia"))
        let submit = fixture.send(.submitRequest(RequestSubmit(session: session, text: "x")), by: .visitor)
        try expect(submit, .requestCreated, gateways: ["edge"], agents: ["mia"])
        try expect(submit, .sessionClosed, gateways: ["edge"], agents: ["mia"], desk: true)
    }

    @Test("a visitor's key never stands on an event that he may not see")
    func keys() throws {
        var (fixture, session) = try busySession()
        fixture.send(.rejectTransfer(reference(session)), by: .agent("ben"))
        fixture.close(session, by: .visitor)
        for addressed in fixture.events {
            if addressed.event.visibility == .agents { #expect(addressed.audience.gateways.isEmpty) }
            let type = addressed.event.type.rawValue
            let audience = addressed.audience
            #expect(
                audience.agentKeys(addressed.event)
                    == audience.agents.map { "agent.\($0).\(type)" } + (audience.desk ? ["desk.support.\(type)"] : []))
            #expect(audience.visitorKeys(addressed.event) == audience.gateways.map { "gateway.\($0).\(type)" })
        }
    }
}
