import ChatContract

/// What concerns no single session: presence, leases, channels, members and agents.
public struct Control: Sendable {
    public var registry: ChannelRegistry
    public let actor: Actor
    public let now: Timestamp
    private var changes = Changes()

    public init(_ registry: ChannelRegistry, by actor: Actor, at now: Timestamp) {
        self.registry = registry
        self.actor = actor
        self.now = now
    }

    /// What a control command does. `session.pickUpNext` is decided where its session is (``Desk``).
    ///
    /// - Parameter desk: with `channel.delete` the channel's live state.
    public mutating func decide(_ command: ControlCommand, _ roster: inout Roster, desk: Desk? = nil) -> Decision {
        if case .agent(let agent) = actor, !command.isAboutLease {
            let before = roster.agents[agent]
            roster.hear(agent, at: now, &changes)
            noticeChange(of: agent, from: before, roster)
        }
        do throws(Refusal) {
            try apply(command, &roster, desk)
            return Decision(.done(status: nil, CommandFacts()), changes)
        } catch {
            return Decision(.refused(status: nil, error), changes)
        }
    }

    private mutating func apply(_ command: ControlCommand, _ roster: inout Roster, _ desk: Desk?) throws(Refusal) {
        switch command {
        case .setPresence(let body): try setPresence(body, &roster)
        case .renewPresence(let body): try renewPresence(body, &roster)
        case .dropPresence(let body): try dropPresence(body, &roster)
        case .renewGateway(let body):
            try requireSystem()
            try FieldRules.seconds(body.leaseSeconds, 5...120, "leaseSeconds")
            roster.renew(body.gateway, until: now + .seconds(body.leaseSeconds), &changes)
        case .dropGateway(let body):
            try requireSystem()
            lose(body.gateway, &roster)
        case .pickUpNext:
            throw Refusal(.internal, "session.pickUpNext is decided on its session's channel")
        case .saveChannel(let channel): try save(channel, roster)
        case .deleteChannel(let body): try delete(body, &roster, desk)
        case .saveMember(let member): try save(member, roster)
        case .removeMember(let body): try remove(body, roster)
        case .saveAgent(let agent): try save(agent, &roster)
        case .removeAgent(let body): try remove(body, &roster)
        case .saveProfile(let body): try save(body, &roster)
        case .saveBot(let bot): try save(bot, roster)
        case .removeBot(let body): try remove(body, roster)
        case .saveFolder(let folder): try save(folder, roster)
        case .removeFolder(let body): try remove(body, roster)
        case .saveFAQ(let entry): try save(entry, roster)
        case .removeFAQ(let body): try remove(body, roster)
        case .saveCategory(let category): try save(category, roster)
        case .removeCategory(let body): try remove(body, roster)
        case .savePriority(let priority): try save(priority, roster)
        case .removePriority(let body): try remove(body, roster)
        case .saveTemplate(let template): try save(template, roster)
        case .removeTemplate(let body): try remove(body, roster)
        case .saveQuickReply(let reply): try save(reply, roster)
        case .removeQuickReply(let body): try remove(body)
        case .setFavourite(let body): try set(body)
        case .addHistory(let body): try add(body)
        case .saveWebhook(let webhook): try save(webhook)
        case .removeWebhook(let body): try remove(body)
        // The broker has them: what was decided here is done there.
        case .requeueDeadLetter(let body), .dropDeadLetter(let body):
            try requireAdministrator(roster)
            guard (1...128).contains(body.id.utf8.count) else {
                throw Refusal(.invalidField, "id must have 1 to 128 characters", field: "id")
            }
        case .erasePersonalData(let body):
            // Whose data are erased is looked up, and done, where the tables are.
            try requireAdministrator(roster)
            try FieldRules.email(body.email)
        }
    }

    // MARK: - Presence

