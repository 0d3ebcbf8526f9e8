import ChatContract
import Testing

@testable import ChatCore

/// A small company to test with: channels, agents, a clock that stands until it is moved, and all that was decided.
///
/// Channel `support` has the agents `anna`, `ben` and `cleo`, who respond, and `mia`, who manages and listens; `dora` is
/// an agent without a channel. All are Present and their leases do not end, nor does that of the gateway `edge`, unless
/// a test says otherwise. What decisions leave to the worker is done as the worker does it: timers are kept, queues are
/// looked at again (where agents came or went, and where one who was freed may take somebody), lost gateways are told to
/// every channel, a session that moved is put onto its new desk, ended sessions and earlier settings are looked up.
struct DeskFixture {
    static let start: Timestamp = "2026-11-22T12:00:00.000Z"
    static let edge: GatewayHandle = "edge"
    private static let forever = start + .days(3650)

    var registry: ChannelRegistry
    var desks: [ChannelHandle: Desk] = [:]
    var roster = Roster(gateways: [edge: forever])
    var now = start
    let identifiers = Identifiers(secret: Array("a secret of thirty-two bytes ...".utf8))

    private(set) var events: [AddressedEvent] = []
    private(set) var statistics: [StatisticEvent] = []
    private(set) var transients: [TransientEvent] = []
    private(set) var requests: [SubmittedRequest] = []
    /// Entries of the FAQ that the store finds for any question.
    var suggestions: [FAQSuggestion] = []
    /// What the store reads of any session for a request.
    var log = ""
    /// Those of the directory whom the store finds.
    var known = KnownContacts()
    private(set) var persons: [Person] = []
    private(set) var companies: [Company] = []
    private(set) var texts: [AgentTextChange] = []
    private(set) var blocks: [BlockedVisitor] = []
    private(set) var timers: [TimerName: Timer] = [:]
    /// Every session as it was written last.
    private(set) var stored: [SessionID: Session] = [:]
    private var commands = 0

    struct TimerName: Hashable {
        var kind: Timer.Kind
        var subject: Timer.Subject
    }

    /// - Parameter agentsHaveLeases: without it agents are disconnected until they are heard of.
    init(_ settings: Channel = Channel(channel: "support", name: "Support"), agentsHaveLeases: Bool = true) {
        registry = ChannelRegistry()
        for agent: AgentHandle in ["anna", "ben", "cleo", "mia", "dora"] {
            addAgent(agent, hasLease: agentsHaveLeases)
        }
        addChannel(settings)
        for agent: AgentHandle in ["anna", "ben", "cleo"] {
            addMember(Member(channel: settings.channel, agent: agent))
        }
        addMember(Member(channel: settings.channel, agent: "mia", respond: false, listen: true, manage: true))
    }

    // MARK: - Setting up

    mutating func addAgent(_ agent: AgentHandle, capacity: Int? = nil, hasLease: Bool = true) {
        var profile = AgentProfile(agent: agent)
        profile.nickname = agent.text.prefix(1).uppercased() + agent.text.dropFirst()
        profile.capacity = capacity
        var state = AgentState(agent: agent, profile: profile, at: now)
        state.wanted = .present
        if hasLease {
            state.leases = ["desk": Self.forever]
            state.isLive = true
            state.silentSince = nil
        }
        state.interval.wanted = state.wanted
        state.interval.effective = state.effective
        roster.agents[agent] = state
    }

    mutating func addChannel(_ settings: Channel) {
        var settings = settings
        settings.version = settings.version ?? 1
        registry.channels[settings.channel] = settings
        desks[settings.channel] = Desk(settings: settings)
    }

    mutating func addMember(_ member: Member) {
        registry.members[member.channel, default: [:]][member.agent] = member
        desks[member.channel]?.members[member.agent] = member
    }

    mutating func removeMember(_ agent: AgentHandle, on channel: ChannelHandle = "support") {
        registry.members[channel]?[agent] = nil
        desks[channel]?.members[agent] = nil
    }

    // MARK: - Looking

    var desk: Desk { desk("support") }

