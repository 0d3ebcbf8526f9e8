import ChatContract
import Testing

@testable import ChatCore

/// Thousands of random commands, sensible and not, over two channels, with timers, leases and a clock that may go back.
struct RandomRun {
    private(set) var fixture: DeskFixture
    private var random: SeededRandom
    private var sessions: [SessionID] = []
    private let clockGoesBack: Bool
    private(set) var done = 0
    private(set) var refused: [ErrorCode: Int] = [:]
    /// The agents as they were at the start.
    private let started: [AgentHandle: AgentState]

    private static let channels: [ChannelHandle] = ["support", "sales"]
    private static let agents: [AgentHandle] = ["anna", "ben", "cleo", "mia", "dora"]
    private static let gateways: [GatewayHandle] = ["edge", "rim"]
    private static let visitors = (1...9).map { "visitor-\($0)" }

    init(seed: UInt64, clockGoesBack: Bool) {
        random = SeededRandom(seed: seed)
        self.clockGoesBack = clockGoesBack
        var fixture = DeskFixture(
            Channel(channel: "support", name: "Support", welcomeMessage: "Hi"), agentsHaveLeases: false)
        fixture.addChannel(Channel(channel: "sales", name: "Sales"))
        for agent: AgentHandle in ["anna", "ben", "mia"] {
            fixture.addMember(Member(channel: "sales", agent: agent, listen: agent == "ben", manage: agent == "mia"))
        }
        for (agent, capacity) in [("anna", 3), ("ben", 2)] as [(AgentHandle, Int)] {
            fixture.roster.agents[agent]?.profile.capacity = capacity
            fixture.roster.agents[agent]?.interval.capacity = capacity
        }
        started = fixture.roster.agents
        self.fixture = fixture
    }

    /// One more command, or a while without any.
    mutating func step() {
        switch random.number(0...19) {
        case 0...2:
            wait()
        case 3...5:
            control()
        case 6, 7:
            let visitor = random.pick(Self.visitors)
            let channel = random.pick(Self.channels)
            let isConnected = !random.oneIn(5)
            let body = SessionOpen(
                visitorId: DeskFixture.secret(visitor), gateway: isConnected ? random.pick(Self.gateways) : nil,
                connection: isConnected ? "c\(random.number(1...2))" : nil, name: visitor,
                question: random.oneIn(2) ? "question" : nil)
            let decision = fixture.send(.open(body), by: .visitor, on: channel)
            if let session = decision.facts?.session, !sessions.contains(session) { sessions.append(session) }
            count(decision)
        default:
            command()
        }
    }

    private mutating func wait() {
        if clockGoesBack, random.oneIn(10) {
            fixture.now = fixture.now - .seconds(random.number(1...90))
        } else if random.oneIn(10) {
            fixture.advance(.seconds(random.number(20...200)))
        } else {
            fixture.advance(.milliseconds(Int64(random.number(0...4000))))
        }
    }

    private mutating func control() {
        let agent = random.pick(Self.agents)
        let command: ControlCommand
        var actor = Actor.agent(agent)
        switch random.number(0...9) {
        case 0...4:
            command = .renewPresence(
                PresenceRenew(connection: "t\(random.number(1...2))", leaseSeconds: random.number(4...120)))
        case 5 where random.oneIn(3):
            command = .dropPresence(PresenceDrop(connection: "t\(random.number(1...2))"))
        case 5...7:
            command = .setPresence(
                PresenceSet(
                    status: random.oneIn(6) ? .away : .present,
                    agents: random.oneIn(3) ? [random.pick(Self.agents)] : nil))
        case 8:
            actor = .system("gateway")
            command = .renewGateway(
                GatewayRenew(gateway: random.pick(Self.gateways), leaseSeconds: random.number(5...120)))
        default:
            actor = .system("gateway")
            command = .dropGateway(GatewayReference(gateway: "rim"))
        }
        count(fixture.control(command, by: actor))
    }

