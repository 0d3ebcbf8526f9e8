import ChatContract
import Testing

@testable import ChatCore

@Suite("A session as agents and visitors see it")
struct SessionViewTests {
    @Test("the card tells agent, role, transfer, times and the last line")
    func summary() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(question: "Hello?")
        func summary(_ agent: AgentHandle?) throws -> Summary {
            try fixture.session(session).summary(
                for: agent, channelName: "Support", position: fixture.desk.position(of: session))
        }
        var card = try summary(nil)
        #expect((card.status, card.statusCode, card.position, card.queueLength) == (.inQueue, 4, 1, 1))
        #expect((card.agent, card.role, card.rank, card.startedAt) == (nil, .none, nil, nil))
        #expect(card.unread == 1 && card.connected && card.seq == 3)
        #expect(card.lastMessage == Summary.LastMessage(text: "Hello?", from: .visitor, at: fixture.now))
        fixture.advance(.seconds(5))
        fixture.pickUp(session, by: "anna")
        fixture.askTransfer(session, to: "ben", by: "anna")
        fixture.send(.listen(SessionReference(session: session)), by: .agent("mia"))
        card = try summary("anna")
        #expect((card.agent, card.role, card.rank, card.position) == ("anna", .owner, 1, nil))
        #expect((card.transferFrom, card.transferTo) == ("anna", "ben"))
        #expect(card.startedAt == fixture.now && card.queuedAt == DeskFixture.start)
        #expect(try summary("ben").role == .target && summary("mia").role == .listener && summary("cleo").role == .none)
        fixture.send(.rejectTransfer(SessionReference(session: session)), by: .agent("ben"))
        card = try summary("ben")
        #expect((card.transferFrom, card.transferTo, card.role) == (nil, nil, .none))
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        card = try summary("anna")
        #expect((card.status, card.role, card.rank) == (.closed, .none, nil))
        #expect(card.endedAt == fixture.now && card.agent == "anna", "whose it was")
    }

    @Test("the visitor's snapshot counts only what he may see")
    func visitor() throws {
        var fixture = DeskFixture(Channel(channel: "support", version: 4, name: "Support", welcomeMessage: "Hi"))
        let session = try fixture.conversation()
        fixture.post(in: session, by: .agent("anna"))
        fixture.send(.listen(SessionReference(session: session)), by: .agent("mia"))
        let kept = try fixture.session(session)
        let snapshot = kept.visitorSnapshot(
            position: nil, averageWait: "00:01", shownAs: ShownAs(name: "Anna"), mayRequest: false)
        #expect((snapshot.status, snapshot.unread, snapshot.settingsVersion) == (.userLast, 2, 4))
        #expect(kept.seq == 6 && snapshot.seq == 5, "the listener's coming is not for him")
    }
}