    func desk(_ channel: ChannelHandle) -> Desk {
        desks[channel] ?? Desk(settings: Channel(channel: channel, name: "none"))
    }

    func session(_ id: SessionID) throws -> Session { try #require(stored[id]) }

    func status(_ id: SessionID) -> SessionStatus? { stored[id]?.status }

    func agent(_ agent: AgentHandle) throws -> AgentState { try #require(roster.agents[agent]) }

    func events(of session: SessionID) -> [Event] { events.map(\.event).filter { $0.session == session } }

    func legs(of session: SessionID) -> [LegEnded] {
        statistics.compactMap { if case .legEnded(let leg) = $0, leg.session == session { leg } else { nil } }
    }

    func ending(of session: SessionID) throws -> SessionEnded {
        let endings = statistics.compactMap { event -> SessionEnded? in
            if case .sessionEnded(let ended) = event, ended.session == session { ended } else { nil }
        }
        #expect(endings.count == 1)
        return try #require(endings.first)
    }

    // MARK: - Doing

    /// A command to a channel.
    @discardableResult
    mutating func send(
        _ command: ChannelCommand, by actor: Actor, on channel: ChannelHandle = "support", id: String? = nil
    ) -> Decision {
        commands += 1
        guard var desk = desks.removeValue(forKey: channel) else {
            return Decision(.refused(status: nil, Refusal(.unknownChannel, "no such channel")))
        }
        let key = CommandKey(
            address: channel.text, login: "worker", actor: actor, subject: command.session?.description ?? "",
            messageID: id ?? "m\(commands)")
        var request = CommandRequest(actor: actor, key: key, command: command)
        if let session = command.session, desk[session] == nil, stored[session]?.channel == channel {
            request.archived = stored[session]
        }
        lookUp(for: command, on: channel, &request)
        let decision = desk.decide(request, &roster, identifiers, at: now)
        desks[channel] = desk
        take(decision.changes, decidedOn: channel)
        return decision
    }

    /// What the worker looks up before a command is decided.
    private func lookUp(for command: ChannelCommand, on channel: ChannelHandle, _ request: inout CommandRequest) {
        switch command {
        case .requestTransfer(let transfer):
            request.destination = transfer.channel.flatMap { desks[$0] }
        case .createRequest:
            request.log = log
            request.options = RequestOptions(registry)
        case .linkContact, .createContact:
            request.known = known
        case .open(let open):
            request.suggestions = suggestions
            let visitor = VisitorDigest(secret: open.visitorId)
            request.blockedUntil = blocks.last { $0.visitor == visitor && $0.channel == channel }?.until
            request.formerAgent =
                stored.values.filter { $0.visitorDigest == visitor && $0.channel == channel }
                .max { $0.openedAt < $1.openedAt }?.lastAgent
        default:
            request.suggestions = suggestions
        }
    }

    /// A control command.
    @discardableResult
    mutating func control(_ command: ControlCommand, by actor: Actor) -> Decision {
        var control = Control(registry, by: actor, at: now)
        var desk: Desk?
        if case .deleteChannel(let body) = command { desk = desks[body.channel] }
        let decision = control.decide(command, &roster, desk: desk)
        registry = control.registry
        take(decision.changes)
        return decision
    }

    /// Moves the clock, and fires what becomes due on the way in its order.
    mutating func advance(_ span: Span) {
        let end = now + span
        while let due = timers.values.filter({ $0.dueAt <= end }).min(by: { order($0) < order($1) }) {
            now = max(now, due.dueAt)
            fire(due)
        }
        now = end
    }

    /// Timers that are due at the same time fire in an order that is always the same.
    private func order(_ timer: Timer) -> (Timestamp, String) { (timer.dueAt, "\(timer.kind) \(timer.subject)") }

    /// Fires a timer; it is gone unless it sets itself anew.
    @discardableResult
    mutating func fire(_ timer: Timer) -> Changes {
        timers[TimerName(kind: timer.kind, subject: timer.subject)] = nil
        var changes: Changes
        if let channel = timer.channel {
            guard var desk = desks.removeValue(forKey: channel) else { return Changes() }
            changes = desk.fire(timer, &roster, at: now)
            desks[channel] = desk
            take(changes, decidedOn: channel)
        } else {
            var control = Control(registry, by: .system("worker"), at: now)
            changes = control.fire(timer, &roster)
            take(changes)
        }
        return changes
    }

    /// Keeps what was decided, and does what the store's transaction leaves to others.
    private mutating func take(_ changes: Changes, decidedOn channel: ChannelHandle? = nil) {
        events += changes.events
        statistics += changes.statistics
        transients += changes.transients
        requests += changes.requests
        blocks += changes.blocks
        persons += changes.persons
        companies += changes.companies
        texts += changes.texts
        for timer in changes.timers { timers[TimerName(kind: timer.kind, subject: timer.subject)] = timer }
        for (id, change) in changes.sessions {
            stored[id] = change.session
            if change.session.channel != channel { desks[change.session.channel]?.insert(change.session) }
        }
        for setting in changes.settings {
            switch setting {
            case .channelSaved(let channel):
                if desks[channel.channel] == nil { desks[channel.channel] = Desk(settings: channel) }
                keepEarlierSettings(of: channel.channel)
                desks[channel.channel]?.settings = channel
            case .channelDeleted(let channel): desks[channel] = nil
            case .memberSaved(let member): desks[member.channel]?.members[member.agent] = member
            case .memberRemoved(let member): desks[member.channel]?.members[member.agent] = nil
            case .agentRemoved, .botSaved, .botRemoved, .folderSaved, .folderRemoved, .faqSaved, .faqRemoved,
                .categorySaved, .categoryRemoved, .prioritySaved, .priorityRemoved, .webhookSaved,
                .webhookRemoved:
                break
            }
        }
        for gateway in changes.lostGateways {
            for channel in desks.keys.sorted() {
                send(.gatewayLost(GatewayReference(gateway: gateway)), by: .system("worker"), on: channel)
            }
        }
        let waiting = channelsThatWait(for: changes.freed).filter { $0 != channel }
        for next in changes.evaluations.union(waiting).sorted() {
            send(.evaluateQueue, by: .system("worker"), on: next)
        }
    }

    /// The channels where one of these agents may respond and somebody waits (guarantee 6).
    private func channelsThatWait(for agents: Set<AgentHandle>) -> [ChannelHandle] {
        desks.values.filter { desk in
            !desk.queue.isEmpty && agents.contains { desk.members[$0]?.respond == true }
        }.map(\.channel)
    }

    /// Running sessions keep the texts and forms that they were shown.
    private mutating func keepEarlierSettings(of channel: ChannelHandle) {
        guard let before = desks[channel]?.settings else { return }
        desks[channel]?.remember(before)
    }

    /// Changes a channel's settings as `channel.save` does.
    @discardableResult
    mutating func save(_ channel: ChannelHandle = "support", _ change: (inout Channel) -> Void) -> Decision {
        guard var settings = registry.channels[channel] else {
            return Decision(.refused(status: nil, Refusal(.unknownChannel, "no such channel")))
        }
        change(&settings)
        settings.version = nil
        return control(.saveChannel(settings), by: .system("apply"))
    }

    // MARK: - In short

    /// The secret of a visitor's browser.
    static func secret(_ visitor: String) -> String { "browser-secret-of-\(visitor)".padded(to: 30) }

    /// A visitor opens the window at the gateway `edge`.
    mutating func open(
        _ visitor: String = "ola", on channel: ChannelHandle = "support", question: String? = nil,
        isConnected: Bool = true
    ) throws -> SessionID {
        let body = SessionOpen(
            visitorId: Self.secret(visitor), gateway: isConnected ? Self.edge : nil,
            connection: isConnected ? "of-\(visitor)" : nil, name: visitor, email: "\(visitor)@example.com",
            question: question)
        let decision = send(.open(body), by: .visitor, on: channel)
        return try #require(decision.facts?.session)
    }

    @discardableResult
    mutating func pickUp(_ session: SessionID, by agent: AgentHandle, on channel: ChannelHandle = "support") -> Decision
    {
        send(.pickUp(SessionReference(session: session)), by: .agent(agent), on: channel)
    }

    @discardableResult
    mutating func post(
        _ text: String = "hello", in session: SessionID, by actor: Actor, on channel: ChannelHandle = "support"
    ) -> Decision {
        send(.post(MessagePost(session: session, text: text)), by: actor, on: channel)
    }

    @discardableResult
    mutating func close(_ session: SessionID, by actor: Actor, on channel: ChannelHandle = "support") -> Decision {
        send(.close(SessionReference(session: session)), by: actor, on: channel)
    }

    @discardableResult
    mutating func askTransfer(_ session: SessionID, to target: AgentHandle, by agent: AgentHandle) -> Decision {
        send(.requestTransfer(TransferRequest(session: session, agent: target)), by: .agent(agent))
    }

    @discardableResult
    mutating func attach(_ session: SessionID, _ connection: String, at gateway: GatewayHandle = edge) -> Decision {
        send(
            .attach(SessionAttach(session: session, gateway: gateway, connection: connection, after: 0)), by: .visitor)
    }

    @discardableResult
    mutating func detach(_ session: SessionID, _ connection: String, at gateway: GatewayHandle = edge) -> Decision {
        send(.detach(SessionDetach(session: session, gateway: gateway, connection: connection)), by: .visitor)
    }

    /// A visitor who waits, in the hands of `agent`.
    mutating func conversation(
        _ visitor: String = "ola", with agent: AgentHandle = "anna", on channel: ChannelHandle = "support"
    ) throws -> SessionID {
        let session = try open(visitor, on: channel)
        try #require(pickUp(session, by: agent, on: channel).code == nil)
        return session
    }

    /// Nobody is Present any more.
    mutating func sendEverybodyAway() {
        for agent in roster.agents.keys.sorted() {
            control(.setPresence(PresenceSet(status: .away)), by: .agent(agent))
        }
    }
}

extension Channel {
    /// A channel on which time alone does nothing: no warnings, no end of an idle chat.
    static let quiet = Channel(
        channel: "support", name: "Support",
        warnings: Warnings(agentNewChat: 0, managerNewChat: 0, agentNewMessage: 0, managerNewMessage: 0),
        idle: Idle(warnSeconds: 0, closeSeconds: 0))
}

extension Decision {
    /// Why it was refused.
    var code: ErrorCode? { refusal?.code }

    var refusal: Refusal? {
        if case .refused(_, let refusal) = outcome { refusal } else { nil }
    }

    var facts: CommandFacts? {
        if case .done(_, let facts) = outcome { facts } else { nil }
    }

    var status: SessionStatus? {
        switch outcome {
        case .done(let status, _), .refused(let status, _): status
        }
    }

    /// The types of the events, in order.
    var types: [EventType] { changes.events.map(\.event.type) }

    /// The audience of the only event of `type`.
    func audience(_ type: EventType) throws -> Audience {
        let found = changes.events.filter { $0.event.type == type }
        #expect(found.count == 1)
        return try #require(found.first).audience
    }
}

extension Event {
    /// The message, where somebody wrote.
    var message: Message? {
        if case .posted(let message) = data { message } else { nil }
    }
}

extension String {
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: "-", count: max(0, length - utf8.count))
    }
}

/// Checks what holds of the events of any session: numbers without a gap, the visitor's chain, time that never goes back.
func expectSound(_ events: [Event], sourceLocation: SourceLocation = #_sourceLocation) {
    var visible: Int64 = 0
    var time: Timestamp?
    for (index, event) in events.enumerated() {
        #expect(event.seq == Int64(index + 1), sourceLocation: sourceLocation)
        if event.visibility == .visitor {
            #expect(event.previous == visible, sourceLocation: sourceLocation)
            visible = event.seq
        } else {
            #expect(event.previous == nil, sourceLocation: sourceLocation)
        }
        if let time { #expect(event.at >= time, sourceLocation: sourceLocation) }
        time = event.at
    }
}
