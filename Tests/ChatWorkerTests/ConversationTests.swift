import BrokerTesting
import ChatClient
import ChatContract
import ChatCore
import Testing

@Suite("A conversation over a real broker", .enabled(if: TestBroker.isAvailable))
struct ConversationTests {
    @Test("from opening the window to its end, everybody hears exactly what the contract gives him")
    func wholeConversation() async throws {
        let channel = Channel(channel: TestDesk.support, name: "Support", welcomeMessage: "Welcome!")
        try await TestDesk.open([channel]) { desk in
            let visitor = try await desk.hearGateway()
            let anna = try await desk.hear("anna")
            let ben = try await desk.hear("ben")
            let mia = try await desk.hear("mia")
            let team = try await desk.hearDesk()
            let caller = desk.caller

            let session = try await caller.open("ola", question: "Is anybody there?")
            let taken = try await caller.pickUp(session, by: "anna")
            #expect(taken.status == .customerLast)
            #expect(try taken.get().snapshot?.summary.agent == "anna")
            #expect(try await caller.post("Good morning", in: session, by: .agent("anna")).ok)
            #expect(try await caller.post("Hello", in: session, by: .visitor).ok)
            await caller.post(
                try caller.command(
                    .typingSet, to: session.channel, as: .visitor, TypingSet(session: session.id, typing: true),
                    key: session.key))
            try await eventually { anna.transients(.typingChanged).count == 1 }
            let read = MessageRead(session: session.id, through: 7)
            #expect(try await caller.ask(.messageRead, to: session.channel, as: .agent("anna"), read).ok)

            let transfer = TransferRequest(session: session.id, agent: "ben")
            #expect(try await caller.ask(.transferRequest, to: session.channel, as: .agent("anna"), transfer).ok)
            #expect(try await caller.ask(.transferAccept, session, by: .agent("ben")).ok)
            // The former owner goes on listening, and reads what is said.
            #expect(try await caller.post("Ben here", in: session, by: .agent("ben")).ok)
            #expect(try await caller.post("Too late", in: session, by: .agent("anna")).refusal?.code == .notAssigned)
            #expect(try await caller.ask(.sessionUnlisten, session, by: .agent("anna")).ok)
            #expect(try await caller.ask(.sessionTakeOver, session, by: .agent("mia")).ok)
            #expect(try await caller.ask(.sessionClose, session, by: .agent("mia")).status == .closed)

            let all = try desk.events(of: session.id)
            expectSound(all)
            try await team.wait(for: .sessionClosed, of: session.id)
            try await visitor.wait(for: .sessionClosed, of: session.id)
            try await mia.wait(for: .sessionClosed, of: session.id)
            try await ben.wait(for: .sessionClosed, of: session.id)
            #expect(
                all.map(\.type.rawValue) == [
                    "session.opened", "session.queued", "message.posted", "session.assigned", "message.posted",
                    "message.posted", "message.posted", "message.read", "transfer.requested", "transfer.accepted",
                    "session.assigned", "message.posted", "session.unlistened", "session.assigned",
                    "session.finished", "session.closed",
                ])
            #expect(
                visitor.types(of: session.id) == all.filter { $0.visibility == .visitor }.map(\.type.rawValue))
            #expect(
                anna.types(of: session.id) == all.filter { (4...13).contains($0.seq) }.map(\.type.rawValue))
            #expect(ben.types(of: session.id) == all.filter { $0.seq >= 9 && $0.seq != 13 }.map(\.type.rawValue))
            #expect(
                mia.types(of: session.id) == [
                    "session.unlistened", "session.assigned", "session.finished", "session.closed",
                ])
            #expect(
                team.types(of: session.id) == [
                    "session.opened", "session.queued", "session.assigned", "transfer.requested", "session.assigned",
                    "session.assigned", "session.finished", "session.closed",
                ])
            try await desk.waitUntilPublished()
            try expectVisitorsLearnNoHandles(desk)

            let transcript = try await caller.ask(
                .transcriptGet, as: .agent("mia"), TranscriptGet(session: session.id, format: .text),
                returning: SessionTranscript.self
            ).get()
            let text = try #require(transcript.text)
            for line in ["ola: Is anybody there?", "Anna: Welcome!", "Anna: Good morning", "Ben: Ben here"] {
                #expect(text.contains(line) || text.contains(line.replacing("ola", with: "Visitor")), "\(text)")
            }
            try await desk.tap.wait(for: "statistic") { $0.type == "session.ended" }
            try await desk.tap.validate()
        }
    }

    /// What goes to gateways names no agent by his handle.
    private func expectVisitorsLearnNoHandles(_ desk: TestDesk) throws {
        let copies = desk.tap.lines("event").filter { $0.routingKey.hasPrefix("gateway.") }
        #expect(!copies.isEmpty)
        for copy in copies {
            let text = String(decoding: copy.body, as: UTF8.self)
            for agent in ["anna", "ben", "mia"] {
                #expect(!text.contains("\"\(agent)\""))
                #expect(!text.contains("agent:\(agent)"))
            }
        }
    }

    @Test("whoever reads channel.# sees each event once")
    func onceForIntegrations() async throws {
        try await TestDesk.open { desk in
            let integration = try await EventLog(desk.client, ["channel.#"])
            let session = try await desk.caller.open()
            _ = try await desk.caller.pickUp(session, by: "anna")
            _ = try await desk.caller.post("Hello", in: session, by: .agent("anna"))
            _ = try await desk.caller.ask(.sessionClose, session, by: .visitor)
            try await integration.wait(for: .sessionClosed, of: session.id)
            try await desk.waitUntilPublished()
            #expect(integration.events.map(\.seq) == Array(1...Int64(integration.events.count)))
        }
    }

    @Test("what visitors may not do is refused, with the code of the contract")
    func refusals() async throws {
        try await TestDesk.open { desk in
            let session = try await desk.caller.open()
            let waiting = try await desk.caller.post("Hello", in: session, by: .agent("anna"))
            #expect(waiting.refusal?.code == .notAssigned)
            #expect(waiting.status == .inQueue)
            #expect(try await desk.caller.ask(.sessionTakeOver, session, by: .visitor).refusal?.code == .forbidden)
            #expect(try await desk.caller.ask(.sessionPickUp, session, by: .agent("mia")).refusal?.code == .forbidden)
            #expect(
                try await desk.caller.ask(.sessionPickUp, session, by: .agent("dora")).refusal?.code
                    == .unknownSession)
            #expect(
                try await desk.caller.ask(.sessionPickUp, session, by: .agent("nobody")).refusal?.code == .unknownAgent)
            #expect(try await desk.caller.ask(.sessionClose, session, by: .visitor).ok)
            #expect(try await desk.caller.post("Hello?", in: session, by: .visitor).refusal?.code == .sessionClosed)
            #expect(
                try await desk.caller.ask(.sessionPickUp, session, by: .agent("anna")).refusal?.code == .sessionClosed)
            try await desk.tap.validate()
        }
    }
}