    private mutating func setPresence(_ body: PresenceSet, _ roster: inout Roster) throws(Refusal) {
        let agents: [AgentHandle]
        switch actor {
        case .agent(let agent):
            agents = body.agents ?? [agent]
            for other in agents where other != agent && !registry.manages(agent, other) {
                throw roster.agents[other] == nil
                    ? .unknown(other)
                    : Refusal(.forbidden, "the presence of \(other) is set by himself or by a manager of his channel")
            }
        case .system:
            guard let named = body.agents else {
                throw Refusal(.invalidField, "agents is missing: whose presence?", field: "agents")
            }
            agents = named
        case .visitor, .bot:
            throw Refusal(.forbidden, "presence is for agents")
        }
        for agent in agents where roster.agents[agent] == nil { throw .unknown(agent) }
        for agent in agents {
            guard roster.agents[agent]?.wanted != body.status else { continue }
            roster.update(agent, at: now, &changes) { $0.wanted = body.status }
            announce(agent, roster)
        }
    }

    private mutating func renewPresence(_ body: PresenceRenew, _ roster: inout Roster) throws(Refusal) {
        let agent = try requireAgent()
        try FieldRules.seconds(body.leaseSeconds, 5...120, "leaseSeconds")
        try FieldRules.limit(body.connection, 128, "connection")
        let before = roster.agents[agent]
        if let idle = body.idleSeconds, let limit = before?.profile.awayAfterMinutes, limit > 0, idle >= limit * 60,
            before?.wanted == .present
        {
            roster.update(agent, at: now, &changes) { $0.wanted = .away }
        }
        roster.renew(
            agent, connection: body.connection, until: now + .seconds(body.leaseSeconds), at: now, &changes)
        noticeChange(of: agent, from: before, roster)
    }

    private mutating func dropPresence(_ body: PresenceDrop, _ roster: inout Roster) throws(Refusal) {
        let agent = try requireAgent()
        // His other commands came by this connection as far as anybody knows: their lease goes along.
        let before = roster.agents[agent]
        roster.update(agent, at: now, &changes) { state in
            state.leases[body.connection] = nil
            state.leases["-"] = nil
            guard state.leases.isEmpty, state.isLive else { return }
            state.isLive = false
            state.silentSince = now
        }
        roster.setLeaseTimer(of: agent, &changes)
        noticeChange(of: agent, from: before, roster)
    }

    /// An agent's or a gateway's lease timer is due.
    public mutating func fire(_ timer: Timer, _ roster: inout Roster) -> Changes {
        switch timer.subject {
        case .agent(let agent):
            guard let state = roster.agents[agent], state.isLive else { return changes }
            let alive = state.leases.filter { $0.value > now }
            if alive.isEmpty {
                let last = state.leases.values.max() ?? now
                roster.update(agent, at: now, &changes) { state in
                    state.leases = [:]
                    state.isLive = false
                    state.silentSince = min(last, now)
                }
                noticeChange(of: agent, from: state, roster)
            } else {
                if alive.count < state.leases.count { roster.update(agent, at: now, &changes) { $0.leases = alive } }
                roster.setLeaseTimer(of: agent, &changes)
            }
        case .gateway(let gateway):
            guard let until = roster.gateways[gateway] else { return changes }
            if until <= now {
                lose(gateway, &roster)
            } else {
                changes.timers.append(Timer(.gatewayLease, timer.subject, at: until, silence: timer.silence))
            }
        case .session:
            break
        }
        return changes
    }

    private mutating func lose(_ gateway: GatewayHandle, _ roster: inout Roster) {
        guard roster.gateways.removeValue(forKey: gateway) != nil else { return }
        changes.gateways.insert(gateway)
        changes.lostGateways.append(gateway)
    }

    /// He came or went: his channels are told, and those where he has chats look at them again.
    private mutating func noticeChange(of agent: AgentHandle, from before: AgentState?, _ roster: Roster) {
        guard let state = roster.agents[agent] else { return }
        if state.effective != before?.effective { announce(agent, roster) }
        // A disabled agent is disconnected at once, but his chats stay until he is silent.
        if state.isLive != before?.isLive { changes.evaluations.formUnion(state.channels) }
    }

    /// Tells his channels what he is now.
    private mutating func announce(_ agent: AgentHandle, _ roster: Roster) {
        let channels = registry.memberships(of: agent).map(\.channel)
        changes.transients += roster.agents[agent]?.presenceChanged(on: channels, at: now) ?? []
    }

