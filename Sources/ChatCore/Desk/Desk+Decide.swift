import ChatContract

extension Desk {
    /// Decides a command: checks what the actor may know and do, then what the session's state allows.
    ///
    /// A refused command changes nothing. Who the actor is was checked before (``Authority``), a repeat was looked up.
    public mutating func decide(
        _ request: CommandRequest, _ roster: inout Roster, _ identifiers: Identifiers, at now: Timestamp
    ) -> Decision {
        var heard = Changes()
        if case .agent(let agent) = request.actor, roster.hear(agent, at: now, &heard) {
            let channels = members[agent]?.hasAny == true ? [channel] : []
            heard.transients += roster.agents[agent]?.presenceChanged(on: channels, at: now) ?? []
        }
        do throws(Refusal) {
            try authorize(request)
            let decision = try decideOrThrow(request, &roster, identifiers, at: now)
            heard.append(decision.changes)
            return Decision(decision.outcome, heard)
        } catch {
            let status = request.command.session.flatMap { sessions[$0]?.status ?? request.archived?.status }
            return Decision(.refused(status: error.code == .unknownSession ? nil : status, error), heard)
        }
    }

    /// Checks what must hold before a repeat is looked up: that the session exists for the actor, and his permission.
    public func authorize(_ request: CommandRequest) throws(Refusal) {
        guard let id = request.command.session else {
            switch (request.command, request.actor) {
            case (.open, .visitor), (.evaluateQueue, .system), (.gatewayLost, .system): return
            case (.open, _): throw Refusal(.forbidden, "sessions are opened by visitors")
            default: throw Refusal(.forbidden, "\(request.actor) may not do this")
            }
        }
        guard let session = sessions[id] ?? request.archived else { throw .unknownSession }
        switch request.actor {
        case .visitor:
            switch request.command {
            case .attach, .detach, .post, .read, .typing, .submitRequest, .close: return
            default: throw Refusal(.forbidden, "visitors may not do this")
            }
        case .agent(let agent):
            let member = members[agent]
            guard member?.hasAny == true || session.role(of: agent) != .none else { throw .unknownSession }
            try authorize(agent, member, request.command)
        case .bot, .system:
            throw .unknownSession
        }
    }

    private func authorize(_ agent: AgentHandle, _ member: Member?, _ command: ChannelCommand) throws(Refusal) {
        switch command {
        case .pickUp:
            guard member?.respond == true else { throw .needs("respond", on: channel) }
        case .takeOver:
            guard member?.manage == true else { throw .needs("manage", on: channel) }
        case .listen:
            guard member?.listen == true else { throw .needs("listen", on: channel) }
        case .post, .read, .typing, .close, .requestTransfer, .acceptTransfer, .rejectTransfer, .cancelTransfer,
            .requeue, .unlisten:
            break
        case .open, .attach, .detach, .submitRequest, .evaluateQueue, .gatewayLost:
            throw Refusal(.forbidden, "agents may not do this")
        }
    }