    private mutating func command() {
        let live = fixture.desks.values.flatMap { $0.sessions.keys }.sorted()
        let pending = live.filter { fixture.stored[$0]?.conversation?.transfer != nil }
        let offline = live.filter { fixture.stored[$0]?.status == .offlineForm }
        var candidates = random.oneIn(10) ? sessions : live
        var choice = random.number(0...23)
        // What is rare and short-lived gets its share.
        if !pending.isEmpty, random.oneIn(6) { (candidates, choice) = (pending, random.number(15...17)) }
        if !offline.isEmpty, random.oneIn(8) { (candidates, choice) = (offline, 22) }
        guard let session = candidates.randomElement(using: &random) else { return }
        let reference = SessionReference(session: session)
        let owner = fixture.stored[session]?.owner
        let agent = owner.flatMap { random.oneIn(3) ? nil : $0 } ?? random.pick(Self.agents)
        var actor = Actor.agent(agent)
        let gateway = random.pick(Self.gateways)
        let connection = "c\(random.number(1...2))"
        let command: ChannelCommand
        switch choice {
        case 0...4:
            if random.oneIn(2) { actor = .visitor }
            command = .post(MessagePost(session: session, text: "hello"))
        case 5:
            if random.oneIn(2) { actor = .visitor }
            command = .read(MessageRead(session: session, through: Int64(random.number(0...30))))
        case 6:
            actor = .visitor
            command = .detach(SessionDetach(session: session, gateway: gateway, connection: connection))
        case 7, 8:
            actor = .visitor
            command = .attach(SessionAttach(session: session, gateway: gateway, connection: connection, after: 0))
        case 9...12:
            actor = .agent(random.pick(Self.agents))
            command = .pickUp(reference)
        case 13, 14:
            let present = Self.agents.filter { fixture.roster.agents[$0]?.effective == .present }
            let target = random.oneIn(3) ? random.pick(Self.agents) : present.randomElement(using: &random) ?? "anna"
            command = .requestTransfer(TransferRequest(session: session, agent: target))
        case 15, 16:
            if let target = fixture.stored[session]?.conversation?.transfer?.target { actor = .agent(target) }
            command = random.oneIn(3) ? .rejectTransfer(reference) : .acceptTransfer(reference)
        case 17: command = .cancelTransfer(reference)
        case 18:
            actor = .agent("mia")
            command = .takeOver(reference)
        case 19: command = .requeue(reference)
        case 20:
            let listener = fixture.stored[session]?.listeners.randomElement(using: &random)
            actor = .agent(listener ?? random.pick(Self.agents))
            command = listener == nil ? .listen(reference) : .unlisten(reference)
        case 21:
            if random.oneIn(2) { actor = .visitor }
            command = .close(reference)
        case 22:
            actor = .visitor
            command = .submitRequest(
                RequestSubmit(session: session, text: "call", name: "n", email: random.oneIn(4) ? nil : "a@b.no"))
        default:
            command = .typing(TypingSet(session: session, typing: true))
        }
        // Sometimes on the wrong channel.
        let home = fixture.stored[session]?.channel ?? "support"
        let (desks, roster) = (fixture.desks, fixture.roster)
        let decision = fixture.send(command, by: actor, on: random.oneIn(30) ? random.pick(Self.channels) : home)
        count(decision)
        guard decision.code != nil else { return }
        #expect(decision.changes.sessions.isEmpty && decision.changes.events.isEmpty)
        expectUnchanged(from: desks, roster, by: actor)
    }

    private mutating func count(_ decision: Decision) {
        if let code = decision.code { refused[code, default: 0] += 1 } else { done += 1 }
    }