    // MARK: - Settings

    private mutating func save(_ channel: Channel, _ roster: Roster) throws(Refusal) {
        let current = registry.channels[channel.channel]
        try requireManager(of: channel.channel, isNew: current == nil, roster)
        try ChannelRules.check(channel, in: registry)
        if let version = channel.version, version != current?.version ?? 0 {
            throw Refusal(
                .conflict,
                "the channel \(channel.channel) is at version \(current?.version ?? 0), not \(version); read it again",
                field: "version")
        }
        if let other = registry.channels.values.first(where: {
            $0.channel != channel.channel && $0.name == channel.name
        }) {
            throw Refusal(.conflict, "the channel \(other.channel) has this name already", field: "name")
        }
        var saved = channel
        saved.version = current?.version
        // A secret that is never shown cannot be sent back: left out it stays, empty it goes.
        saved.identitySecret = channel.identitySecret.map { $0.isEmpty ? nil : $0 } ?? current?.identitySecret
        if saved == current { return }
        let version = (current?.version ?? 0) + 1
        saved.version = version
        registry.channels[channel.channel] = saved
        changes.settings.append(.channelSaved(saved))
        tell(
            .channelSaved, ChannelSaved(channel: channel.channel, version: version, name: channel.name),
            on: channel.channel)
        if current != nil { changes.evaluations.insert(channel.channel) }
    }

    private mutating func delete(_ body: ChannelDelete, _ roster: inout Roster, _ desk: Desk?) throws(Refusal) {
        guard registry.channels[body.channel] != nil else {
            throw Refusal(.unknownChannel, "there is no channel \(body.channel)", field: "channel")
        }
        try requireManager(of: body.channel, roster)
        if var desk, !desk.sessions.isEmpty {
            guard body.force == true else {
                throw Refusal(
                    .conflict,
                    "\(desk.sessions.count) sessions are open on \(body.channel); end them, or delete it with force")
            }
            changes.append(desk.closeAll(&roster, at: now))
        }
        registry.channels[body.channel] = nil
        registry.members[body.channel] = nil
        changes.settings.append(.channelDeleted(body.channel))
    }

    private mutating func save(_ member: Member, _ roster: Roster) throws(Refusal) {
        try requireChannel(member.channel)
        guard roster.agents[member.agent] != nil else { throw .unknown(member.agent) }
        try requireManager(of: member.channel, roster)
        guard registry.members[member.channel]?[member.agent] != member else { return }
        registry.members[member.channel, default: [:]][member.agent] = member
        changes.settings.append(.memberSaved(member))
        changes.evaluations.insert(member.channel)
        announce(MembershipChanged(agent: member.agent, member: member), on: member.channel)
    }

    private mutating func remove(_ body: MemberReference, _ roster: Roster) throws(Refusal) {
        try requireChannel(body.channel)
        try requireManager(of: body.channel, roster)
        guard registry.members[body.channel]?[body.agent] != nil else {
            throw Refusal(.notFound, "\(body.agent) is not a member of \(body.channel)", field: "agent")
        }
        registry.members[body.channel]?[body.agent] = nil
        changes.settings.append(.memberRemoved(body))
        changes.evaluations.insert(body.channel)
        announce(MembershipChanged(agent: body.agent, member: nil), on: body.channel)
    }