    private mutating func decideOrThrow(
        _ request: CommandRequest, _ roster: inout Roster, _ identifiers: Identifiers, at now: Timestamp
    ) throws(Refusal) -> Decision {
        switch request.command {
        case .open(let open):
            return try self.open(open, request, &roster, identifiers, at: now)
        case .evaluateQueue:
            return Decision(.done(status: nil, CommandFacts()), evaluate(&roster, at: now))
        case .gatewayLost(let lost):
            return Decision(.done(status: nil, CommandFacts()), lose(lost.gateway, at: now))
        default:
            break
        }
        guard let id = request.command.session, let session = sessions[id] ?? request.archived else {
            throw .unknownSession
        }
        var step = Transition(session, on: self, by: request.actor, at: now)
        var facts = CommandFacts(session: id)
        switch (request.command, request.actor) {
        case (.post(let post), _):
            facts.seq = try step.post(post, roster)
        case (.read(let read), _):
            try step.read(through: read.through)
        case (.typing(let typing), _):
            try step.type(typing.typing)
        case (.attach(let attach), .visitor):
            try FieldRules.limit(attach.connection, 128, "connection")
            if session.status.isLive {
                step.attach(VisitorConnection(gateway: attach.gateway, connection: attach.connection), &roster)
            }
        case (.detach(let detach), .visitor):
            if session.status.isLive {
                step.detach(VisitorConnection(gateway: detach.gateway, connection: detach.connection))
            }
        case (.submitRequest(let submission), .visitor):
            facts.request = try step.submit(submission, as: identifiers.request(for: request.key))
        case (.close, .visitor):
            guard session.status.isLive else { throw .closed }
            step.end(by: .visitor, &roster)
        case (.close, .agent(let agent)):
            guard session.status.isLive else { throw .closed }
            guard session.owner == agent else { throw .notAssigned }
            step.end(by: .agent, &roster)
        case (.pickUp, .agent(let agent)):
            try step.pickUp(by: agent, &roster)
        case (.requestTransfer(let transfer), .agent(let agent)):
            try step.requestTransfer(to: transfer.agent, by: agent, roster)
        case (.acceptTransfer, .agent(let agent)):
            try step.acceptTransfer(by: agent, &roster)
        case (.rejectTransfer, .agent(let agent)):
            try step.rejectTransfer(by: agent)
        case (.cancelTransfer, .agent(let agent)):
            try step.cancelTransfer(by: agent)
        case (.takeOver, .agent(let agent)):
            try step.takeOver(by: agent, &roster)
        case (.requeue, .agent(let agent)):
            guard session.conversation != nil else {
                throw session.status.isLive
                    ? Refusal(.invalidState, "no agent has this session") : .closed
            }
            guard session.owner == agent || members[agent]?.manage == true else { throw .notAssigned }
            step.requeue(.requeued, &roster)
        case (.listen, .agent(let agent)):
            try step.listen(by: agent)
        case (.unlisten, .agent(let agent)):
            try step.unlisten(by: agent)
        default:
            throw Refusal(.forbidden, "\(request.actor) may not do this")
        }
        return finish(step, facts)
    }

    /// Takes over a step's outcome.
    private mutating func finish(_ step: Transition, _ facts: CommandFacts) -> Decision {
        Decision(.done(status: step.session.status, facts), take(step))
    }

    private mutating func take(_ step: Transition) -> Changes {
        guard step.isTouched else { return step.changes }
        var changes = step.changes
        insert(step.session)
        changes.sessions[step.session.id] = SessionChange(from: step.before, to: step.session, isNew: step.isNew)
        if let wait = step.acceptedWait {
            recentWaits = (recentWaits + [wait]).suffix(20)
            changes.recentWaitsChanged = true
        }
        return changes
    }

    // MARK: - Opening

    private mutating func open(
        _ open: SessionOpen, _ request: CommandRequest, _ roster: inout Roster, _ identifiers: Identifiers,
        at now: Timestamp
    ) throws(Refusal) -> Decision {
        try FieldRules.check(open)
        let question = try open.question.map { question throws(Refusal) in
            try MessageText.clean(question, format: .text)
        }
        let digest = VisitorDigest(secret: open.visitorId)
        let connection = open.gateway.map { VisitorConnection(gateway: $0, connection: open.connection ?? "-") }
        var step: Transition
        var facts = CommandFacts()
        if let session = session(of: digest) {
            step = Transition(session, on: self, by: .visitor, at: now)
            facts.session = session.id
        } else {
            let id = identifiers.session(for: request.key)
            facts.session = id
            var visitor = Visitor(id: identifiers.visitor(digest), name: open.name, email: open.email)
            visitor.company = open.company
            visitor.phone = open.phone
            visitor.country = open.country
            visitor.language = open.language ?? settings.language
            visitor.consented = open.consented
            var session = Session(
                id: id, channel: channel, visitorDigest: digest, visitor: visitor,
                origin: Session.Origin(page: open.page, host: open.host, timeZone: open.timeZone),
                settingsVersion: settings.version ?? 1, phase: .offlineForm, openedAt: now)
            if let connection {
                session.connections = [connection]
                session.presence = .connected
            }
            step = Transition(session, on: self, by: .visitor, at: now)
            step.isNew = true
            step.begin(isAttended: isAttended(roster))
        }
        if let connection { step.attach(connection, &roster) }
        if let question, step.session.status != .offlineForm {
            facts.seq = try step.post(MessagePost(session: step.session.id, text: question), roster)
        }
        return finish(step, facts)
    }

