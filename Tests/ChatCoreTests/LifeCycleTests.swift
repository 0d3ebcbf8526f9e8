import ChatContract
import Testing

@testable import ChatCore

@Suite("Life cycle of a session")
struct LifeCycleTests {
    /// The situations of the tables below: the states, and one with a pending transfer from anna to ben.
    private enum Situation: String, CaseIterable {
        case offlineForm, inQueue, customerLast, userLast, pending, abandoned, closed, requested

        func make() throws -> (DeskFixture, SessionID) {
            var fixture = DeskFixture()
            if self == .offlineForm || self == .requested {
                fixture.sendEverybodyAway()
                let session = try fixture.open()
                for agent: AgentHandle in ["anna", "ben", "cleo", "mia", "dora"] {
                    fixture.control(.setPresence(PresenceSet(status: .present)), by: .agent(agent))
                }
                if self == .requested {
                    fixture.send(.submitRequest(RequestSubmit(session: session, text: "Call me")), by: .visitor)
                }
                return (fixture, session)
            }
            let session = try fixture.open()
            if self != .inQueue, self != .abandoned { fixture.pickUp(session, by: "anna") }
            switch self {
            case .userLast: fixture.post(in: session, by: .agent("anna"))
            case .pending: fixture.askTransfer(session, to: "ben", by: "anna")
            case .abandoned, .closed: fixture.close(session, by: .visitor)
            case .offlineForm, .inQueue, .customerLast, .requested: break
            }
            return (fixture, session)
        }
    }

    private static func command(_ name: String, _ session: SessionID) throws -> ChannelCommand {
        let reference = SessionReference(session: session)
        return switch name {
        case "post": .post(MessagePost(session: session, text: "hello"))
        case "read": .read(MessageRead(session: session, through: 1))
        case "type": .typing(TypingSet(session: session, typing: true))
        case "attach": .attach(SessionAttach(session: session, gateway: "edge", connection: "2", after: 0))
        case "detach": .detach(SessionDetach(session: session, gateway: "edge", connection: "of-ola"))
        case "submit": .submitRequest(RequestSubmit(session: session, text: "Call me"))
        case "close": .close(reference)
        case "pickUp": .pickUp(reference)
        case "transfer>ben": .requestTransfer(TransferRequest(session: session, agent: "ben"))
        case "transfer>cleo": .requestTransfer(TransferRequest(session: session, agent: "cleo"))
        case "accept": .acceptTransfer(reference)
        case "reject": .rejectTransfer(reference)
        case "cancel": .cancelTransfer(reference)
        case "takeOver": .takeOver(reference)
        case "requeue": .requeue(reference)
        case "listen": .listen(reference)
        case "unlisten": .unlisten(reference)
        default: throw Unknown(name: name)
        }
    }

    private struct Unknown: Error { var name: String }

