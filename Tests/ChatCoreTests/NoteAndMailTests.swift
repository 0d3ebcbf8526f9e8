import ChatContract
import Testing

@testable import ChatCore

@Suite("Notes among agents (decisions, \"Listening in\")")
struct NoteTests {
    private func note(_ session: SessionID, _ text: String = "Careful") -> ChannelCommand {
        .postNote(NotePost(session: session, text: text))
    }

    @Test("owner, listeners and managers write them; owner, target, listeners and the writer read them, no visitor")
    func notes() throws {
        var fixture = DeskFixture(.quiet)
        fixture.addMember(Member(channel: "support", agent: "cleo", listen: true))
        let session = try fixture.conversation()
        fixture.tell(ChannelCommand.listen, session, by: .agent("cleo"))
        fixture.askTransfer(session, to: "ben", by: "anna")
        for (agent, readers) in [
            ("anna", ["anna", "ben", "cleo"]), ("cleo", ["anna", "ben", "cleo"]),
            ("mia", ["anna", "ben", "cleo", "mia"]),
        ] as [(AgentHandle, Set<AgentHandle>)] {
            let posted = fixture.send(note(session), by: .agent(agent))
            #expect(posted.changes.events.map(\.event.data) == [.notePosted(EventData.NotePosted(text: "Careful"))])
            let audience = try posted.audience(.notePosted)
            #expect(Set(audience.agents) == readers && audience.gateways.isEmpty && !audience.desk)
            #expect(posted.changes.events.first?.event.visibility == .agents)
        }
        #expect(try fixture.session(session).unreadByVisitor.count == 0)
        #expect(try fixture.session(session).lastMessage == nil && fixture.status(session) == .customerLast)
        #expect(fixture.send(note(session), by: .agent("ben")).code == .notAssigned, "a target is not there yet")
        #expect(fixture.send(note(session), by: .agent("dora")).code == .unknownSession)
        #expect(fixture.send(note(session), by: .visitor).code == .forbidden)
    }

    @Test("they need text, at most 8,000 code points, and a session that is not over")
    func limits() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        for text in ["", " \n", String(repeating: "x", count: 8001)] {
            #expect(fixture.send(note(session, text), by: .agent("anna")).refusal?.field == "text")
        }
        #expect(fixture.send(note(session, String(repeating: "é", count: 8000)), by: .agent("anna")).code == nil)
        fixture.close(session, by: .visitor)
        #expect(fixture.send(note(session), by: .agent("mia")).code == .sessionClosed)
    }
}

@Suite("The conversation by mail (guarantee 21)")
struct MailTests {
    private let channel = Channel.quiet.with { $0.postChatForm = Channel.PostChatForm(enabled: true, transcript: true) }
    private let mailer = Actor.system("mailer")

    private func send(_ session: SessionID, _ email: String = "ola@example.com") -> ChannelCommand {
        .sendTranscript(TranscriptSend(session: session, email: email))
    }

    private func report(
        _ session: SessionID, _ seq: Int64, _ outcome: TranscriptReport.Outcome, reason: String? = nil
    ) -> ChannelCommand {
        .reportTranscript(TranscriptReport(session: session, seq: seq, outcome: outcome, reason: reason))
    }

    private func talked(_ channel: Channel) throws -> (DeskFixture, SessionID) {
        var fixture = DeskFixture(channel)
        let session = try fixture.open(question: "Hello?")
        fixture.pickUp(session, by: "anna")
        return (fixture, session)
    }