    // MARK: - What happens without a command

    /// A timer of one of this channel's sessions is due.
    public mutating func fire(_ timer: Timer, _ roster: inout Roster, at now: Timestamp) -> Changes {
        guard case .session(let id, _) = timer.subject, let session = sessions[id] else { return Changes() }
        var step = Transition(session, on: self, by: .system("worker"), at: now)
        switch timer.kind {
        case .transferExpiry: step.expireTransfer()
        case .visitorAbsent: step.checkVisitor(&roster)
        case .agentAbsent: step.checkAgent(&roster)
        case .agentLease, .gatewayLease: break
        }
        return take(step)
    }

    /// Looks at every chat whose agent came or went.
    private mutating func evaluate(_ roster: inout Roster, at now: Timestamp) -> Changes {
        var changes = Changes()
        let absent = sessions.values.filter { session in
            guard let conversation = session.conversation, let agent = roster.agents[conversation.agent] else {
                return false
            }
            return !agent.isLive || conversation.agentLostAt != nil
        }
        for session in absent.sorted(by: { $0.id < $1.id }) {
            var step = Transition(session, on: self, by: .system("worker"), at: now)
            step.checkAgent(&roster)
            changes.append(take(step))
        }
        return changes
    }

    /// A gateway was not heard of for its lease.
    private mutating func lose(_ gateway: GatewayHandle, at now: Timestamp) -> Changes {
        var changes = Changes()
        let attached = sessions.values.filter { $0.gateways.contains(gateway) }
        for session in attached.sorted(by: { $0.id < $1.id }) {
            var step = Transition(session, on: self, by: .system("worker"), at: now)
            step.lose(gateway)
            changes.append(take(step))
        }
        return changes
    }

    /// The channel is deleted by force: its sessions are closed by the system, and their visitors told.
    public mutating func closeAll(_ roster: inout Roster, at now: Timestamp) -> Changes {
        var changes = Changes()
        for session in sessions.values.sorted(by: { $0.id < $1.id }) {
            var step = Transition(session, on: self, by: .system("worker"), at: now)
            step.end(by: .system, &roster)
            changes.append(take(step))
        }
        return changes
    }
}

extension Transition {
    /// The session's first events: opened, and queued when somebody is there.
    mutating func begin(isAttended: Bool) {
        session.phase =
            isAttended
            ? .waiting(Waiting(since: now, returned: false, leg: 0)) : .offlineForm
        record(
            .opened(
                EventData.Opened(
                    visitor: session.visitor, page: session.origin.page, host: session.origin.host,
                    timeZone: session.origin.timeZone)))
        if isAttended {
            session.queueLength = queue.count + 1
            enqueue(.opened, returned: false)
        }
        if session.connections.isEmpty { becomeAbsent() }
    }
}

extension Changes {
    /// Adds what a later decision of the same transaction changes.
    public mutating func append(_ other: Changes) {
        events += other.events
        statistics += other.statistics
        timers += other.timers
        transients += other.transients
        for (id, change) in other.sessions {
            if sessions[id] == nil { sessions[id] = change } else { sessions[id]?.merge(change) }
        }
        agents.formUnion(other.agents)
        gateways.formUnion(other.gateways)
        requests += other.requests
        evaluations.formUnion(other.evaluations)
        lostGateways += other.lostGateways
        recentWaitsChanged = recentWaitsChanged || other.recentWaitsChanged
        settings += other.settings
    }
}