    // The status after it, or the code of the refusal; `.` stands for the status as it was.
    private static let table = """
        command       by           offlineForm    inQueue        customerLast   userLast       pending        abandoned      closed         requested
        post          visitor      invalidState   inQueue        customerLast   customerLast   customerLast   sessionClosed  sessionClosed  sessionClosed
        post          agent:anna   invalidState   notAssigned    userLast       userLast       userLast       sessionClosed  sessionClosed  sessionClosed
        post          agent:ben    invalidState   notAssigned    notAssigned    notAssigned    notAssigned    sessionClosed  sessionClosed  sessionClosed
        post          agent:mia    invalidState   notAssigned    notAssigned    notAssigned    notAssigned    sessionClosed  sessionClosed  sessionClosed
        read          visitor      .              .              .              .              .              .              .              .
        read          agent:anna   notAssigned    notAssigned    .              .              .              notAssigned    notAssigned    notAssigned
        read          agent:cleo   notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned
        type          visitor      .              .              .              .              .              .              .              .
        type          agent:anna   .              notAssigned    .              .              .              .              .              .
        type          agent:cleo   .              notAssigned    notAssigned    notAssigned    notAssigned    .              .              .
        attach        visitor      .              .              .              .              .              .              .              .
        attach        agent:anna   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        detach        visitor      .              .              .              .              .              .              .              .
        submit        visitor      requestPosted  invalidState   invalidState   invalidState   invalidState   sessionClosed  sessionClosed  sessionClosed
        submit        agent:anna   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        close         visitor      closed         closedFromQueue closed        closed         closed         sessionClosed  sessionClosed  sessionClosed
        close         agent:anna   notAssigned    notAssigned    closed         closed         closed         sessionClosed  sessionClosed  sessionClosed
        close         agent:mia    notAssigned    notAssigned    notAssigned    notAssigned    notAssigned    sessionClosed  sessionClosed  sessionClosed
        pickUp        agent:cleo   notInQueue     customerLast   notInQueue     notInQueue     notInQueue     sessionClosed  sessionClosed  sessionClosed
        pickUp        agent:anna   notInQueue     customerLast   notInQueue     notInQueue     notInQueue     sessionClosed  sessionClosed  sessionClosed
        pickUp        agent:mia    forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        pickUp        visitor      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        transfer>cleo agent:anna   invalidState   invalidState   .              .              conflict       sessionClosed  sessionClosed  sessionClosed
        transfer>cleo agent:mia    invalidState   invalidState   .              .              conflict       sessionClosed  sessionClosed  sessionClosed
        transfer>ben  agent:cleo   invalidState   invalidState   notAssigned    notAssigned    notAssigned    sessionClosed  sessionClosed  sessionClosed
        accept        agent:ben    noTransferPending noTransferPending noTransferPending noTransferPending .  noTransferPending noTransferPending noTransferPending
        accept        agent:cleo   noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending
        reject        agent:ben    noTransferPending noTransferPending noTransferPending noTransferPending .  noTransferPending noTransferPending noTransferPending
        reject        agent:anna   noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending noTransferPending
        cancel        agent:anna   noTransferPending noTransferPending noTransferPending noTransferPending .  noTransferPending noTransferPending noTransferPending
        cancel        agent:ben    noTransferPending noTransferPending noTransferPending noTransferPending forbidden noTransferPending noTransferPending noTransferPending
        takeOver      agent:mia    invalidState   invalidState   .              .              .              sessionClosed  sessionClosed  sessionClosed
        takeOver      agent:anna   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        requeue       agent:anna   invalidState   invalidState   inQueue        inQueue        inQueue        sessionClosed  sessionClosed  sessionClosed
        requeue       agent:mia    invalidState   invalidState   inQueue        inQueue        inQueue        sessionClosed  sessionClosed  sessionClosed
        requeue       agent:cleo   invalidState   invalidState   notAssigned    notAssigned    notAssigned    sessionClosed  sessionClosed  sessionClosed
        requeue       visitor      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        listen        agent:mia    .              .              .              .              .              sessionClosed  sessionClosed  sessionClosed
        listen        agent:cleo   forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden      forbidden
        unlisten      agent:mia    invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState   invalidState
        post          agent:dora   unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession
        pickUp        agent:dora   unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession
        listen        agent:dora   unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession
        post          bot:b        unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession
        close         system:x     unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession unknownSession
        """

