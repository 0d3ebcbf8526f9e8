import ChatContract
import Testing

@testable import ChatCore

@Suite("The queue")
struct QueueTests {
    private func waiting(_ number: UInt64, since: Timestamp, returned: Bool) -> Session {
        let visitor = VisitorDigest(secret: "visitor \(number)")
        return Session(
            id: SessionID(high: number, low: 0), channel: "support", visitorDigest: visitor,
            visitor: Visitor(id: VisitorID(high: number, low: 1)), origin: Session.Origin(), settingsVersion: 1,
            phase: .waiting(Waiting(since: since, returned: returned, leg: 1)), openedAt: since)
    }

    @Test("returned chats go first, then by time, then by session, in whatever order they came in (guarantee 13)")
    func order() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<200 {
            let sessions = (0..<random.number(1...25)).map { number in
                waiting(
                    UInt64(number), since: DeskFixture.start + .milliseconds(Int64(random.number(0...6))),
                    returned: random.oneIn(3))
            }
            func key(_ session: Session) -> (Int, Timestamp, SessionID) {
                guard case .waiting(let waiting) = session.phase else { return (2, session.at, session.id) }
                return (waiting.returned ? 0 : 1, waiting.since, session.id)
            }
            let expected = sessions.sorted { key($0) < key($1) }.map(\.id)
            let settings = Channel(channel: "support", name: "Support")
            let desk = Desk(settings: settings, sessions: sessions)
            #expect(desk.queue.map(\.session) == expected)
            #expect(expected.map { desk.position(of: $0) } == (1...expected.count).map { $0 })
            var other = Desk(settings: settings, sessions: sessions.shuffled(using: &random))
            #expect(other == desk)
            // Taking some out and in again changes nothing.
            for session in sessions.shuffled(using: &random).prefix(5) {
                other.remove(session.id)
                #expect(other.position(of: session.id) == nil)
                other.insert(session)
            }
            #expect(other == desk)
        }
    }

    @Test("the place that the event tells is the place in the queue, also among equal times")
    func positions() throws {
        var random = SeededRandom(seed: 12)
        var fixture = DeskFixture()
        for round in 0..<60 {
            let session = try fixture.open("v\(round)")
            let queued = try #require(fixture.events(of: session).first { $0.type == .sessionQueued })
            let position = try #require(fixture.desk.position(of: session))
            let data = EventData.Queued(position: position, length: fixture.desk.queue.count, reason: .opened)
            #expect(queued.data == .queued(data))
            if random.oneIn(2) { fixture.advance(.milliseconds(1)) }
            if random.oneIn(4), let head = fixture.desk.queue.first?.session {
                fixture.pickUp(head, by: "anna")
                if random.oneIn(2) {
                    fixture.send(.requeue(SessionReference(session: head)), by: .agent("anna"))
                    let returned = try #require(fixture.events(of: head).last)
                    let place = try #require(fixture.desk.position(of: head))
                    #expect(
                        returned.data
                            == .queued(
                                EventData.Queued(
                                    position: place, length: fixture.desk.queue.count, reason: .requeued)))
                }
            }
        }
    }

    @Test("twenty agents want the same chat: one gets it, nineteen are told who (guarantee 1)")
    func race() throws {
        var random = SeededRandom(seed: 13)
        for _ in 0..<20 {
            var fixture = DeskFixture()
            let agents = (1...20).compactMap { AgentHandle("agent-\($0)") }
            for agent in agents {
                fixture.addAgent(agent)
                fixture.addMember(Member(channel: "support", agent: agent))
            }
            let session = try fixture.open()
            var winner: AgentHandle?
            for agent in agents.shuffled(using: &random) {
                let before = (fixture.desk, fixture.roster)
                let decision = fixture.pickUp(session, by: agent)
                guard let first = winner else {
                    #expect(decision.code == nil && decision.facts?.session == session)
                    winner = agent
                    continue
                }
                #expect(decision.code == .notInQueue)
                #expect(decision.refusal?.owner == Refusal.Owner(agent: first, nickname: "A" + first.text.dropFirst()))
                #expect(decision.status == .customerLast)
                #expect((fixture.desk, fixture.roster) == before)
            }
            #expect(fixture.events(of: session).filter { $0.type == .sessionAssigned }.count == 1)
            #expect(fixture.roster.agents.values.filter { $0.held[session] != nil }.map(\.agent) == [winner])
        }
    }

    @Test("a pick out of order is allowed and said (guarantee 13)")
    func outOfOrder() throws {
        var fixture = DeskFixture()
        let sessions = try (1...3).map { number in
            fixture.advance(.seconds(1))
            return try fixture.open("v\(number)")
        }
        func assigned(_ session: SessionID) throws -> EventData.Assigned {
            let event = try #require(fixture.events(of: session).last { $0.type == .sessionAssigned })
            guard case .assigned(let data) = event.data else { throw NoAssignment() }
            return data
        }
        fixture.pickUp(sessions[1], by: "anna")
        #expect(try assigned(sessions[1]).outOfOrder)
        #expect(try assigned(sessions[1]).how == .pickUp)
        fixture.pickUp(sessions[0], by: "ben")
        #expect(try !assigned(sessions[0]).outOfOrder)
        fixture.pickUp(sessions[2], by: "cleo")
        #expect(try !assigned(sessions[2]).outOfOrder)
    }

    private struct NoAssignment: Error {}

    @Test("the average wait is that of the last twenty accepted chats, rounded up to the minute")
    func averageWait() throws {
        var fixture = DeskFixture()
        #expect(fixture.desk.averageWait == nil)
        for (number, seconds) in ([600] + Array(repeating: 60, count: 20)).enumerated() {
            let session = try fixture.open("v\(number)")
            fixture.advance(.seconds(seconds))
            fixture.pickUp(session, by: "anna")
        }
        #expect(fixture.desk.recentWaits.count == 20)
        #expect(fixture.desk.averageWait == "00:01")
        #expect(Desk.averageWait(of: [.zero]) == "00:00")
        #expect(Desk.averageWait(of: [.milliseconds(1)]) == "00:01")
        #expect(Desk.averageWait(of: [.minutes(60), .minutes(65)]) == "01:03")
        // Whoever leaves has not been accepted.
        let left = try fixture.open("left")
        fixture.advance(.minutes(30))
        fixture.close(left, by: .visitor)
        #expect(fixture.desk.averageWait == "00:01")
    }

    @Test("the desk's figures")
    func figures() throws {
        var fixture = DeskFixture()
        fixture.addAgent("full", capacity: 1)
        fixture.addMember(Member(channel: "support", agent: "full"))
        #expect(fixture.desk.queueChanged(fixture.roster).available == 4)
        _ = try fixture.conversation("a", with: "full")
        fixture.advance(.seconds(1))
        let first = try fixture.open("b")
        fixture.advance(.seconds(1))
        _ = try fixture.open("c")
        fixture.control(.setPresence(PresenceSet(status: .away)), by: .agent("ben"))
        #expect(
            fixture.desk.queueChanged(fixture.roster)
                == QueueChanged(waiting: 2, longestSince: DeskFixture.start + .seconds(1), available: 2, ongoing: 1))
        // The front of the queue need not be the oldest.
        fixture.pickUp(first, by: "anna")
        fixture.advance(.seconds(9))
        fixture.send(.requeue(SessionReference(session: first)), by: .agent("anna"))
        #expect(fixture.desk.queue.first?.session == first)
        #expect(fixture.desk.queueChanged(fixture.roster).longestSince == DeskFixture.start + .seconds(2))
    }
}