    private mutating func save(_ body: AgentSave, _ roster: inout Roster) throws(Refusal) {
        try requireAdministrator(roster)
        try FieldRules.check(body)
        if let login = body.brokerLogin, !login.isEmpty,
            let other = roster.agents.values.first(where: {
                $0.agent != body.agent && $0.profile.brokerLogin == login
            })
        {
            throw Refusal(.conflict, "the broker login belongs to \(other.agent) already", field: "brokerLogin")
        }
        if let subject = body.subject, !subject.isEmpty,
            let other = roster.agents.values.first(where: {
                $0.agent != body.agent && $0.profile.subject == subject
            })
        {
            throw Refusal(.conflict, "the subject belongs to \(other.agent) already", field: "subject")
        }
        let current = roster.agents[body.agent]
        var profile = current?.profile ?? AgentProfile(agent: body.agent)
        profile.nickname = body.nickname ?? profile.nickname
        profile.firstName = body.firstName ?? profile.firstName
        profile.lastName = body.lastName ?? profile.lastName
        profile.email = body.email ?? profile.email
        profile.language = body.language ?? profile.language
        profile.timeZone = body.timeZone ?? profile.timeZone
        if let capacity = body.capacity { profile.capacity = capacity == 0 ? nil : capacity }
        profile.administrator = body.administrator ?? profile.administrator
        profile.enabled = body.enabled ?? profile.enabled
        if let minutes = body.awayAfterMinutes { profile.awayAfterMinutes = minutes == 0 ? nil : minutes }
        if let login = body.brokerLogin { profile.brokerLogin = login.isEmpty ? nil : login }
        profile.scrypt = body.scrypt ?? profile.scrypt
        if let subject = body.subject { profile.subject = subject.isEmpty ? nil : subject }
        if profile.scrypt != current?.profile.scrypt || profile.subject != current?.profile.subject
            || profile.enabled != current?.profile.enabled
        {
            // By the time, so that an agent who was removed and made anew never has an earlier number again.
            profile.tokenVersion = max((current?.profile.tokenVersion ?? 0) + 1, now.milliseconds)
        }
        guard profile != current?.profile else { return }
        if current == nil {
            var state = AgentState(agent: body.agent, profile: profile, at: now)
            state.interval.n = roster.former.removeValue(forKey: body.agent) ?? 1
            roster.agents[body.agent] = state
            changes.agents.insert(body.agent)
        } else {
            roster.update(body.agent, at: now, &changes) { $0.profile = profile }
            announce(body.agent, roster)
        }
    }

    private mutating func remove(_ body: AgentReference, _ roster: inout Roster) throws(Refusal) {
        try requireAdministrator(roster)
        guard let state = roster.agents[body.agent] else { throw .unknown(body.agent) }
        guard state.held.isEmpty, state.offered.isEmpty else {
            throw Refusal(.conflict, "\(body.agent) has \(state.held.count) chats; transfer or end them first")
        }
        for channel in registry.members.keys.sorted() where registry.members[channel]?[body.agent] != nil {
            registry.members[channel]?[body.agent] = nil
            changes.settings.append(.memberRemoved(MemberReference(channel: channel, agent: body.agent)))
        }
        roster.remove(body.agent, at: now, &changes)
        changes.settings.append(.agentRemoved(body.agent))
    }

    /// What an agent sets of himself.
    private mutating func save(_ body: ProfileSave, _ roster: inout Roster) throws(Refusal) {
        let agent = try requireAgent()
        try FieldRules.check(body)
        guard var profile = roster.agents[agent]?.profile else { throw .unknown(agent) }
        let before = profile
        profile.nickname = body.nickname ?? profile.nickname
        if let photo = body.photo { profile.photo = photo.isEmpty ? nil : photo }
        profile.language = body.language ?? profile.language
        profile.timeZone = body.timeZone ?? profile.timeZone
        profile.notifications = body.notifications ?? profile.notifications
        guard profile != before else { return }
        roster.update(agent, at: now, &changes) { $0.profile = profile }
        announce(agent, roster)
    }

    private mutating func save(_ body: Bot, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        var bot = body
        if bot.brokerLogin?.isEmpty == true { bot.brokerLogin = nil }
        try FieldRules.text(bot.name, 64, "name")
        try FieldRules.limit(bot.brokerLogin, 255, "brokerLogin")
        if let login = bot.brokerLogin {
            if let other = registry.bots.values.first(where: { $0.bot != bot.bot && $0.brokerLogin == login }) {
                throw Refusal(.conflict, "the broker login belongs to \(other.bot) already", field: "brokerLogin")
            }
            if let other = roster.agents.values.first(where: { $0.profile.brokerLogin == login }) {
                throw Refusal(.conflict, "the broker login belongs to \(other.agent) already", field: "brokerLogin")
            }
        }
        guard registry.bots[bot.bot] != bot else { return }
        registry.bots[bot.bot] = bot
        changes.settings.append(.botSaved(bot))
    }