    /// A refused command leaves everything as it was, but for the sign of life of the agent who sent it.
    private func expectUnchanged(from desks: [ChannelHandle: Desk], _ before: Roster, by actor: Actor) {
        guard case .agent(let agent) = actor, before != fixture.roster else {
            #expect(fixture.desks == desks && fixture.roster == before)
            return
        }
        var roster = before
        roster.agents[agent] = fixture.roster.agents[agent]
        #expect(fixture.roster == roster)
        #expect(fixture.roster.agents[agent]?.held == before.agents[agent]?.held)
        // If he came back by it, his chats were looked at.
        if before.agents[agent]?.isLive == true { #expect(fixture.desks == desks) }
    }

    // MARK: - What always holds

    /// One owner, held chats and owners agree, limits, ranks, the queue, what was written.
    func checkState() throws {
        var owned: [AgentHandle: Set<SessionID>] = [:]
        for (channel, desk) in fixture.desks {
            for session in desk.sessions.values {
                #expect(session.channel == channel && session.status.isLive)
                #expect(fixture.stored[session.id] == session)
                if let owner = session.owner { owned[owner, default: []].insert(session.id) }
                if let conversation = session.conversation {
                    let hold = fixture.roster.agents[conversation.agent]?.held[session.id]
                    #expect(hold == AgentState.Hold(channel: channel, rank: conversation.rank))
                    #expect(!session.listeners.contains(conversation.agent))
                    #expect(conversation.transfer?.target != conversation.agent)
                }
                #expect(Set(session.listeners).count == session.listeners.count)
                #expect(session.connections.isEmpty == (session.presence != .connected))
            }
            let waiting = Set(desk.sessions.values.filter { $0.status == .inQueue }.map(\.id))
            #expect(Set(desk.queue.map(\.session)) == waiting && desk.queue.count == waiting.count)
            #expect(desk.queue == desk.queue.sorted())
            #expect(Set(desk.sessions.values.map(\.visitorDigest)).count == desk.sessions.count)
        }
        for (agent, state) in fixture.roster.agents {
            #expect(Set(state.held.keys) == owned[agent] ?? [])
            #expect(Set(state.held.values.map(\.rank)).count == state.held.count)
            if let capacity = state.profile.capacity { #expect(state.held.count <= capacity) }
            #expect(state.interval.held == state.held.count && state.interval.effective == state.effective)
        }
        let live = fixture.stored.values.filter(\.status.isLive).count
        #expect(fixture.desks.values.reduce(0) { $0 + $1.sessions.count } == live)
    }

    /// The desks rebuilt from their sessions are those that were kept.
    mutating func checkRebuild() {
        for desk in fixture.desks.values {
            let sessions = fixture.stored.values.filter { $0.channel == desk.channel }.shuffled(using: &random)
            let rebuilt = Desk(
                settings: desk.settings, members: desk.members, sessions: sessions, recentWaits: desk.recentWaits)
            #expect(rebuilt == desk)
        }
    }

    /// Every session's events and legs, and the laws of conservation.
    func checkHistory() throws {
        let events = Dictionary(grouping: fixture.events.map(\.event), by: \.session)
        #expect(events.count == sessions.count)
        let legs = Dictionary(grouping: legEvents, by: \.session)
        let endings = Dictionary(grouping: endingEvents, by: \.session)
        for id in sessions {
            let session = try fixture.session(id)
            let mine = try #require(events[id])
            expectSound(mine)
            #expect(mine.last?.seq == session.seq && mine.last?.status == session.status)
            #expect(mine.last { $0.visibility == .visitor }?.seq == session.visitorSeq)
            try check(session, legs[id] ?? [], endings[id] ?? [])
        }
        // Sessions opened are those open and one outcome each.
        let open = fixture.stored.values.filter(\.status.isLive).count
        #expect(sessions.count == open + endingEvents.count)
        // Accepted, given back, ended: all queue legs that began.
        let enqueued = fixture.events.filter { $0.event.type == .sessionQueued }.count
        let waiting = fixture.desks.values.reduce(0) { $0 + $1.queue.count }
        #expect(enqueued == legEvents.filter { $0.kind == .queue }.count + waiting)
        // Every assignment is one agent's leg, over or running.
        let assigned = fixture.events.filter { $0.event.type == .sessionAssigned }.count
        let running = fixture.roster.agents.values.reduce(0) { $0 + $1.held.count }
        #expect(assigned == legEvents.filter { $0.kind == .agent }.count + running)
        #expect(Set(fixture.statistics.map(\.id)).count == fixture.statistics.count, "ids tell apart")
        try checkIntervals()
    }

    private func check(_ session: Session, _ legs: [LegEnded], _ endings: [SessionEnded]) throws {
        #expect(legs.map(\.leg) == (0..<legs.count).map { $0 + 1 })
        #expect(legs.allSatisfy { $0.from <= $0.to })
        #expect(zip(legs, legs.dropFirst()).allSatisfy { $0.to == $1.from }, "legs join")
        #expect(session.figures.legs == legs.count + (session.status.isLive && session.queuedAt != nil ? 1 : 0))
        #expect(endings.count == (session.status.isLive ? 0 : 1))
        guard let ending = endings.first else { return }
        let waits = legs.compactMap(\.waitMilliseconds)
        let handles = legs.compactMap(\.handleMilliseconds)
        #expect(waits.reduce(0, +) == ending.waitMilliseconds && waits.first == ending.firstWaitMilliseconds)
        #expect(handles.reduce(0, +) == ending.handleMilliseconds)
        #expect((waits.count, handles.count) == (ending.queueLegs, ending.agentLegs))
        #expect(ending.wallMilliseconds ?? 0 == ending.waitMilliseconds + ending.handleMilliseconds)
        #expect(legs.compactMap(\.messages).reduce(0, +) == ending.agentMessages)
        #expect(legs.last.map { $0.to == ending.endedAt } ?? (ending.queuedAt == nil))
        #expect(ending.activeMilliseconds <= max(ending.wallMilliseconds ?? 0, 0) + 300_000)
        let partition: Set<Outcome> = [.abandoned, .missed, .dropped, .completed]
        #expect(partition.contains(ending.outcome) == (ending.queuedAt != nil))
        if ending.outcome == .missed { #expect(ending.agentMessages == 0) }
        if ending.outcome == .dropped { #expect(ending.unansweredAtClose && ending.agentMessages > 0) }
        if ending.outcome == .completed { #expect(!ending.unansweredAtClose && ending.agentMessages > 0) }
        if ending.outcome == .abandoned { #expect(session.status == .closedFromQueue) }
    }

    private func checkIntervals() throws {
        for (agent, state) in fixture.roster.agents {
            let intervals = fixture.intervals(of: agent)
            #expect(intervals.map(\.n) == (0..<intervals.count).map { Int64($0 + 1) })
            #expect(state.interval.n == Int64(intervals.count + 1))
            #expect(intervals.allSatisfy { $0.from <= $0.to })
            #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.to == $1.from })
            #expect(intervals.first?.from ?? state.interval.since == started[agent]?.interval.since)
            #expect(intervals.last?.to ?? state.interval.since == state.interval.since)
            guard !clockGoesBack else { continue }
            // The area under the number of chats is the length of the legs.
            var area = intervals.reduce(Int64(0)) { $0 + Int64($1.held) * ($1.to - $1.from).milliseconds }
            area += Int64(state.held.count) * (fixture.now - state.interval.since).milliseconds
            var length = legEvents.filter { $0.agent == agent }.reduce(Int64(0)) { $0 + ($1.to - $1.from).milliseconds }
            for session in state.held.keys {
                let conversation = try #require(fixture.stored[session]?.conversation)
                length += (fixture.now - conversation.since).milliseconds
            }
            #expect(area == length)
        }
    }

    private var legEvents: [LegEnded] {
        fixture.statistics.compactMap { if case .legEnded(let leg) = $0 { leg } else { nil } }
    }

    private var endingEvents: [SessionEnded] {
        fixture.statistics.compactMap { if case .sessionEnded(let ended) = $0 { ended } else { nil } }
    }

    /// All that was said, as it goes onto the wire.
    func transcript() throws -> [UInt8] {
        var bytes: [UInt8] = []
        for addressed in fixture.events {
            bytes += try addressed.event.json()
            bytes += try addressed.event.visitorJSON()
            bytes += addressed.audience.agentKeys(addressed.event).joined(separator: ",").utf8
            bytes += addressed.audience.visitorKeys(addressed.event).joined(separator: ",").utf8
        }
        for event in fixture.statistics { bytes += try event.json() }
        for event in fixture.transients { bytes += event.json() + event.routingKeys.joined(separator: ",").utf8 }
        return bytes
    }
}

@Suite("Random runs")
struct RandomRunTests {
    @Test("keep every law, whatever is asked in whatever order", arguments: 1...6 as ClosedRange<UInt64>)
    func laws(_ seed: UInt64) throws {
        var run = RandomRun(seed: seed, clockGoesBack: seed % 3 == 0)
        for step in 1...5000 {
            run.step()
            if step % 5 == 0 { try run.checkState() }
            if step % 100 == 0 { run.checkRebuild() }
        }
        try run.checkHistory()
        let types = Dictionary(grouping: run.fixture.events, by: \.event.type).mapValues(\.count)
        let unseen = EventType.allCases.filter { types[$0] == nil }
        #expect(unseen == [.sessionStatusChanged], "nothing causes it yet; everything else happened")
        #expect(run.done > 800)
        #expect(Set(run.refused.keys).isSuperset(of: [.forbidden, .notAssigned, .notInQueue, .sessionClosed]))
    }

    @Test("the same commands give the same events, bit for bit")
    func replay() throws {
        var transcripts: [[UInt8]] = []
        for _ in 0..<2 {
            var run = RandomRun(seed: 99, clockGoesBack: true)
            for _ in 0..<1500 { run.step() }
            transcripts.append(try run.transcript())
        }
        #expect(transcripts[0].count > 100_000)
        #expect(transcripts[0] == transcripts[1])
    }
}