@Suite("Ranks and limits")
struct RankTests {
    @Test("the rank is the lowest free number over all channels; the load is the set of open chats (guarantees 2, 5)")
    func ranks() throws {
        var random = SeededRandom(seed: 14)
        var fixture = DeskFixture()
        let channels: [ChannelHandle] = ["support", "sales", "press"]
        for channel in channels.dropFirst() { fixture.addChannel(Channel(channel: channel, name: channel.text)) }
        let agents: [AgentHandle] = ["anna", "ben", "cleo"]
        fixture.addAgent("anna", capacity: 3)
        fixture.addAgent("ben", capacity: 1)
        for channel in channels {
            for agent in agents { fixture.addMember(Member(channel: channel, agent: agent)) }
        }
        var model: [AgentHandle: [SessionID: Int]] = [:]
        var visitors = 0
        var refusals = 0
        for _ in 0..<1500 {
            let agent = random.pick(agents)
            let channel = random.pick(channels)
            let taken = Set((model[agent] ?? [:]).values)
            if random.oneIn(2) {
                visitors += 1
                let session = try fixture.open("v\(visitors)", on: channel)
                let limit = try fixture.agent(agent).profile.capacity ?? .max
                let decision = fixture.pickUp(session, by: agent, on: channel)
                guard taken.count < limit else {
                    #expect(decision.code == .conflict)
                    fixture.close(session, by: .visitor, on: channel)
                    refusals += 1
                    continue
                }
                let rank = try #require((1...100).first { !taken.contains($0) })
                #expect(try fixture.session(session).conversation?.rank == rank)
                model[agent, default: [:]][session] = rank
            } else if let session = (model[agent] ?? [:]).keys.sorted().randomElement(using: &random) {
                let home = try fixture.session(session).channel
                let other = random.pick(agents)
                let isFree = (model[other] ?? [:]).count < (try fixture.agent(other).profile.capacity ?? .max)
                if random.oneIn(3), home == "support", other != agent, isFree {
                    fixture.askTransfer(session, to: other, by: agent)
                    fixture.send(.acceptTransfer(SessionReference(session: session)), by: .agent(other))
                    let held = Set((model[other] ?? [:]).values)
                    model[agent]?[session] = nil
                    model[other, default: [:]][session] = (1...100).first { !held.contains($0) }
                } else {
                    fixture.close(session, by: .agent(agent), on: home)
                    model[agent]?[session] = nil
                }
            }
            for agent in agents {
                let state = try fixture.agent(agent)
                #expect(state.held.mapValues(\.rank) == model[agent] ?? [:])
                if let capacity = state.profile.capacity { #expect(state.held.count <= capacity) }
                for (session, hold) in state.held { #expect(fixture.desk(hold.channel)[session]?.owner == agent) }
            }
        }
        #expect(refusals > 20)
    }

    @Test("a limit of zero chats does not exist; a lower limit keeps what is there")
    func lowerLimit() throws {
        var fixture = DeskFixture()
        let first = try fixture.conversation("a")
        _ = try fixture.conversation("b")
        var save = AgentSave(agent: "anna")
        save.capacity = 1
        fixture.control(.saveAgent(save), by: .system("apply"))
        #expect(try fixture.agent("anna").held.count == 2)
        let third = try fixture.open("c")
        #expect(fixture.pickUp(third, by: "anna").code == .conflict)
        fixture.close(first, by: .agent("anna"))
        #expect(fixture.pickUp(third, by: "anna").code == .conflict)
        save.capacity = 0
        fixture.control(.saveAgent(save), by: .system("apply"))
        #expect(try fixture.agent("anna").profile.capacity == nil)
        #expect(fixture.pickUp(third, by: "anna").code == nil)
    }
}
