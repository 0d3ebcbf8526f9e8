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
            announce(agent, roster, at: now, &heard)
        }
        do throws(Refusal) {
            try authorize(request)
            let decision = try decideOrThrow(request, &roster, identifiers, at: now)
            heard.append(decision.changes)
            heard.append(route(&roster, at: now))
            return Decision(decision.outcome, heard)
        } catch {
            let status = request.command.session.flatMap { sessions[$0]?.status ?? request.archived?.status }
            heard.append(route(&roster, at: now))
            return Decision(.refused(status: error.code == .unknownSession ? nil : status, error), heard)
        }
    }

    /// Tells the channel's agents what one of them is now.
    private func announce(_ agent: AgentHandle, _ roster: Roster, at now: Timestamp, _ changes: inout Changes) {
        let channels = members[agent]?.hasAny == true ? [channel] : []
        changes.transients += roster.agents[agent]?.presenceChanged(on: channels, at: now) ?? []
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
            try authorizeVisitor(request.command)
        case .agent(let agent):
            let member = members[agent]
            guard member?.hasAny == true || session.role(of: agent) != .none else { throw .unknownSession }
            try authorize(agent, member, request.command)
        case .bot(let bot):
            guard settings.bot.enabled, settings.bot.bot == bot, !session.extra.isPastBot else { throw .unknownSession }
            try authorizeBot(request.command)
        case .system:
            switch request.command {
            case .reportTranscript where request.actor == .system("mailer"), .refuseFile: return
            default: throw .unknownSession
            }
        }
    }

    private func authorizeVisitor(_ command: ChannelCommand) throws(Refusal) {
        switch command {
        case .attach, .detach, .post, .read, .typing, .identify, .answerFAQ, .submitRequest, .close, .leave, .rate,
            .sendTranscript, .shareFile:
            return
        case .open, .reportTranscript, .pickUp, .acceptOffer, .declineOffer, .requestTransfer, .acceptTransfer,
            .rejectTransfer, .cancelTransfer, .takeOver, .requeue, .listen, .unlisten, .postNote, .handOff, .passBot,
            .delete, .createRequest, .block, .allowFiles, .refuseFile, .linkContact, .unlinkContact, .createContact,
            .evaluateQueue, .gatewayLost:
            throw Refusal(.forbidden, "visitors may not do this")
        }
    }

    private func authorizeBot(_ command: ChannelCommand) throws(Refusal) {
        switch command {
        case .post, .typing, .close, .handOff, .passBot:
            return
        case .open, .attach, .detach, .read, .identify, .answerFAQ, .submitRequest, .leave, .rate, .sendTranscript,
            .reportTranscript, .pickUp, .acceptOffer, .declineOffer, .requestTransfer, .acceptTransfer,
            .rejectTransfer, .cancelTransfer, .takeOver, .requeue, .listen, .unlisten, .postNote, .delete,
            .createRequest, .block, .allowFiles, .shareFile, .refuseFile, .linkContact, .unlinkContact, .createContact,
            .evaluateQueue, .gatewayLost:
            throw Refusal(.forbidden, "bots may not do this")
        }
    }

    private func authorize(_ agent: AgentHandle, _ member: Member?, _ command: ChannelCommand) throws(Refusal) {
        switch command {
        case .pickUp, .acceptOffer, .declineOffer:
            guard member?.respond == true else { throw .needs("respond", on: channel) }
        case .takeOver, .delete, .block:
            guard member?.manage == true else { throw .needs("manage", on: channel) }
        case .listen:
            guard member?.listen == true else { throw .needs("listen", on: channel) }
        case .post, .read, .typing, .close, .requestTransfer, .acceptTransfer, .rejectTransfer, .cancelTransfer,
            .requeue, .unlisten, .postNote, .sendTranscript, .createRequest, .allowFiles, .shareFile, .linkContact,
            .unlinkContact,
            .createContact:
            break
        case .open, .attach, .detach, .identify, .answerFAQ, .submitRequest, .leave, .rate, .reportTranscript,
            .handOff, .passBot, .refuseFile, .evaluateQueue, .gatewayLost:
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
        switch request.actor {
        case .visitor: try decide(request, by: &step, &facts, &roster, identifiers, at: now)
        case .agent(let agent): try decide(request, by: agent, &step, &facts, &roster, identifiers, at: now)
        case .bot(let bot): try decide(request, by: bot, &step, &facts, &roster, at: now)
        case .system:
            switch request.command {
            case .reportTranscript(let report): try step.reportTranscript(report)
            case .refuseFile(let file): try step.refuse(file)
            default: throw Refusal(.forbidden, "\(request.actor) may not do this")
            }
        }
        return finish(step, facts)
    }

    /// What a visitor asks for.
    private func decide(
        _ request: CommandRequest, by step: inout Transition, _ facts: inout CommandFacts, _ roster: inout Roster,
        _ identifiers: Identifiers, at now: Timestamp
    ) throws(Refusal) {
        let session = step.session
        switch request.command {
        case .post(let post):
            try FieldRules.check(post.source)
            facts.seq = try step.post(
                post, &roster, suggestions: request.suggestions, isAvailable: isAvailable(roster, at: now))
        case .read(let read):
            try step.read(through: read.through)
        case .typing(let typing):
            try step.type(typing.typing)
        case .attach(let attach):
            try FieldRules.limit(attach.connection, 128, "connection")
            if session.status.isLive {
                step.attach(VisitorConnection(gateway: attach.gateway, connection: attach.connection), &roster)
            }
        case .detach(let detach):
            if session.status.isLive {
                step.detach(VisitorConnection(gateway: detach.gateway, connection: detach.connection))
            }
        case .identify(let form):
            facts.seq = try step.identify(
                form, &roster, suggestions: request.suggestions, isAvailable: isAvailable(roster, at: now))
        case .answerFAQ(let answer):
            try step.answerFAQ(helped: answer.helped, isAvailable: isAvailable(roster, at: now))
        case .submitRequest(let submission):
            facts.request = try step.submit(
                submission, as: identifiers.request(for: request.key),
                mayRequest: mayRequest(session, isAttended: isAttended(roster), at: now), &roster)
        case .close:
            guard session.status.isLive else { throw .closed }
            step.end(by: .visitor, &roster)
        case .leave:
            try step.leave(&roster)
        case .rate(let rate):
            try step.rate(rate)
        case .sendTranscript(let send):
            facts.seq = try step.sendTranscript(send)
        case .shareFile(let share):
            facts.seq = try step.share(share.file)
        default:
            throw Refusal(.forbidden, "visitors may not do this")
        }
    }

    /// What an agent asks for.
    private func decide(
        _ request: CommandRequest, by agent: AgentHandle, _ step: inout Transition, _ facts: inout CommandFacts,
        _ roster: inout Roster, _ identifiers: Identifiers, at now: Timestamp
    ) throws(Refusal) {
        let session = step.session
        switch request.command {
        case .post(let post):
            try FieldRules.check(post.source)
            facts.seq = try step.post(post, &roster, suggestions: [], isAvailable: true)
        case .read(let read):
            try step.read(through: read.through)
        case .typing(let typing):
            try step.type(typing.typing)
        case .close:
            guard session.status.isLive else { throw .closed }
            guard session.owner == agent else { throw .notAssigned }
            step.end(by: .agent, &roster)
        case .pickUp:
            try step.pickUp(by: agent, &roster)
        case .acceptOffer:
            try step.acceptOffer(by: agent, &roster)
        case .declineOffer:
            try step.declineOffer(by: agent, &roster)
        case .requestTransfer(let transfer):
            try step.requestTransfer(transfer, by: agent, destination: request.destination, &roster)
        case .acceptTransfer:
            try step.acceptTransfer(by: agent, &roster)
        case .rejectTransfer:
            try step.rejectTransfer(by: agent)
        case .cancelTransfer:
            try step.cancelTransfer(by: agent)
        case .takeOver:
            try step.takeOver(by: agent, &roster)
        case .requeue:
            guard session.conversation != nil else {
                throw session.status.isLive ? Refusal(.invalidState, "no agent has this session") : .closed
            }
            guard session.owner == agent || members[agent]?.manage == true else { throw .notAssigned }
            step.requeue(.requeued, &roster)
        case .listen:
            try step.listen(by: agent)
        case .unlisten:
            try step.unlisten(by: agent)
        case .postNote(let note):
            try step.note(note.text, by: agent)
        case .sendTranscript(let send):
            facts.seq = try step.sendTranscript(send)
        case .delete:
            try step.delete(&roster)
        case .createRequest(let body):
            facts.request = try step.create(
                body, as: identifiers.request(for: request.key), log: request.log, options: request.options, by: agent)
        case .block(let body):
            try step.block(body, &roster)
        case .allowFiles(let body):
            try step.allowFiles(body.allowed, by: agent)
        case .shareFile(let share):
            facts.seq = try step.share(share.file)
        case .linkContact(let link):
            try step.link(link, request.known, by: agent)
        case .unlinkContact:
            try step.unlink(by: agent)
        case .createContact(let body):
            try step.create(
                body, as: identifiers.person(for: request.key), in: identifiers.company(for: request.key),
                request.known, by: agent)
        default:
            throw Refusal(.forbidden, "agents may not do this")
        }
    }

    /// What a bot asks for.
    private func decide(
        _ request: CommandRequest, by bot: BotHandle, _ step: inout Transition, _ facts: inout CommandFacts,
        _ roster: inout Roster, at now: Timestamp
    ) throws(Refusal) {
        let isAvailable = isAvailable(roster, at: now)
        switch request.command {
        case .post(let post):
            try FieldRules.check(post.source)
            facts.seq = try step.post(post, &roster, suggestions: [], isAvailable: isAvailable)
        case .typing(let typing):
            try step.type(typing.typing)
        case .close:
            guard step.session.status.isLive else { throw .closed }
            guard step.session.bot == bot else { throw .notAssigned }
            step.end(by: .bot, &roster)
        case .handOff:
            try step.handOff(isAvailable: isAvailable)
        case .passBot:
            try step.passBot(bot, isAvailable: isAvailable)
        default:
            throw Refusal(.forbidden, "bots may not do this")
        }
    }

    /// Takes over a step's outcome.
    private mutating func finish(_ step: Transition, _ facts: CommandFacts) -> Decision {
        Decision(.done(status: step.session.status, facts), take(step))
    }

    mutating func take(_ step: Transition) -> Changes {
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
            try MessageText.clean(question, format: .text, today.masks)
        }
        let identity = try identity(open, at: now)
        if let until = request.blockedUntil, until > now {
            throw Refusal(.blocked, "no chat can be opened here until \(until)")
        }
        let browser = VisitorDigest(secret: open.visitorId)
        let digest = identity.map { VisitorDigest(secret: open.visitorId, subject: $0.subject) } ?? browser
        let connection = open.gateway.map { VisitorConnection(gateway: $0, connection: open.connection ?? "-") }
        var step: Transition
        var facts = CommandFacts()
        if let session = session(of: digest) ?? session(of: browser, beforeHeWas: identity) {
            step = Transition(session, on: self, by: .visitor, at: now)
            facts.session = session.id
            if let identity { step.vouch(for: identity) }
        } else {
            let id = identifiers.session(for: request.key)
            facts.session = id
            var visitor = Visitor(
                id: identifiers.visitor(digest), name: open.name.map(today.masks.hide(in:)), email: open.email)
            visitor.company = open.company.map(today.masks.hide(in:))
            visitor.phone = open.phone
            visitor.country = open.country
            visitor.language = open.language ?? settings.language
            visitor.consented = open.consented
            if let identity { visitor.take(identity) }
            var session = Session(
                id: id, channel: channel, visitorDigest: digest, visitor: visitor,
                origin: Session.Origin(page: open.page, host: open.host, timeZone: open.timeZone),
                settingsVersion: settings.version ?? 1, phase: .offlineForm, openedAt: now)
            session.extra.formerAgent = request.formerAgent
            session.extra.subject = identity?.subject
            if let connection {
                session.connections = [connection]
                session.presence = .connected
            }
            step = Transition(session, on: self, by: .visitor, at: now)
            step.isNew = true
            step.begin(isAvailable: isAvailable(roster, at: now))
        }
        if let connection { step.attach(connection, &roster) }
        if let question, step.session.status.takesQuestion || step.session.bot != nil {
            facts.seq = try step.post(
                MessagePost(session: step.session.id, text: question), &roster, suggestions: request.suggestions,
                isAvailable: isAvailable(roster, at: now))
        }
        return finish(step, facts)
    }

    /// What the site vouches for, where it does; where the channel is for such visitors only, it must.
    private func identity(_ open: SessionOpen, at now: Timestamp) throws(Refusal) -> VisitorIdentity? {
        guard let token = open.identity else {
            guard settings.widget.visibility != .identified else {
                throw Refusal(
                    .unauthenticated, "this channel is for visitors for whom the site vouches; identity is missing",
                    field: "identity")
            }
            return nil
        }
        guard let secret = settings.identitySecret else {
            throw Refusal(
                .unauthenticated, "identity cannot be verified: this channel has no identitySecret", field: "identity")
        }
        return try VisitorIdentity(token: token, secret: secret, at: now)
    }

    /// The session that a visitor had before the site knew who he is, or that became his since.
    private func session(of browser: VisitorDigest, beforeHeWas identity: VisitorIdentity?) -> Session? {
        guard let identity, let session = session(of: browser) else { return nil }
        let subject = session.extra.subject
        return subject == nil || subject == identity.subject ? session : nil
    }

    // MARK: - What happens without a command

    /// A timer of one of this channel's sessions is due.
    public mutating func fire(_ timer: Timer, _ roster: inout Roster, at now: Timestamp) -> Changes {
        guard case .session(let id, _) = timer.subject, let session = sessions[id] else { return Changes() }
        var step = Transition(session, on: self, by: .system("worker"), at: now)
        switch timer.kind {
        case .transferExpiry: step.expireTransfer()
        case .visitorAbsent: step.checkVisitor(heardFor: timer.silence ?? .zero, &roster)
        case .agentAbsent: step.checkAgent(&roster)
        case .offerExpiry:
            let asked = session.waiting?.offer?.agent
            step.checkOffer(&roster)
            if let asked, step.isTouched { announce(asked, roster, at: now, &step.changes) }
        case .attention: step.checkAttention(roster)
        case .idle: step.checkIdle(&roster)
        case .postChatForm: step.checkForm(&roster)
        case .botSilence: step.checkBot(isAvailable: isAvailable(roster, at: now))
        case .routeAgain: step.routeAgain()
        case .scheduledMessage: step.showScheduled(&roster)
        case .agentLease, .gatewayLease: break
        }
        var changes = take(step)
        changes.append(route(&roster, at: now))
        return changes
    }

    /// Looks at every chat whose agent came or went, and at the queue.
    private mutating func evaluate(_ roster: inout Roster, at now: Timestamp) -> Changes {
        var changes = withdrawOffers(&roster, at: now)
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

extension SessionStatus {
    /// Whether a question that came with `session.open` is posted: where it would go to somebody.
    fileprivate var takesQuestion: Bool {
        switch self {
        case .faq, .inQueue, .customerLast, .userLast, .finished: true
        case .preChatForm, .offlineForm, .deleted, .closed, .requestPosted, .closedFromQueue: false
        }
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
        blocks += other.blocks
        persons += other.persons
        companies += other.companies
        texts += other.texts
        evaluations.formUnion(other.evaluations)
        lostGateways += other.lostGateways
        recentWaitsChanged = recentWaitsChanged || other.recentWaitsChanged
        freed.formUnion(other.freed)
        settings += other.settings
    }
}
