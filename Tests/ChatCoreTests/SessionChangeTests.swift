import ChatContract
import Testing

@testable import ChatCore

@Suite("What the store is told to write of a session")
struct SessionChangeTests {
    private func parts(_ decision: Decision, of session: SessionID) throws -> String {
        let change = try #require(decision.changes.sessions[session])
        let parts = [
            (change.isNew, "new"), (change.isMoved, "moved"), (change.hasNewDetails, "details"),
            (change.hasNewExtra, "extra"),
        ]
        return parts.filter(\.0).map(\.1).joined(separator: " ")
    }

    @Test("no more than what changed: a line in a chat writes neither place nor details nor extra")
    func parts() throws {
        var fixture = DeskFixture(
            .quiet.with { $0.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true) })
        let body = SessionOpen(visitorId: DeskFixture.secret("ola"), gateway: "edge", connection: "1")
        let opened = fixture.send(.open(body), by: .visitor)
        let session = try #require(opened.facts?.session)
        #expect(try parts(opened, of: session) == "new moved details extra")
        #expect(try parts(fixture.identify(session), of: session) == "moved details")
        #expect(try parts(fixture.attach(session, "two"), of: session) == "details")
        #expect(try parts(fixture.pickUp(session, by: "anna"), of: session) == "moved")
        #expect(try parts(fixture.post(in: session, by: .visitor), of: session) == "")
        #expect(try parts(fixture.post(in: session, by: .agent("anna")), of: session) == "extra", "the first response")
        #expect(try parts(fixture.post(in: session, by: .agent("anna")), of: session) == "")
        #expect(try parts(fixture.tell(ChannelCommand.listen, session, by: .agent("mia")), of: session) == "details")
        #expect(try parts(fixture.askTransfer(session, to: "ben", by: "anna"), of: session) == "moved")
        let mail = TranscriptSend(session: session, email: "a@b.no")
        #expect(try parts(fixture.send(.sendTranscript(mail), by: .visitor), of: session) == "extra")
        #expect(try parts(fixture.close(session, by: .visitor), of: session) == "moved details")
        #expect(try parts(fixture.rate(session, 5), of: session) == "extra")
    }

    @Test("offers, who passed, warnings and idleness are written; two changes in one transaction add up")
    func later() throws {
        var fixture = DeskFixture(
            .quiet.with {
                $0.routing.policy = .roundRobin
                $0.warnings.agentNewMessage = 1
                ($0.idle.warnSeconds, $0.idle.closeSeconds) = (120, 240)
            })
        let session = try fixture.open()
        #expect(
            try parts(fixture.tell(ChannelCommand.declineOffer, session, by: .agent("anna")), of: session) == "moved")
        #expect(try parts(fixture.tell(ChannelCommand.acceptOffer, session, by: .agent("ben")), of: session) == "moved")
        #expect(try parts(fixture.post(in: session, by: .visitor), of: session) == "extra", "when to warn")
        for kind in [Timer.Kind.attention, .idle] {
            let timer = try #require(fixture.timers.values.first { $0.kind == kind })
            fixture.now = max(fixture.now, timer.dueAt)
            let changes = fixture.fire(timer)
            let change = try #require(changes.sessions[session])
            #expect((change.isMoved, change.hasNewExtra) == (kind == .idle, kind == .attention))
        }
    }
}