    @Test("every command in every state has its outcome; a refused one leaves everything as it was")
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
                    #expect(fixture.desk == before.desk, "\(name)")
                    #expect(fixture.roster == before.roster, "\(name)")
                    #expect(fixture.stored == before.stored, "\(name)")
                    #expect(decision.changes.isEmpty && decision.changes.transients.isEmpty, "\(name)")
                }
                expectSound(fixture.events(of: session))
            }
        }
    }

    @Test("who may do what follows from the four permissions alone")
    func permissions() throws {
        for bits in 0..<16 {
            let member = Member(
                channel: "support", agent: "dora", respond: bits & 1 != 0, notify: bits & 2 != 0, listen: bits & 4 != 0,
                manage: bits & 8 != 0)
            let table: [(String, Situation, Bool, ErrorCode)] = [
                ("pickUp", .inQueue, member.respond, .forbidden),
                ("takeOver", .customerLast, member.manage, .forbidden),
                ("listen", .customerLast, member.listen, .forbidden),
                ("transfer>ben", .customerLast, member.manage, .notAssigned),
                ("requeue", .customerLast, member.manage, .notAssigned),
                ("close", .customerLast, false, .notAssigned),
                ("post", .customerLast, false, .notAssigned),
            ]
            for (name, situation, isAllowed, code) in table {
                var (fixture, session) = try situation.make()
                fixture.addMember(member)
                let decision = fixture.send(try Self.command(name, session), by: .agent("dora"))
                let expected: ErrorCode? = bits == 0 ? .unknownSession : isAllowed ? nil : code
                #expect(decision.code == expected, "\(name) with \(member)")
                #expect((decision.status == nil) == (bits == 0))
            }
        }
    }

    @Test("a session of nowhere is unknown to everybody")
    func unknown() throws {
        var fixture = DeskFixture()
        let nowhere = SessionID(high: 1, low: 2)
        for actor in [Actor.visitor, .agent("anna"), .agent("dora"), .bot("b"), .system("worker")] {
            for name in ["post", "read", "close", "pickUp", "takeOver", "listen", "attach", "submit"] {
                let decision = fixture.send(try Self.command(name, nowhere), by: actor)
                #expect(decision.code == .unknownSession && decision.status == nil, "\(name) by \(actor)")
            }
        }
    }

    @Test("commands about no session are for those who may send them")
    func sessionless() {
        var fixture = DeskFixture()
        let open = ChannelCommand.open(SessionOpen(visitorId: DeskFixture.secret("x")))
        let lost = ChannelCommand.gatewayLost(GatewayReference(gateway: "edge"))
        for actor in [Actor.agent("anna"), .agent("mia"), .bot("b"), .system("worker")] {
            #expect(fixture.send(open, by: actor).code == .forbidden)
        }
        for actor in [Actor.agent("anna"), .visitor, .bot("b")] {
            #expect(fixture.send(lost, by: actor).code == .forbidden)
            #expect(fixture.send(.evaluateQueue, by: actor).code == .forbidden)
        }
        #expect(fixture.send(lost, by: .system("worker")).code == nil)
        #expect(fixture.send(.evaluateQueue, by: .system("worker")).code == nil)
        #expect(fixture.send(open, by: .visitor).code == nil)
    }

    @Test("an owner who is no member any more keeps his chat; others without a place do not know of it")
    func formerMember() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.removeMember("anna")
        fixture.removeMember("ben")
        #expect(fixture.post(in: session, by: .agent("anna")).code == nil)
        #expect(fixture.post(in: session, by: .agent("ben")).code == .unknownSession)
        #expect(fixture.close(session, by: .agent("anna")).code == nil)
        #expect(fixture.post(in: session, by: .agent("anna")).code == .unknownSession)
    }

    @Test("events come in the contract's order, with the status after them")
    func order() throws {
        var fixture = DeskFixture(Channel(channel: "support", name: "Support", welcomeMessage: "Hi there!"))
        let session = try fixture.open(question: "Hello?")
        let opening = fixture.events(of: session)
        #expect(opening.map(\.type) == [.sessionOpened, .sessionQueued, .messagePosted])
        #expect(opening.allSatisfy { $0.status == .inQueue && $0.actor == .visitor })
        let pickUp = fixture.pickUp(session, by: "anna")
        #expect(pickUp.types == [.sessionAssigned, .messagePosted])
        let welcome = try #require(pickUp.changes.events.last?.event)
        #expect(welcome.message?.kind == .welcome && welcome.message?.text == "Hi there!")
        #expect(welcome.message?.from == .agent && welcome.message?.shownAs?.name == "Anna")
        #expect(welcome.status == .customerLast, "a greeting is no answer")
        #expect(fixture.askTransfer(session, to: "ben", by: "anna").types == [.transferRequested])
        let accept = fixture.send(.acceptTransfer(SessionReference(session: session)), by: .agent("ben"))
        #expect(accept.types == [.transferAccepted, .sessionAssigned])
        fixture.askTransfer(session, to: "cleo", by: "ben")
        let takeOver = fixture.send(.takeOver(SessionReference(session: session)), by: .agent("mia"))
        #expect(takeOver.types == [.transferCancelled, .sessionAssigned])
        fixture.askTransfer(session, to: "cleo", by: "mia")
        let requeue = fixture.send(.requeue(SessionReference(session: session)), by: .agent("mia"))
        #expect(requeue.types == [.transferCancelled, .sessionQueued])
        fixture.pickUp(session, by: "cleo")
        fixture.askTransfer(session, to: "ben", by: "cleo")
        let close = fixture.close(session, by: .agent("cleo"))
        #expect(close.types == [.transferCancelled, .sessionFinished, .sessionClosed])
        #expect(close.changes.events.map(\.event.status) == [.customerLast, .finished, .closed])
        expectSound(fixture.events(of: session))

        let abandoned = try fixture.open("kari")
        #expect(fixture.close(abandoned, by: .visitor).types == [.sessionClosed])
        fixture.sendEverybodyAway()
        let offline = try fixture.open("nils")
        #expect(fixture.events(of: offline).map(\.type) == [.sessionOpened])
        #expect(fixture.close(offline, by: .visitor).types == [.sessionClosed])
        let requested = try fixture.open("siri")
        let submit = fixture.send(.submitRequest(RequestSubmit(session: requested, text: "x")), by: .visitor)
        #expect(submit.types == [.requestCreated, .sessionClosed])
        #expect(submit.status == .requestPosted)
    }

    @Test("who ended it stands in the event, and the outcome follows from what was said")
    func endings() throws {
        var fixture = DeskFixture()
        func outcome(_ session: SessionID) throws -> Outcome { try fixture.ending(of: session).outcome }
        let missed = try fixture.conversation("a")
        fixture.post(in: missed, by: .visitor)
        let close = fixture.close(missed, by: .visitor)
        #expect(close.changes.events.first?.event.data == .finished(EventData.Finished(by: .visitor)))
        #expect(try outcome(missed) == .missed)
        let dropped = try fixture.conversation("b")
        fixture.post(in: dropped, by: .agent("anna"))
        fixture.post(in: dropped, by: .visitor)
        fixture.close(dropped, by: .agent("anna"))
        #expect(try outcome(dropped) == .dropped)
        #expect(try fixture.ending(of: dropped).by == .agent)
        let completed = try fixture.conversation("c")
        fixture.post(in: completed, by: .visitor)
        fixture.post(in: completed, by: .agent("anna"))
        fixture.close(completed, by: .visitor)
        #expect(try outcome(completed) == .completed)
        let abandoned = try fixture.open("d")
        fixture.close(abandoned, by: .visitor)
        #expect(try outcome(abandoned) == .abandoned)
    }

    @Test("time never runs backwards in a session, though the clock does")
    func clock() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.now = DeskFixture.start - .minutes(60)
        fixture.pickUp(session, by: "anna")
        fixture.now = DeskFixture.start - .minutes(120)
        fixture.post(in: session, by: .visitor)
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        expectSound(fixture.events(of: session))
        #expect(fixture.events(of: session).allSatisfy { $0.at == DeskFixture.start })
        let ending = try fixture.ending(of: session)
        #expect(ending.wallMilliseconds == 0 && ending.handleMilliseconds == 0 && ending.waitMilliseconds == 0)
        #expect(fixture.legs(of: session).allSatisfy { $0.from <= $0.to })
    }

    @Test("reading and typing: known things are told once, the writer himself hears nothing")
    func readingAndTyping() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        let post = fixture.post(in: session, by: .visitor)
        let seq = try #require(post.facts?.seq)
        #expect(try fixture.session(session).unreadByAgent.count == 1)
        let read = fixture.send(.read(MessageRead(session: session, through: 1_000_000)), by: .agent("anna"))
        #expect(read.changes.events.map(\.event.data) == [.read(EventData.Read(by: .agent, through: seq))])
        #expect(try fixture.session(session).unreadByAgent.count == 0)
        let again = fixture.send(.read(MessageRead(session: session, through: seq)), by: .agent("anna"))
        #expect(again.code == nil && again.changes.isEmpty)
        for through in [Int64.min, -1, 0] {
            let nothing = fixture.send(.read(MessageRead(session: session, through: through)), by: .visitor)
            #expect(nothing.code == nil && nothing.changes.isEmpty)
        }
        fixture.askTransfer(session, to: "ben", by: "anna")
        fixture.send(.listen(SessionReference(session: session)), by: .agent("mia"))
        let byVisitor = fixture.send(.typing(TypingSet(session: session, typing: true)), by: .visitor)
        #expect(byVisitor.changes.isEmpty, "typing opens no transaction")
        #expect(
            byVisitor.changes.transients.map { Set($0.routingKeys) } == [
                ["agent.anna.typing.changed", "agent.ben.typing.changed", "agent.mia.typing.changed"]
            ])
        let byAgent = fixture.send(.typing(TypingSet(session: session, typing: false)), by: .agent("anna"))
        #expect(
            byAgent.changes.transients.map { Set($0.routingKeys) } == [
                ["gateway.edge.typing.changed", "agent.ben.typing.changed", "agent.mia.typing.changed"]
            ])
        #expect(byAgent.changes.transients.first?.data == Array(#"{"by":"agent","typing":false}"#.utf8))
    }

    @Test("no event, answer or summary tells the visitor's secret or his session key")
    func secrets() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.post(in: session, by: .agent("anna"))
        fixture.close(session, by: .visitor)
        let secrets = [DeskFixture.secret("ola"), fixture.identifiers.sessionKey(of: session)]
        for addressed in fixture.events {
            for json in [try addressed.event.json(), try addressed.event.visitorJSON()] {
                let text = String(decoding: json, as: UTF8.self)
                for secret in secrets { #expect(!text.contains(secret)) }
            }
        }
        // Agents' handles never reach the visitor's form.
        for event in fixture.events(of: session) where event.visibility == .visitor {
            #expect(!String(decoding: try event.visitorJSON(), as: UTF8.self).contains("anna"))
        }
    }

    @Test("messages need text, at most 8,000 code points")
    func texts() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        for text in ["", " \n\t", "\u{3000}"] {
            let decision = fixture.post(text, in: session, by: .visitor)
            #expect(decision.code == .invalidField && decision.refusal?.field == "text")
        }
        #expect(fixture.post(String(repeating: "é", count: 8000), in: session, by: .visitor).code == nil)
        #expect(fixture.post(String(repeating: "x", count: 8001), in: session, by: .visitor).code == .invalidField)
        let stacked = "e" + String(repeating: "\u{301}", count: 8000)
        #expect(stacked.count == 1)
        #expect(fixture.post(stacked, in: session, by: .visitor).code == .invalidField)
        let html = MessagePost(session: session, text: "<script>alert(1)</script><p></p>", format: .html)
        #expect(fixture.send(.post(html), by: .visitor).code == .invalidField, "nothing of it may be shown")
        let long = fixture.post("e" + String(repeating: "\u{301}", count: 7999), in: session, by: .agent("anna"))
        #expect(long.code == nil)
        #expect((try fixture.session(session).lastMessage?.text?.unicodeScalars.count ?? 0) == 1024)
    }
}
