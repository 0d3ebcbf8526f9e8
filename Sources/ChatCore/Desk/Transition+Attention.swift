import ChatContract

/// Warnings: nobody took the chat, nobody answered, nobody writes (spec section 3.4; decisions, "Warnings").
extension Transition {
    /// How long a notice is worth showing.
    static let noticeLife = Span.seconds(60)

    /// A wait that somebody is to be warned about.
    private struct Wait {
        var kind: EventData.Warning.Kind
        var since: Timestamp
        /// When agents and managers are warned; `nil` for never.
        var agents: Timestamp?
        var managers: Timestamp?
    }

    /// The wait that runs now.
    private var wait: Wait? {
        func due(_ minutes: Double, after since: Timestamp) -> Timestamp? {
            minutes > 0 ? since + .minutes(minutes) : nil
        }
        let warnings = settings.warnings
        switch session.phase {
        case .waiting(let waiting):
            return Wait(
                kind: .newChat, since: waiting.since, agents: due(warnings.agentNewChat, after: waiting.since),
                managers: due(warnings.managerNewChat, after: waiting.since))
        case .conversation(let conversation):
            guard let unanswered = session.figures.unansweredSince else { return nil }
            let since = max(unanswered, conversation.since)
            return Wait(
                kind: .newMessage, since: since, agents: due(warnings.agentNewMessage, after: since),
                managers: due(warnings.managerNewMessage, after: since))
        case .preChatForm, .faq, .offlineForm, .withBot, .finished, .ended:
            return nil
        }
    }

    /// Sets the timer that looks after the wait that runs, unless one is due before.
    mutating func attend() {
        guard let wait else { return }
        let warned = session.extra.warned
        let next = [warned.agents ? nil : wait.agents, warned.managers ? nil : wait.managers].compactMap { $0 }.min()
        guard let next else { return }
        if let pending = session.extra.attentionAt, pending <= next { return }
        session.extra.attentionAt = next
        touch()
        setTimer(.attention, at: next)
    }

    /// A new wait begins: nobody was warned of it.
    mutating func attendAnew() {
        if session.extra.warned != SessionExtra.Warned() { session.extra.warned = SessionExtra.Warned() }
        attend()
    }

    /// Looks whether somebody waits for too long.
    mutating func checkAttention(_ roster: Roster) {
        session.extra.attentionAt = nil
        touch()
        guard let wait else { return }
        if !session.extra.warned.agents, let due = wait.agents, now >= due {
            session.extra.warned.agents = true
            warn(wait.kind, .agent, since: wait.since, agentsToWarn(wait.kind, roster))
        }
        if !session.extra.warned.managers, let due = wait.managers, now >= due {
            session.extra.warned.managers = true
            warn(wait.kind, .manager, since: wait.since, isAnybodyPresent(roster) ? managers : [])
        }
        attend()
    }

    /// Who is Present and wants to be told; of an unanswered line only the owner.
    private func agentsToWarn(_ kind: EventData.Warning.Kind, _ roster: Roster) -> [AgentHandle] {
        members.values.filter { member in
            member.notify && roster.agents[member.agent]?.effective == .present
                && (kind == .newChat || member.agent == session.owner)
        }.map(\.agent).sorted()
    }

    private func isAnybodyPresent(_ roster: Roster) -> Bool {
        members.values.contains { $0.respond && roster.agents[$0.agent]?.effective == .present }
    }

    private mutating func warn(
        _ kind: EventData.Warning.Kind, _ level: EventData.Warning.Level, since: Timestamp, _ recipients: [AgentHandle]
    ) {
        guard !recipients.isEmpty else { return }
        record(
            .warned(
                EventData.Warning(
                    kind: kind, level: level, since: since, recipients: recipients, expiresAt: now + Self.noticeLife)))
    }

    // MARK: - Nobody writes

    /// After how many seconds an idle conversation is looked at first; 0 for never.
    var firstIdleLook: Int {
        let idle = settings.idle
        guard idle.closeSeconds > 0 else { return max(idle.warnSeconds, 0) }
        return idle.warnSeconds > 0 ? min(idle.warnSeconds, idle.closeSeconds) : idle.closeSeconds
    }

    /// A conversation begins: it will be looked at when nobody writes.
    mutating func watchIdle() {
        guard settings.idle.closeSeconds > 0 else { return }
        setTimer(.idle, at: now + .seconds(firstIdleLook), silence: .seconds(5))
    }

    /// Looks whether nobody writes for too long: tells the visitor, later ends the chat.
    mutating func checkIdle(_ roster: inout Roster) {
        let limits = settings.idle
        guard limits.closeSeconds > 0 else { return }
        let begun: Timestamp
        var warnedAt: Timestamp?
        switch session.phase {
        case .conversation(let conversation): (begun, warnedAt) = (conversation.since, conversation.idleWarnedAt)
        case .withBot(let stay) where stay.lastFrom != nil: begun = stay.since
        case .preChatForm, .faq, .offlineForm, .withBot, .waiting, .finished, .ended: return
        }
        let since = max(session.idleSince, begun)
        let warns = limits.warnSeconds > 0 && limits.warnSeconds < limits.closeSeconds && session.conversation != nil
        // Whoever was not warned in time, since nobody was there to do it, has the same time left all the same.
        let closeAt =
            warns
            ? warnedAt.map { $0 + .seconds(limits.closeSeconds - limits.warnSeconds) }
            : since + .seconds(limits.closeSeconds)
        if let closeAt {
            guard now < closeAt else { return end(by: .idle, &roster) }
            return setTimer(.idle, at: closeAt, silence: .seconds(5))
        }
        let warnAt = since + .seconds(limits.warnSeconds)
        guard now >= warnAt, case .conversation(var conversation) = session.phase else {
            return setTimer(.idle, at: warnAt, silence: .seconds(5))
        }
        let endsAt = now + .seconds(limits.closeSeconds - limits.warnSeconds)
        conversation.idleWarnedAt = now
        session.phase = .conversation(conversation)
        record(
            .warned(
                EventData.Warning(kind: .idle, level: .visitor, since: since, recipients: [], expiresAt: endsAt)))
        setTimer(.idle, at: endsAt, silence: .seconds(5))
    }
}
