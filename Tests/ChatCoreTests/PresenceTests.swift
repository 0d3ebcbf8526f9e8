import ChatContract
import Testing

@testable import ChatCore

@Suite("Visitors who come and go")
struct VisitorPresenceTests {
    @Test("30 s without a connection: shown as disconnected; 5 min: the wait ended when the connection was lost")
    func gone() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.advance(.seconds(10))
        fixture.detach(session, "of-ola")
        let lost = fixture.now
        fixture.advance(.milliseconds(29_999))
        #expect(fixture.events.last?.event.type == .sessionQueued)
        fixture.advance(.milliseconds(1))
        let event = try #require(fixture.events.last?.event)
        #expect(event.data == .disconnected(EventData.Disconnected(endsAt: lost + .minutes(5))))
        #expect(event.actor == .visitor && event.at == lost + .seconds(30))
        #expect(try !summary(fixture, session).connected)
        fixture.advance(.milliseconds(269_999))
        #expect(fixture.status(session) == .inQueue)
        fixture.advance(.milliseconds(1))
        #expect(fixture.status(session) == .closedFromQueue)
        #expect(fixture.events.last?.event.at == lost + .minutes(5), "the event's own time goes on")
        let ending = try fixture.ending(of: session)
        #expect(ending.endedAt == lost && ending.by == .gone && ending.outcome == .abandoned)
        #expect(ending.waitMilliseconds == 10_000 && ending.shortAbandon)
        #expect(fixture.legs(of: session).map(\.to) == [lost])
        #expect(try fixture.session(session).endedAt == lost)
    }

    @Test("who comes back in time keeps everything, and is told only if the agents were")
    func back() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        let count = fixture.events.count
        fixture.detach(session, "of-ola")
        fixture.advance(.seconds(29))
        #expect(fixture.attach(session, "new").types == [])
        fixture.advance(.minutes(10))
        #expect(fixture.events.count == count, "a short gap is nobody's business")
        fixture.detach(session, "new")
        fixture.advance(.seconds(299))
        #expect(fixture.attach(session, "newer").types == [.sessionReconnected])
        fixture.advance(.minutes(60))
        #expect(fixture.status(session) == .customerLast)
        #expect(fixture.events.last?.event.type == .sessionReconnected)
        #expect(try summary(fixture, session).connected)
    }

    @Test("the clock runs anew from the last loss")
    func secondLoss() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.detach(session, "of-ola")
        fixture.advance(.seconds(20))
        fixture.attach(session, "b")
        fixture.advance(.seconds(5))
        fixture.detach(session, "b")
        let lost = fixture.now
        fixture.advance(.seconds(29))
        #expect(fixture.events.last?.event.type == .sessionQueued)
        fixture.advance(.seconds(1))
        #expect(fixture.events.last?.event.at == lost + .seconds(30))
        fixture.advance(.seconds(269))
        #expect(fixture.status(session) == .inQueue)
        fixture.advance(.seconds(1))
        #expect(fixture.status(session) == .closedFromQueue)
    }

    @Test("one window of several is enough, and who never connected is absent from the start")
    func windows() throws {
        var fixture = DeskFixture()
        let session = try fixture.open()
        fixture.attach(session, "two")
        fixture.attach(session, "two")
        fixture.detach(session, "of-ola")
        fixture.detach(session, "of-ola")
        fixture.advance(.minutes(60))
        #expect(fixture.status(session) == .inQueue)
        fixture.detach(session, "two")
        fixture.advance(.minutes(5))
        #expect(fixture.status(session) == .closedFromQueue)
        let unseen = try fixture.open("unseen", isConnected: false)
        fixture.advance(.minutes(5))
        #expect(fixture.status(unseen) == .closedFromQueue)
        #expect(try fixture.ending(of: unseen).waitMilliseconds == 0)
    }

    @Test("a conversation whose visitor is gone ends when he is given up, its agent is free again")
    func goneFromConversation() throws {
        var fixture = DeskFixture()
        let session = try fixture.conversation()
        fixture.post(in: session, by: .agent("anna"))
        fixture.advance(.seconds(60))
        fixture.detach(session, "of-ola")
        fixture.advance(.minutes(5))
        #expect(fixture.events.suffix(2).map(\.event.type) == [.sessionFinished, .sessionClosed])
        #expect(fixture.events.last?.event.data == .closed(EventData.Closed(outcome: .completed)))
        let ending = try fixture.ending(of: session)
        #expect(ending.by == .gone && ending.handleMilliseconds == 360_000)
        #expect(try fixture.agent("anna").held.isEmpty)
    }

    @Test("on the offline form it counts as not started")
    func goneFromForm() throws {
        var fixture = DeskFixture()
        fixture.sendEverybodyAway()
        let session = try fixture.open()
        fixture.detach(session, "of-ola")
        fixture.advance(.minutes(5))
        #expect(fixture.status(session) == .closed)
        #expect(try fixture.ending(of: session).outcome == .notStarted)
        let left = try fixture.open("kari")
        fixture.close(left, by: .visitor)
        #expect(try fixture.ending(of: left).outcome == .offline)
    }

    @Test("a lost gateway takes its windows along, and only those")
    func lostGateway() throws {
        var fixture = DeskFixture()
        let system = Actor.system("gateway")
        fixture.control(.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: 15)), by: system)
        let one = try fixture.open("one")
        let two = try fixture.open("two", isConnected: false)
        fixture.attach(two, "only", at: "rim")
        let three = try fixture.open("three")
        fixture.attach(three, "other", at: "rim")
        for _ in 0..<10 {
            fixture.advance(.seconds(10))
            fixture.control(.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: 15)), by: system)
        }
        #expect(try fixture.session(two).presence == .connected)
        let last = fixture.now + .seconds(15)
        fixture.advance(.seconds(15))
        #expect(fixture.roster.gateways["rim"] == nil)
        #expect(try fixture.session(two).presence == .absent(since: last))
        #expect(try fixture.session(one).presence == .connected)
        #expect(try fixture.session(three).presence == .connected)
        #expect(try fixture.session(three).gateways == ["edge"])
        fixture.advance(.minutes(5))
        #expect(fixture.status(two) == .closedFromQueue)
        #expect(fixture.status(one) == .inQueue)
    }

    @Test("a gateway that says good-bye is lost at once; one unknown is no matter")
    func droppedGateway() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(isConnected: false)
        fixture.attach(session, "x", at: "rim")
        let timer = try #require(fixture.timers.values.first { $0.kind == .gatewayLease })
        #expect(timer.dueAt == fixture.now + .seconds(60), "a lease without asking")
        fixture.control(.dropGateway(GatewayReference(gateway: "rim")), by: .system("gateway"))
        #expect(try fixture.session(session).presence == .absent(since: fixture.now))
        #expect(fixture.control(.dropGateway(GatewayReference(gateway: "nowhere")), by: .system("x")).code == nil)
        #expect(fixture.control(.dropGateway(GatewayReference(gateway: "edge")), by: .agent("mia")).code == .forbidden)
    }

    @Test("a gateway's shorter lease ends when it says, not when the longer one before it would have")
    func shorterGatewayLease() throws {
        var fixture = DeskFixture()
        let session = try fixture.open(isConnected: false)
        fixture.attach(session, "x", at: "rim")
        fixture.control(.renewGateway(GatewayRenew(gateway: "rim", leaseSeconds: 5)), by: .system("gateway"))
        fixture.advance(.seconds(5))
        #expect(fixture.roster.gateways["rim"] == nil)
        #expect(try fixture.session(session).presence == .absent(since: DeskFixture.start + .seconds(5)))
    }

    private func summary(_ fixture: DeskFixture, _ session: SessionID) throws -> Summary {
        try fixture.session(session).summary(for: nil, channelName: "Support", position: nil)
    }
}