    private mutating func remove(_ body: BotReference, _ roster: Roster) throws(Refusal) {
        try requireAdministrator(roster)
        guard registry.bots[body.bot] != nil else {
            throw Refusal(.notFound, "there is no bot \(body.bot)", field: "bot")
        }
        if let channel = registry.channels.values.filter({ $0.bot.bot == body.bot }).map(\.channel).min() {
            throw Refusal(.conflict, "the channel \(channel) uses \(body.bot); change that first", field: "bot")
        }
        registry.bots[body.bot] = nil
        changes.settings.append(.botRemoved(body.bot))
    }

    private mutating func announce(_ news: MembershipChanged, on channel: ChannelHandle) {
        tell(.membershipChanged, news, on: channel, and: [news.agent])
    }

    private mutating func tell(
        _ type: TransientType, _ news: some Encodable, on channel: ChannelHandle, and agents: [AgentHandle] = []
    ) {
        guard let data = try? WireJSON.encode(news) else { return }
        let keys = [RoutingKey.desk(channel, type.rawValue)] + agents.map { RoutingKey.agent($0, type.rawValue) }
        changes.transients.append(TransientEvent(type, at: now, channel: channel, routingKeys: keys, data: data))
    }

    /// Notes what was set, for the store.
    mutating func note(_ change: SettingsChange) { changes.settings.append(change) }
    mutating func note(_ change: AgentTextChange) { changes.texts.append(change) }

    // MARK: - Who may

    func requireAgent(_ reason: String = "presence is for agents") throws(Refusal) -> AgentHandle {
        guard case .agent(let agent) = actor else { throw Refusal(.forbidden, reason) }
        return agent
    }

    private func requireSystem() throws(Refusal) {
        guard case .system = actor else { throw Refusal(.forbidden, "leases of gateways are for gateways") }
    }

    private func requireChannel(_ channel: ChannelHandle) throws(Refusal) {
        guard registry.channels[channel] != nil else {
            throw Refusal(.unknownChannel, "there is no channel \(channel)", field: "channel")
        }
    }

    func requireAdministrator(_ roster: Roster) throws(Refusal) {
        switch actor {
        case .system: return
        case .agent(let agent) where roster.agents[agent]?.profile.administrator == true: return
        case .agent, .visitor, .bot: throw Refusal(.forbidden, "this is for administrators")
        }
    }

    /// Administrators manage all channels, managers their own.
    private func requireManager(of channel: ChannelHandle, isNew: Bool = false, _ roster: Roster) throws(Refusal) {
        switch actor {
        case .system:
            return
        case .agent(let agent):
            if !isNew, registry.members[channel]?[agent]?.manage == true { return }
            if roster.agents[agent]?.profile.administrator == true { return }
            throw isNew
                ? Refusal(.forbidden, "channels are made by administrators") : .needs("manage", on: channel)
        case .visitor, .bot:
            throw Refusal(.forbidden, "this is for administrators")
        }
    }
}

extension ControlCommand {
    /// Whether it says itself until when a connection lives, so that no lease is implied.
    fileprivate var isAboutLease: Bool {
        switch self {
        case .renewPresence, .dropPresence: true
        case .setPresence, .renewGateway, .dropGateway, .pickUpNext, .saveChannel, .deleteChannel, .saveMember,
            .removeMember, .saveAgent, .removeAgent, .saveProfile, .saveBot, .removeBot, .saveFolder, .removeFolder,
            .saveFAQ, .removeFAQ, .saveCategory, .removeCategory, .savePriority, .removePriority,
            .saveTemplate, .removeTemplate, .saveQuickReply, .removeQuickReply, .setFavourite, .addHistory,
            .saveWebhook, .removeWebhook, .requeueDeadLetter, .dropDeadLetter, .erasePersonalData:
            false
        }
    }
}
