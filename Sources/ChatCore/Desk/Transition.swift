import ChatContract

/// One step of one session: its new state in the making, and what is recorded on the way.
///
/// The rules stand in extensions by theme; each checks all it needs before it changes anything, so that a refused
/// command leaves nothing behind.
struct Transition {
    /// The session before the step.
    let before: Session
    var session: Session
    /// Whether the step opens the session.
    var isNew = false
    /// The rules that hold today.
    var settings: Channel { _read { yield today.channel } }
    /// The settings whose texts and forms the visitor was shown.
    var shown: Channel { _read { yield thatDay.channel } }
    var today: SharedSettings
    var thatDay: SharedSettings
    var members: [AgentHandle: Member]
    /// The channel's queue as it was before the step.
    var queue: [Desk.Place]
    /// The channel's opening hours; `nil` for always open.
    var calendar: OpeningCalendar? { today.calendar }
    /// What is hidden before anything is kept.
    var masks: Masks { today.masks }
    let actor: Actor
    let now: Timestamp
    var changes = Changes()
    /// Whether the session's state is to be written.
    private(set) var isTouched = false
    /// The wait of the chat that this step accepts.
    var acceptedWait: Span?

    init(_ session: Session, on desk: Desk, by actor: Actor, at now: Timestamp) {
        before = session
        self.session = session
        today = desk.today
        thatDay = desk.shared(for: session)
        members = desk.members
        queue = desk.queue
        self.actor = actor
        // Time never runs backwards in a session, even when the clock does.
        self.now = max(now, session.at)
    }

    /// Keeps an event: gives it its number and its audience.
    ///
    /// - Parameter others: agents who get it besides owner, target and listeners.
    /// - Returns: the event's number.
    @discardableResult
    mutating func record(_ data: EventData, by actor: Actor? = nil, to others: [AgentHandle] = []) -> Int64 {
        session.seq += 1
        session.at = now
        var previous: Int64?
        if data.visibility == .visitor {
            previous = session.visitorSeq
            session.visitorSeq = session.seq
        }
        let event = Event(
            channel: session.channel, session: session.id, seq: session.seq, previous: previous, at: now,
            actor: actor ?? self.actor, status: session.status, data: data)
        changes.events.append(AddressedEvent(event, to: audience(of: data, others)))
        isTouched = true
        return session.seq
    }

    /// Who gets an event (contract, "Who gets which event").
    private func audience(of data: EventData, _ others: [AgentHandle]) -> Audience {
        var audience = Audience()
        if data.visibility == .visitor { audience.gateways = session.gateways }
        var agents: [AgentHandle] = others
        switch data {
        case .listened(let listening), .unlistened(let listening):
            agents.append(listening.agent)
            agents += managers
            // Listening in is silent towards the owner, manager or not.
            agents.removeAll { $0 == session.owner }
        case .offered(let offered):
            agents.append(offered.agent)
            agents += managers
        case .offerEnded(let ended):
            agents.append(ended.agent)
            agents += managers
        case .explained:
            agents += session.owner.map { [$0] } ?? []
            agents += managers
        case .warned(let warning):
            agents += warning.recipients
        case .transcriptRequested, .transcriptSent, .transcriptFailed:
            agents += session.owner.map { [$0] } ?? []
        case .deleted, .erased:
            agents += (session.owner.map { [$0] } ?? []) + session.listeners + managers
        case .opened, .identified, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .assigned,
            .finished, .reopened, .closed, .moved, .rated, .handedOff, .posted, .read, .notePosted, .fileShared,
            .fileRefused, .filesAllowed,
            .contactLinked, .contactUnlinked, .faqSuggested, .requestCreated, .transferRequested, .transferAccepted,
            .transferRejected, .transferCancelled,
            .transferExpired:
            if let conversation = session.conversation {
                agents.append(conversation.agent)
                if let transfer = conversation.transfer { agents.append(transfer.target) }
            }
            agents += session.listeners
        }
        // Whoever links a chat that is over has it no more, and sees what he did.
        switch (data, self.actor) {
        case (.contactLinked, .agent(let agent)), (.contactUnlinked, .agent(let agent)): agents.append(agent)
        default: break
        }
        for agent in agents where !audience.agents.contains(agent) { audience.agents.append(agent) }
        switch data {
        case .opened, .queued, .agentLost, .assigned, .finished, .closed, .moved, .transferRequested:
            audience.desk = true
        default:
            audience.desk = false
        }
        // A bot reads along what visitors see of its sessions, and that it gave one away.
        switch data {
        case .handedOff: audience.bots = [before.bot, session.bot].compactMap { $0 }.uniqued
        default:
            if data.visibility == .visitor {
                audience.bots = [session.bot ?? (isPastBotBefore ? nil : before.bot)].compactMap { $0 }
            }
        }
        return audience
    }

    /// Whether the bot gave the session away in this step: what comes after is none of its business.
    private var isPastBotBefore: Bool { before.bot != nil && session.bot == nil && session.extra.isPastBot }

    /// The channel's managers, in an order that is always the same.
    var managers: [AgentHandle] { members.values.filter(\.manage).map(\.agent).sorted() }

    /// Notes a state that changed without an event.
    mutating func touch() {
        isTouched = true
    }

    mutating func setTimer(_ kind: Timer.Kind, at dueAt: Timestamp, silence: Span? = nil) {
        changes.timers.append(Timer(kind, .session(session.id, channel: session.channel), at: dueAt, silence: silence))
    }

    /// Goes to another phase and tells it, where no other event of the step does.
    mutating func change(to phase: Phase) {
        let status = session.status
        session.phase = phase
        // A silent bot gives way to the form that the visitor has before him already.
        guard session.status != status else { return touch() }
        record(.statusChanged(EventData.StatusChanged(from: status)))
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order in which it came first.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