@Suite("Agents who come and go")
struct AgentPresenceTests {
    private let anna = Actor.agent("anna")

    private func renew(_ seconds: Int, _ connection: String = "tab") -> ControlCommand {
        .renewPresence(PresenceRenew(connection: connection, leaseSeconds: seconds))
    }

    /// Only anna is there, by leases that a test renews.
    private func fixtureWithAnna(lease: Int = 60) -> DeskFixture {
        var fixture = DeskFixture(agentsHaveLeases: false)
        fixture.control(renew(lease), by: anna)
        return fixture
    }

    @Test("the clock alone changes nothing; the timer of the last lease does (guarantee 15)")
    func leases() throws {
        var fixture = fixtureWithAnna(lease: 20)
        fixture.control(renew(40, "phone"), by: anna)
        fixture.now = fixture.now + .days(1)
        #expect(try fixture.agent("anna").effective == .present, "nobody looked yet")
        fixture.now = DeskFixture.start
        fixture.advance(.milliseconds(39_999))
        #expect(try fixture.agent("anna").effective == .present)
        fixture.advance(.milliseconds(1))
        #expect(try fixture.agent("anna").effective == .disconnected)
        #expect(try fixture.agent("anna").silentSince == DeskFixture.start + .seconds(40))
        #expect(try fixture.agent("anna").wanted == .present, "what he wants stays")
        fixture.control(renew(20), by: anna)
        #expect(try fixture.agent("anna").effective == .present)
    }

