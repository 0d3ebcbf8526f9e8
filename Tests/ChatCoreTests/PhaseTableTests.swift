import ChatContract
import Testing

@testable import ChatCore

/// The states that the table of ``LifeCycleTests`` does not hold: forms, bot, offer and post-chat form.
@Suite("Every command in the states around the chat (spec section 2.3)")
struct PhaseTableTests {
    private enum Situation: String, CaseIterable {
        case form, asking, suggested, silentBot, bot, offered, finished, deleted

        func make() throws -> (DeskFixture, SessionID) {
            let entry = FAQSuggestion(id: FAQEntryID(high: 1, low: 1), title: "Entry")
            var fixture = DeskFixture(
                .quiet.with { channel in
                    channel.postChatForm = Channel.PostChatForm(enabled: true, transcript: true, rating: true)
                    channel.faqSuggestions.enabled = self == .asking || self == .suggested
                    channel.routing.policy = self == .offered ? .roundRobin : .manual
                    if self == .silentBot || self == .bot { channel.bot = Channel.Bot(enabled: true, bot: "helper") }
                })
            fixture.registry.bots["helper"] = Bot(bot: "helper", name: "Helper")
            fixture.suggestions = [entry]
            let session = try self == .form ? fixture.arrive() : fixture.open()
            switch self {
            case .form, .asking, .silentBot, .offered: break
            case .suggested: fixture.post(in: session, by: .visitor)
            case .bot: fixture.post(in: session, by: DeskFixture.helper)
            case .finished:
                fixture.pickUp(session, by: "anna")
                fixture.post(in: session, by: .agent("anna"))
                fixture.close(session, by: .visitor)
            case .deleted: fixture.tell(ChannelCommand.delete, session, by: .agent("mia"))
            }
            return (fixture, session)
        }
    }

    private static func command(_ name: String, _ session: SessionID) throws -> ChannelCommand {
        let reference = SessionReference(session: session)
        return switch name {
        case "post": .post(MessagePost(session: session, text: "hello"))
        case "identify": .identify(SessionIdentify(session: session, name: "Ola", email: "ola@example.com"))
        case "helped": .answerFAQ(FAQAnswer(session: session, helped: true))
        case "notHelped": .answerFAQ(FAQAnswer(session: session, helped: false))
        case "submit": .submitRequest(RequestSubmit(session: session, text: "Call me"))
        case "close": .close(reference)
        case "leave": .leave(reference)
        case "rate": .rate(SessionRate(session: session, rating: 5))
        case "mail": .sendTranscript(TranscriptSend(session: session, email: "ola@example.com"))
        case "pickUp": .pickUp(reference)
        case "acceptOffer": .acceptOffer(reference)
        case "declineOffer": .declineOffer(reference)
        case "transfer": .requestTransfer(TransferRequest(session: session, agent: "ben"))
        case "takeOver": .takeOver(reference)
        case "requeue": .requeue(reference)
        case "listen": .listen(reference)
        case "note": .postNote(NotePost(session: session, text: "note"))
        case "handOff": .handOff(reference)
        case "pass": .passBot(reference)
        case "delete": .delete(reference)
        default: throw Unknown(name: name)
        }
    }

    private struct Unknown: Error { var name: String }

    // The status after it, or the code of the refusal; `.` stands for the status as it was.
    private static let table = """
        command       by          form           asking         suggested      silentBot      bot            offered        finished       deleted
        post          visitor     invalidState   .              inQueue        .              customerLast   inQueue        customerLast   sessionClosed
        post          agent:anna  notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    sessionClosed
        post          bot:helper  unknownSession unknownSession unknownSession userLast       userLast       unknownSession unknownSession unknownSession
        identify      visitor     inQueue        invalidState   invalidState   .              .              invalidState   invalidState   sessionClosed
        identify      agent:anna  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        helped        visitor     invalidState   invalidState   finished       invalidState   invalidState   invalidState   invalidState   sessionClosed
        notHelped     visitor     invalidState   inQueue        inQueue        invalidState   invalidState   invalidState   invalidState   sessionClosed
        submit        visitor     invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   sessionClosed
        close         visitor     closed         closed         closed         closed         finished       closedFromQueue closed        sessionClosed
        close         agent:anna  notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    sessionClosed
        close         bot:helper  unknownSession unknownSession unknownSession closed         finished       unknownSession unknownSession unknownSession
        leave         visitor     invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   closed         sessionClosed
        rate          visitor     invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   .              sessionClosed
        mail          visitor     invalidState   invalidState   .              invalidState   .              invalidState   .              invalidState
        mail          agent:anna  invalidState   invalidState   notAssigned    invalidState   notAssigned    invalidState   .              invalidState
        pickUp        agent:ben   notInQueue     notInQueue     notInQueue     notInQueue     notInQueue     customerLast   notInQueue     sessionClosed
        pickUp        agent:mia   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        acceptOffer   agent:anna  notInQueue     notInQueue     notInQueue     notInQueue     notInQueue     customerLast   notInQueue     sessionClosed
        acceptOffer   agent:ben   notInQueue     notInQueue     notInQueue     notInQueue     notInQueue     invalidState   notInQueue     sessionClosed
        declineOffer  agent:anna  invalidState   invalidState   invalidState   invalidState   invalidState   .              invalidState   invalidState
        declineOffer  agent:ben   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState
        transfer      agent:mia   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   sessionClosed  sessionClosed
        takeOver      agent:mia   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   sessionClosed  sessionClosed
        requeue       agent:mia   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   sessionClosed
        listen        agent:mia   .              .              .              .              .              .              sessionClosed  sessionClosed
        listen        agent:anna  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        note          agent:mia   .              .              .              .              .              .              .              sessionClosed
        note          agent:anna  notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned
        handOff       bot:helper  unknownSession unknownSession unknownSession inQueue        inQueue        unknownSession unknownSession unknownSession
        pass          bot:helper  unknownSession unknownSession unknownSession inQueue        invalidState   unknownSession unknownSession unknownSession
        delete        agent:mia   deleted        deleted        deleted        deleted        deleted        deleted        deleted        sessionClosed
        delete        agent:anna  forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        delete        visitor     forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        """

    @Test("it has its outcome; a refused one leaves everything as it was")
    func outcomes() throws {
        let rows = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let situations = try #require(rows.first).dropFirst(2).map { Situation(rawValue: $0) }
        #expect(situations == Situation.allCases)
        for row in rows.dropFirst() {
            try #require(row.count == 2 + Situation.allCases.count, "\(row)")
            let actor = try #require(Actor(row[1]))
            for (situation, expected) in zip(Situation.allCases, row.dropFirst(2)) {
                var (fixture, session) = try situation.make()
                let before = fixture
                let decision = fixture.send(try Self.command(row[0], session), by: actor)
                let name = "\(row[0]) by \(row[1]) in \(situation.rawValue)"
                let status = try #require(before.status(session))
                let outcome = decision.code?.rawValue ?? decision.status?.rawValue
                #expect(outcome == (expected == "." ? status.rawValue : expected), "\(name)")
                #expect(
                    decision.status == (decision.code == .unknownSession ? nil : fixture.status(session)), "\(name)")
                if decision.code != nil {
                    #expect(fixture.isSame(as: before), "\(name)")
                    #expect(decision.changes.isEmpty && decision.changes.transients.isEmpty, "\(name)")
                }
                expectSound(fixture.events(of: session))
            }
        }
    }
}