    @Test("the visitor asks: he and the owner are told that it is under way, and what became of it, once")
    func byVisitor() throws {
        var (fixture, session) = try talked(channel)
        let asked = fixture.send(send(session), by: .visitor)
        let seq = try #require(asked.facts?.seq)
        #expect(
            asked.changes.events.map(\.event.data) == [
                .transcriptRequested(
                    EventData.TranscriptRequested(email: "ola@example.com", by: .visitor, language: "en"))
            ])
        #expect(try asked.audience(.transcriptRequested) == Audience(gateways: ["edge"], agents: ["anna"]))
        let sent = fixture.send(report(session, seq, .sent), by: mailer)
        #expect(sent.changes.events.map(\.event.data) == [.transcriptSent(.init(requested: seq, by: .visitor))])
        #expect(try sent.audience(.transcriptSent) == Audience(gateways: ["edge"], agents: ["anna"]))
        #expect(fixture.send(report(session, seq, .sent), by: mailer).code == .notFound)
        expectSound(fixture.events(of: session))
    }

    @Test("what an agent asked for is none of the visitor's business; why it failed neither")
    func byAgent() throws {
        var (fixture, session) = try talked(channel)
        let asked = fixture.send(send(session, "boss@example.com"), by: .agent("anna"))
        let seq = try #require(asked.facts?.seq)
        #expect(try asked.audience(.transcriptRequested) == Audience(agents: ["anna"]))
        let failed = fixture.send(report(session, seq, .failed, reason: "no such box"), by: mailer)
        let data = EventData.TranscriptFailed(requested: seq, by: .agent, reason: "no such box")
        #expect(failed.changes.events.map(\.event.data) == [.transcriptFailed(data)])
        #expect(try failed.audience(.transcriptFailed) == Audience(agents: ["anna"]))
        let own = try #require(fixture.send(send(session), by: .visitor).facts?.seq)
        let other = fixture.send(report(session, own, .failed, reason: "no such box"), by: mailer)
        let event = try #require(other.changes.events.first?.event)
        #expect(event.visibility == .visitor)
        #expect(!String(decoding: try event.visitorJSON(), as: UTF8.self).contains("no such box"))
    }

    @Test(
        "after the end: the visitor while the form stands and later, the agent who had it, and the report reaches him")
    func afterTheEnd() throws {
        var (fixture, session) = try talked(channel)
        fixture.close(session, by: .visitor)
        let first = try #require(fixture.send(send(session), by: .visitor).facts?.seq)
        fixture.tell(ChannelCommand.leave, session, by: .visitor)
        let second = try #require(fixture.send(send(session), by: .agent("anna")).facts?.seq)
        #expect(fixture.send(send(session), by: .agent("ben")).code == .notAssigned)
        for (seq, gateways) in [(second, []), (first, ["edge"])] as [(Int64, [GatewayHandle])] {
            let sent = fixture.send(report(session, seq, .sent), by: mailer)
            #expect(try sent.audience(.transcriptSent) == Audience(gateways: gateways, agents: ["anna"]))
            #expect(sent.status == .closed)
        }
        expectSound(fixture.events(of: session))
    }

    @Test("refused: nothing said, no address, none that is one, not his, a channel that sends none, more than five")
    func refused() throws {
        var empty = DeskFixture(channel)
        let silent = try empty.conversation()
        #expect(empty.send(send(silent), by: .visitor).code == .invalidState)
        var (fixture, session) = try talked(channel)
        let before = fixture
        for email in ["", "ola", "a@b", "a@b.no,c@d.no", "a@b.no\nBcc: x@y.no"] {
            let refused = fixture.send(send(session, email), by: .visitor)
            #expect(refused.code == .invalidField && refused.refusal?.field == "email")
        }
        for actor in [Actor.agent("ben"), .agent("mia")] {
            #expect(fixture.send(send(session), by: actor).code == .notAssigned)
        }
        #expect(fixture.send(send(session), by: .agent("dora")).code == .unknownSession)
        #expect(fixture.isSame(as: before))
        for number in 1...5 {
            #expect(fixture.send(send(session), by: number % 2 == 0 ? .visitor : .agent("anna")).code == nil)
        }
        let sixth = fixture.send(send(session), by: .visitor)
        #expect(sixth.code == .rateLimited && sixth.refusal?.detail == "this conversation was mailed 5 times already")
        for change in [{ $0.postChatForm.transcript = false }, { $0.postChatForm.enabled = false }]
            as [(inout Channel) -> Void]
        {
            var (other, chat) = try talked(channel.with(change))
            #expect(other.send(send(chat), by: .visitor).code == .invalidState)
            #expect(other.send(send(chat), by: .agent("anna")).code == nil, "agents may in any case")
        }
    }

    @Test("only the mailer reports, of what is under way")
    func reports() throws {
        var (fixture, session) = try talked(channel)
        let seq = try #require(fixture.send(send(session), by: .visitor).facts?.seq)
        for actor in [Actor.visitor, .agent("anna"), .agent("mia")] {
            #expect(fixture.send(report(session, seq, .sent), by: actor).code == .forbidden)
        }
        let wrong = fixture.send(report(session, seq + 1, .sent), by: mailer)
        #expect(wrong.code == .notFound && wrong.refusal?.field == "seq")
        let long = report(session, seq, .failed, reason: String(repeating: "x", count: 1025))
        #expect(fixture.send(long, by: mailer).refusal?.field == "reason")
        #expect(fixture.send(report(session, seq, .sent), by: mailer).code == nil)
    }

    @Test("it is written in the visitor's language and time zone")
    func language() throws {
        var fixture = DeskFixture(channel.with { $0.language = "de" })
        var body = SessionOpen(visitorId: DeskFixture.secret("ola"), name: "O", email: "o@x.no", question: "?")
        body.timeZone = "Europe/Oslo"
        for (visitor, language, expected) in [("a", nil, "de"), ("b", "no", "no")] as [(String, String?, String)] {
            body.visitorId = DeskFixture.secret(visitor)
            body.language = language
            let session = try #require(fixture.send(.open(body), by: .visitor).facts?.session)
            let asked = fixture.send(send(session), by: .visitor)
            #expect(
                asked.changes.events.last?.event.data
                    == .transcriptRequested(
                        EventData.TranscriptRequested(
                            email: "ola@example.com", by: .visitor, language: expected, timeZone: "Europe/Oslo")))
        }
    }
}