    @Test("renewing in time keeps him there for hours (guarantee 16)")
    func renewing() throws {
        var fixture = fixtureWithAnna(lease: 15)
        for _ in 0..<500 {
            fixture.advance(.seconds(14))
            fixture.control(renew(15), by: anna)
        }
        #expect(try fixture.agent("anna").effective == .present)
        #expect(try fixture.agent("anna").interval.n <= 2, "one stretch of time")
    }

    @Test("a renewal is worth its own lease and no more; any other command a minute")
    func worth() throws {
        var fixture = fixtureWithAnna(lease: 5)
        #expect(try fixture.agent("anna").leases.keys.sorted() == ["tab"])
        fixture.advance(.seconds(5))
        #expect(try fixture.agent("anna").effective == .disconnected)
        fixture.control(.setPresence(PresenceSet(status: .present)), by: anna)
        #expect(try fixture.agent("anna").leases == ["-": fixture.now + .seconds(60)])
        fixture.advance(.milliseconds(59_999))
        #expect(try fixture.agent("anna").effective == .present)
        fixture.advance(.milliseconds(1))
        #expect(try fixture.agent("anna").effective == .disconnected)
        let session = try fixture.open()
        #expect(fixture.pickUp(session, by: "anna").code == .notInQueue, "a refused command shows that he lives")
        #expect(try fixture.agent("anna").effective == .present)
    }

    @Test("a shorter lease ends when it says")
    func shorterLease() throws {
        var fixture = fixtureWithAnna(lease: 120)
        fixture.control(renew(5), by: anna)
        fixture.advance(.seconds(5))
        #expect(try fixture.agent("anna").effective == .disconnected)
        fixture.control(renew(120, "long"), by: anna)
        fixture.control(renew(5, "short"), by: anna)
        fixture.control(.dropPresence(PresenceDrop(connection: "long")), by: anna)
        #expect(try fixture.agent("anna").effective == .present)
        fixture.advance(.seconds(5))
        #expect(try fixture.agent("anna").effective == .disconnected)
    }

    @Test("dropping the last connection disconnects at once, dropping twice changes nothing")
    func drop() throws {
        var fixture = fixtureWithAnna()
        fixture.control(renew(60, "phone"), by: anna)
        fixture.control(.dropPresence(PresenceDrop(connection: "tab")), by: anna)
        #expect(try fixture.agent("anna").effective == .present)
        fixture.advance(.seconds(1))
        fixture.control(.dropPresence(PresenceDrop(connection: "phone")), by: anna)
        #expect(try fixture.agent("anna").effective == .disconnected)
        #expect(try fixture.agent("anna").silentSince == fixture.now)
        let before = try fixture.agent("anna")
        fixture.advance(.seconds(30))
        fixture.control(.dropPresence(PresenceDrop(connection: "phone")), by: anna)
        #expect(try fixture.agent("anna") == before)
    }

    @Test("coming and going is told to his channels, however he comes")
    func announcements() throws {
        var fixture = DeskFixture(agentsHaveLeases: false)
        func told(_ body: (inout DeskFixture) -> Void) throws -> [String] {
            let count = fixture.transients.count
            body(&fixture)
            return fixture.transients.dropFirst(count).filter { $0.type == .presenceChanged }.map { news in
                #expect(news.routingKeys == ["agent.anna.presence.changed", "desk.support.presence.changed"])
                let text = String(decoding: news.data, as: UTF8.self)
                return text.contains("\"effective\":\"present\"") ? "present" : "gone"
            }
        }
        #expect(try told { $0.control(renew(20), by: anna) } == ["present"])
        #expect(try told { $0.control(renew(20), by: anna) } == [])
        #expect(try told { $0.advance(.seconds(20)) } == ["gone"])
        let session = try fixture.open()
        #expect(try told { $0.send(.listen(SessionReference(session: session)), by: anna) } == ["present"])
        #expect(try told { $0.advance(.seconds(60)) } == ["gone"])
        #expect(try told { $0.control(.setPresence(PresenceSet(status: .present)), by: anna) } == ["present"])
        #expect(try told { $0.control(.dropPresence(PresenceDrop(connection: "-")), by: anna) } == ["gone"])
    }

    /// A conversation of anna's, and the moment of her last sign of life.
    private func lostAgent() throws -> (DeskFixture, SessionID, Timestamp) {
        var fixture = fixtureWithAnna()
        let session = try fixture.conversation()
        fixture.advance(.seconds(60))
        return (fixture, session, fixture.now)
    }

