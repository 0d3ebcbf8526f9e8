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
    let settings: Channel
    let members: [AgentHandle: Member]
    /// The channel's queue as it was before the step.
    let queue: [Desk.Place]
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
        settings = desk.settings
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
            agents += members.values.filter(\.manage).map(\.agent).sorted()
            // Listening in is silent towards the owner, manager or not.
            agents.removeAll { $0 == session.owner }
        case .opened, .queued, .statusChanged, .disconnected, .reconnected, .agentLost, .assigned, .finished, .closed,
            .posted, .read, .requestCreated, .transferRequested, .transferAccepted, .transferRejected,
            .transferCancelled, .transferExpired:
            if let conversation = session.conversation {
                agents.append(conversation.agent)
                if let transfer = conversation.transfer { agents.append(transfer.target) }
            }
            agents += session.listeners
        }
        for agent in agents where !audience.agents.contains(agent) { audience.agents.append(agent) }
        switch data {
        case .opened, .queued, .agentLost, .assigned, .finished, .closed, .transferRequested: audience.desk = true
        case .statusChanged, .disconnected, .reconnected, .listened, .unlistened, .posted, .read, .requestCreated,
            .transferAccepted, .transferRejected, .transferCancelled, .transferExpired:
            audience.desk = false
        }
        return audience
    }

    /// Notes a state that changed without an event.
    mutating func touch() {
        isTouched = true
    }

    mutating func setTimer(_ kind: Timer.Kind, at dueAt: Timestamp, silence: Span? = nil) {
        changes.timers.append(Timer(kind, .session(session.id, channel: session.channel), at: dueAt, silence: silence))
    }
}