    @Test("lost for 60 s: the visitor is told; 2 min later the chat is at the front of its queue (guarantee 9)")
    func lost() throws {
        var (fixture, session, silent) = try lostAgent()
        let waiting = fixture.events.count
        fixture.advance(.milliseconds(59_999))
        #expect(fixture.events.count == waiting)
        fixture.advance(.milliseconds(1))
        let told = try #require(fixture.events.last)
        #expect(told.event.data == .agentLost(EventData.AgentLost(returnsAt: silent + .seconds(180))))
        #expect(told.audience == Audience(gateways: ["edge"], agents: ["anna"], desk: true))
        #expect(fixture.status(session) == .customerLast)
        fixture.control(renew(60), by: .agent("ben"))
        let other = try fixture.open("other")
        fixture.advance(.milliseconds(119_999))
        #expect(try fixture.session(session).owner == "anna")
        fixture.control(renew(60), by: .agent("ben"))
        fixture.advance(.milliseconds(1))
        #expect(fixture.status(session) == .inQueue)
        #expect(fixture.desk.queue.map(\.session) == [session, other])
        let returned = try #require(fixture.events.last { $0.event.session == session })
        #expect(returned.event.data == .queued(.init(position: 1, length: 2, reason: .agentLost)))
        #expect(returned.audience.agents == ["anna"])
        #expect(try fixture.agent("anna").held.isEmpty)
        #expect(fixture.legs(of: session).last?.reason == .lost)
        fixture.pickUp(session, by: "ben")
        #expect(try fixture.session(session).owner == "ben")
    }

    @Test("coming back in time keeps everything (guarantee 16)")
    func backInTime() throws {
        for seconds in [1, 59, 61, 179] {
            var (fixture, session, _) = try lostAgent()
            fixture.advance(.seconds(seconds))
            for _ in 0..<20 {
                fixture.control(renew(60), by: anna)
                fixture.advance(.seconds(30))
            }
            #expect(try fixture.session(session).owner == "anna", "after \(seconds) s")
            #expect(try fixture.agent("anna").held.count == 1)
        }
    }

    @Test("a second loss has its full time again")
    func lostTwice() throws {
        for comesBackBy in ["renewal", "message"] {
            var (fixture, session, _) = try lostAgent()
            fixture.advance(.seconds(100))
            #expect(fixture.events.last?.event.type == .sessionAgentLost)
            if comesBackBy == "renewal" {
                fixture.control(renew(60), by: anna)
            } else {
                fixture.send(.read(MessageRead(session: session, through: 1)), by: anna)
            }
            fixture.advance(.seconds(60))
            #expect(try fixture.agent("anna").effective == .disconnected)
            fixture.advance(.seconds(59))
            #expect(try fixture.session(session).owner == "anna", "\(comesBackBy)")
            #expect(fixture.events(of: session).filter { $0.type == .sessionAgentLost }.count == 1)
            fixture.advance(.seconds(1))
            #expect(fixture.events(of: session).filter { $0.type == .sessionAgentLost }.count == 2)
            fixture.advance(.seconds(119))
            #expect(try fixture.session(session).owner == "anna")
            fixture.advance(.seconds(1))
            #expect(fixture.status(session) == .inQueue)
        }
    }

    @Test("a disabled agent's chats return to the queue like a lost one's (guarantee 9)")
    func disabled() throws {
        var fixture = fixtureWithAnna()
        let session = try fixture.conversation()
        var save = AgentSave(agent: "anna")
        save.enabled = false
        fixture.control(.saveAgent(save), by: .system("apply"))
        #expect(try fixture.agent("anna").effective == .disconnected)
        // Nobody accepts a command of his any more, so his leases end.
        fixture.advance(.seconds(60 + 60))
        #expect(fixture.events.last?.event.type == .sessionAgentLost)
        fixture.advance(.seconds(120))
        #expect(fixture.status(session) == .inQueue)
    }

    @Test("away keeps the chats; silence is counted only where the timer says so")
    func away() throws {
        var fixture = fixtureWithAnna(lease: 120)
        let session = try fixture.conversation()
        fixture.control(.setPresence(PresenceSet(status: .away)), by: anna)
        for _ in 0..<20 {
            fixture.advance(.seconds(60))
            fixture.control(renew(120), by: anna)
        }
        #expect(try fixture.session(session).owner == "anna")
        #expect(try fixture.agent("anna").effective == .away)
        for timer in fixture.timers.values where timer.kind != .transferExpiry {
            #expect(timer.silence != nil, "\(timer.kind) measures silence")
        }
    }
}
