import ChatContract
import ChatCore
import ChatStore

/// Builds the results of queries, each only of what the caller may see.
struct QueryDesk {
    let reader: StoreReader
    /// Where customers are looked up: the store's own directory, or what another one said.
    let directory: any Directory
    let registry: ChannelRegistry
    let roster: Roster
    let now: Timestamp
    let identifiers: Identifiers

    /// How many entries a list holds, unless told and at most.
    static let pageLength = 50
    static let pageLimit = 200

    /// The result of a query, a JSON object.
    ///
    /// - Parameter sessionKey: a visitor's secret.
    /// - Throws: ``Refusal``, or ``StoreError``.
    func result(of query: Query, for actor: Actor, sessionKey: String? = nil) throws -> [UInt8] {
        switch query {
        case .file(let body) where actor == .visitor: return try file(body, in: try own(body.session, key: sessionKey))
        case .checkFile(let body) where actor == .visitor:
            return try check(body, in: try own(body.session, key: sessionKey), by: .visitor)
        case .channelState(let body): return try channelState(body.channel)
        case .channelWidget(let body): return try channelWidget(body)
        case .faqPage(let body): return try faqPage(body)
        case .credentials(let body): return try credentials(body, for: actor)
        case .webhooks: return try webhooks(for: actor)
        case .keptSessions(let body): return try kept(body, for: actor)
        default: break
        }
        let caller = try caller(actor)
        if caller.bot != nil { try checkBot(query) }
        switch query {
        case .session(let body): return try session(body, caller)
        case .sessions(let body): return try sessions(body, caller)
        case .desk: return try desk(caller)
        case .transcript(let body): return try transcript(body, caller)
        case .channels:
            let channels = caller.channels.compactMap { registry.channels[$0] }
            return try list(channels.map(\.withoutSecret))
        case .agents(let body): return try list(agents(body, caller))
        case .faqEntries(let body): return try faqEntries(body, caller)
        case .faqSearch(let body): return try faqSearch(body, caller)
        case .requestOptions: return try requestOptions()
        case .request(let body): return try request(body, caller)
        case .templates(let body): return try templates(body, caller)
        case .renderTemplate(let body): return try render(body, caller)
        case .quickReplies: return try list(reader.quickReplies(of: try agent(caller)))
        case .shortcuts(let body): return try list(reader.shortcuts(of: try agent(caller), body.kind))
        case .file(let body): return try file(body, in: try find(body.session, caller))
        case .checkFile(let body): return try check(body, in: try find(body.session, caller), by: actor)
        case .keptFiles(let body): return try kept(body, for: actor)
        case .suggestContacts(let body): return try suggest(for: body.session, caller)
        case .contact(let body): return try contact(body, caller)
        case .searchDirectory(let body): return try search(body, caller)
        case .document(let body): return try document(body, caller)
        case .bots: return try list(registry.bots.values.sorted { $0.bot < $1.bot })
        case .statistics(let body): return try statistics(body, for: caller.agent)
        case .deadLetters(let body):
            guard caller.seesAll else { throw Refusal(.forbidden, "dead letters are for administrators") }
            _ = try limit(body.limit)
            // They lie in the broker: the responder looks there.
            return try list([DeadLetter]())
        case .channelState(let body): return try channelState(body.channel)
        case .channelWidget(let body): return try channelWidget(body)
        case .faqPage(let body): return try faqPage(body)
        case .credentials(let body): return try credentials(body, for: actor)
        case .webhooks: return try webhooks(for: actor)
        case .keptSessions(let body): return try kept(body, for: actor)
        }
    }

    /// For those who post events that waited.
    private func kept(_ body: SessionsKept, for actor: Actor) throws -> [UInt8] {
        guard case .system = actor else { throw Refusal(.forbidden, "this query is for parts of the deployment") }
        guard body.sessions.count <= SessionsKept.limit else {
            throw Refusal(
                .invalidField,
                "\(body.sessions.count) sessions are asked for; at most \(SessionsKept.limit) are answered",
                field: "sessions")
        }
        return try WireJSON.encode(SessionsKept(sessions: body.sessions.filter { try reader.isKept($0) }))
    }

    /// Who gets events elsewhere: for whoever posts them.
    private func webhooks(for actor: Actor) throws -> [UInt8] {
        guard case .system = actor else {
            throw Refusal(.forbidden, "receivers of webhooks are for parts of the deployment")
        }
        return try WireJSON.encode(registry.webhookList)
    }

    /// Who asks, and what he may see.
    struct Caller {
        /// `nil` for a part of the deployment, which sees all, and for a bot.
        var agent: AgentHandle?
        /// A bot sees the sessions that it has, as their visitors do.
        var bot: BotHandle?
        var channels: [ChannelHandle]
        /// Administrators, and parts of the deployment.
        var seesAll = false
    }

    private func caller(_ actor: Actor) throws -> Caller {
        switch actor {
        case .agent(let agent):
            let mine = registry.memberships(of: agent).map(\.channel)
            let isAdministrator = roster.agents[agent]?.profile.administrator == true
            return Caller(
                agent: agent, channels: isAdministrator ? registry.channels.keys.sorted() : mine,
                seesAll: isAdministrator)
        case .system:
            return Caller(agent: nil, channels: registry.channels.keys.sorted(), seesAll: true)
        case .bot(let bot):
            let mine = registry.channels.values.filter { $0.bot.enabled && $0.bot.bot == bot }
            return Caller(bot: bot, channels: mine.map(\.channel).sorted())
        case .visitor:
            throw Refusal(.forbidden, "this query is for agents")
        }
    }

    /// What a bot needs: to find its sessions again, and what the FAQ says.
    private func checkBot(_ query: Query) throws {
        switch query {
        case .session, .faqSearch: return
        case .sessions(let body) where body.view == .mine: return
        case .sessions: throw Refusal(.forbidden, "a bot may list its own sessions only: mine", field: "view")
        case .desk, .transcript, .channels, .agents, .faqEntries, .requestOptions, .request, .statistics,
            .channelState, .channelWidget, .faqPage, .credentials, .templates, .renderTemplate, .quickReplies,
            .shortcuts, .file, .checkFile, .keptFiles, .suggestContacts, .contact, .searchDirectory, .document,
            .bots, .deadLetters, .webhooks, .keptSessions:
            throw Refusal(.forbidden, "this query is for agents")
        }
    }

    /// A session that the caller may know of: agents those of their channels, and those in their own hands.
    func find(_ id: SessionID, _ caller: Caller) throws -> Session {
        guard let session = try reader.session(id) else { throw Refusal.unknownSession }
        if let bot = caller.bot {
            guard session.bot == bot else { throw Refusal.unknownSession }
            return session
        }
        guard let agent = caller.agent else { return session }
        let isMember = registry.members[session.channel]?[agent]?.hasAny == true
        guard isMember || session.role(of: agent) != .none else { throw Refusal.unknownSession }
        return session
    }

    /// Which events the caller may see of a session that he may know of.
    private func form(_ caller: Caller) -> StoreReader.Form {
        guard caller.bot == nil else { return .visitor }
        return caller.agent.map(StoreReader.Form.agent) ?? .agents
    }

    func summary(_ session: Session, _ caller: Caller) throws -> Summary {
        session.summary(
            for: caller.agent, channelName: registry.channels[session.channel]?.name ?? session.channel.text,
            position: try reader.position(of: session))
    }

    private func session(_ body: SessionGet, _ caller: Caller) throws -> [UInt8] {
        let session = try find(body.session, caller)
        let limit = min(max(body.limit ?? Answering.attachEvents, 1), Answering.attachEvents)
        let page: StoreReader.Page
        if let after = body.after {
            page = try reader.events(
                of: session.id, as: form(caller), after: after, limit: limit, byteLimit: Answering.attachBytes)
        } else {
            page = try reader.lastEvents(
                of: session.id, as: form(caller), limit: min(limit, Answering.snapshotEvents))
        }
        var snapshot = JSONObject(extending: try WireJSON.encode(try summary(session, caller)))
        snapshot.append("events", list: [])
        snapshot.append("more", json: "false".utf8)
        var result = JSONObject()
        result.append("snapshot", json: snapshot.json)
        result.append("events", list: page.events)
        result.append("more", json: (page.more ? "true" : "false").utf8)
        return result.json
    }

    private func sessions(_ body: SessionList, _ caller: Caller) throws -> [UInt8] {
        let limit = try limit(body.limit)
        var before: Int64?
        if let cursor = body.cursor {
            guard let number = Int64(cursor), number > 0 else {
                throw Refusal(.invalidField, "this is no cursor of an earlier answer", field: "cursor")
            }
            before = number
        }
        var channels = caller.channels
        if let channel = body.channel {
            guard channels.contains(channel) else {
                throw Refusal(.unknownChannel, "there is no channel \(channel)", field: "channel")
            }
            channels = [channel]
        }
        var selection: StoreReader.Selection
        switch body.view {
        case .mine: selection = caller.bot == nil ? .owned(by: try agent(caller)) : .live(channels)
        case .listening: selection = .listened(by: try agent(caller))
        case .recent:
            let since = now - .minutes(8 * 60)
            selection =
                caller.agent.map { .handled(by: $0, since: since) } ?? .ended(since: since, channels)
        case .incoming: selection = .waiting(channels)
        case .ongoing: selection = .ongoing(channels)
        case .all: selection = .all(channels)
        }
        if body.person != nil || body.company != nil {
            selection = .linked(ContactGet(person: body.person, company: body.company))
        }
        if let text = body.text {
            guard text.contains(where: { !$0.isWhitespace }), text.utf8.count <= 255 else {
                throw Refusal(.invalidField, "text is empty or longer than 255 bytes", field: "text")
            }
        }
        let found = try reader.sessions(selection, text: body.text, before: before, limit: limit)
        let shown = found.filter { _, session in
            channels.contains(session.channel) && (caller.bot.map { session.bot == $0 } ?? true)
                && (body.agent.map { session.lastAgent == $0 } ?? true)
                && (body.status.map { session.status == $0 } ?? true)
                && (body.rating.map { session.extra.rating?.rating == $0 } ?? true)
                && (body.from.map { session.openedAt >= $0 } ?? true)
                && (body.to.map { session.openedAt < $0 } ?? true)
        }
        var result = JSONObject()
        result.append(
            "items", list: try shown.map { try WireJSON.encode(try summary($0.session, caller)) })
        if found.count == limit, let last = found.last, body.view != .incoming {
            result.append("cursor", plain: String(last.number))
        }
        return result.json
    }

    /// All that an agent client needs after connecting.
    private func desk(_ caller: Caller) throws -> [UInt8] {
        let agent = try agent(caller)
        guard let me = roster.agents[agent] else {
            throw Refusal(.unknownAgent, "there is no agent \(agent)", field: "agent")
        }
        let members = registry.memberships(of: agent)
        let channels = members.map(\.channel)
        var result = JSONObject()
        try result.append("me", registry.agent(me, asAdministrator: false))
        result.append("channels", list: try members.map { try card(of: $0) })
        func append(_ key: StaticString, _ selection: StoreReader.Selection) throws {
            let sessions = try reader.sessions(selection, limit: Self.pageLimit)
            result.append(key, list: try sessions.map { try WireJSON.encode(try summary($0.session, caller)) })
        }
        try append("ongoing", .owned(by: agent))
        try append("recent", .handled(by: agent, since: now - .minutes(8 * 60)))
        try append("listening", .listened(by: agent))
        try append("incoming", .waiting(channels))
        try append("transfers", .transferring(to: agent))
        let colleagues = agents(AgentList(), caller)
        result.append("presence", list: try colleagues.map { try WireJSON.encode($0) })
        return result.json
    }

    private func card(of member: Member) throws -> [UInt8] {
        let figures = try reader.figures(member.channel)
        var card = JSONObject()
        card.append("channel", plain: member.channel.text)
        try card.append("name", registry.channels[member.channel]?.name ?? member.channel.text)
        card.append("waiting", Int64(figures.waiting))
        card.append("available", Int64(available(member.channel)))
        card.append("ongoing", Int64(figures.ongoing))
        if let since = figures.longestSince { card.append("longestSince", plain: since.description) }
        try card.append("member", member)
        return card.json
    }

    private func available(_ channel: ChannelHandle) -> Int {
        registry.available(on: [channel], roster)
    }

    private func transcript(_ body: TranscriptGet, _ caller: Caller) throws -> [UInt8] {
        let session = try find(body.session, caller)
        let events = try reader.events(of: session.id, as: form(caller), after: 0, limit: .max - 1).events
        var result = JSONObject()
        result.append("session", plain: session.id.description)
        result.append("format", plain: body.format.rawValue)
        switch body.format {
        case .json: result.append("events", list: events)
        case .text: try result.append("text", try Transcript.text(events))
        case .html: try result.append("text", try Transcript.html(events))
        }
        return result.json
    }

    /// Whether visitors find somebody now (spec section 4.4).
    private func channelState(_ channel: ChannelHandle) throws -> [UInt8] {
        var result = JSONObject()
        guard let settings = registry.channels[channel] else {
            result.append("open", json: "false".utf8)
            result.append("mode", plain: "deleted")
            result.append("waiting", Int64(0))
            result.append("available", Int64(0))
            return result.json
        }
        let figures = try reader.figures(channel)
        let desk = Desk(settings: settings, members: registry.members[channel] ?? [:])
        let mode = desk.mode(roster, waiting: figures.waiting, at: now)
        result.append("open", json: (mode == .online || mode == .busy ? "true" : "false").utf8)
        result.append("mode", plain: mode.rawValue)
        result.append("waiting", Int64(figures.waiting))
        result.append("available", Int64(available(channel)))
        if let wait = Desk.averageWait(of: try reader.recentWaits(channel)) {
            result.append("averageWait", plain: wait)
        }
        if let change = desk.nextChange(after: now) { result.append("nextChange", plain: change.description) }
        if let sentence = desk.offlineSentence(at: now) { result.append("sentence", text: sentence) }
        return result.json
    }

    /// What a widget needs of the settings, today's or those that a session was shown.
    private func channelWidget(_ body: ChannelWidgetGet) throws -> [UInt8] {
        guard let today = registry.channels[body.channel] else {
            throw Refusal(.unknownChannel, "there is no channel \(body.channel)", field: "channel")
        }
        if let origin = body.origin, !today.allowedOrigins.isEmpty, !today.allowedOrigins.contains(origin) {
            throw Refusal(.forbidden, "this channel may not be shown on \(origin.prefix(80))", field: "origin")
        }
        let settings = try body.version.flatMap { try reader.settings(body.channel, version: $0) } ?? today
        return try WireJSON.encode(settings.forWidget)
    }

    /// For parts of the deployment only. Whoever else asks learns not even who there is.
    private func credentials(_ body: AgentCredentialsGet, for actor: Actor) throws -> [UInt8] {
        guard case .system = actor, let found = roster.credentials(body) else {
            throw Refusal(.notFound, "there is no such agent")
        }
        return try WireJSON.encode(found)
    }

    private func faqEntries(_ body: FAQList, _ caller: Caller) throws -> [UInt8] {
        let limit = try limit(body.limit)
        let after = body.cursor.flatMap(Int64.init) ?? 0
        let found = try reader.faqEntries(in: body.folder, after: after, limit: limit)
        var result = JSONObject()
        result.append("items", list: try found.map { try WireJSON.encode($0.entry) })
        let folders = registry.folders.values.filter { $0.kind == .faq }
            .sorted { ($0.name, $0.folder) < ($1.name, $1.folder) }
        result.append("folders", list: try folders.map { try WireJSON.encode($0) })
        if found.count == limit, let last = found.last { result.append("cursor", plain: String(last.number)) }
        return result.json
    }

    private func faqSearch(_ body: FAQSearch, _ caller: Caller) throws -> [UInt8] {
        let limit = try limit(body.limit, standard: 3, atMost: 20)
        return try list(
            reader.faqSearch(
                body.text, language: body.language.flatMap { Language(tag: $0) },
                in: body.folder.map(registry.foldersWithin),
                shownOnly: caller.bot != nil || body.publicOnly == true,
                limit: limit))
    }

    /// An entry that everybody may read, as its page shows it.
    private func faqPage(_ body: FAQEntryReference) throws -> [UInt8] {
        guard let entry = try reader.faqEntry(body.entry), entry.published, entry.public else {
            throw Refusal(.notFound, "there is no entry \(body.entry) for everybody", field: "entry")
        }
        let others = try reader.faqShown(in: entry.folder, limit: 21).filter { $0.entry != entry.entry }.prefix(20)
        let page = FAQPage(
            entry: entry.entry, title: entry.title,
            html: HTMLText.shown(entry.text),
            url: entry.url, language: entry.language, folder: entry.folder.flatMap { registry.folders[$0]?.name },
            others: others.map { FAQSuggestion(id: $0.entry, title: $0.title, url: $0.url) })
        return try WireJSON.encode(page)
    }

    /// What a request may be about, and how urgent it may be.
    private func requestOptions() throws -> [UInt8] {
        let categories = registry.categories.values.sorted { ($0.name, $0.category) < ($1.name, $1.category) }
        let priorities = registry.priorities.values.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
        var result = JSONObject()
        result.append("categories", list: try categories.map { try WireJSON.encode($0) })
        result.append("priorities", list: try priorities.map { try WireJSON.encode($0) })
        return result.json
    }

    private func request(_ body: RequestGet, _ caller: Caller) throws -> [UInt8] {
        guard let request = try reader.request(body.request), caller.channels.contains(request.channel) else {
            throw Refusal(.notFound, "there is no request \(body.request)", field: "request")
        }
        return try WireJSON.encode(request)
    }

    /// The agents whom the caller may see: those with whom he shares a channel; administrators all.
    private func agents(_ body: AgentList, _ caller: Caller) -> [Agent] {
        roster.agents.values
            .filter { state in
                let members = registry.memberships(of: state.agent)
                let isSeen =
                    caller.seesAll || state.agent == caller.agent
                    || members.contains { caller.channels.contains($0.channel) }
                let isOnChannel = body.channel.map { channel in members.contains { $0.channel == channel } } ?? true
                let isPresent = body.present.map { $0 == (state.effective == .present) } ?? true
                return isSeen && isOnChannel && isPresent && !(body.withoutMe == true && state.agent == caller.agent)
            }
            .sorted { $0.agent < $1.agent }
            .map { state in
                caller.seesAll || state.agent == caller.agent
                    ? registry.agent(state, asAdministrator: caller.seesAll) : registry.agent(state)
            }
    }

    func agent(_ caller: Caller) throws -> AgentHandle {
        guard let agent = caller.agent else { throw Refusal(.forbidden, "this view is an agent's own") }
        return agent
    }

    /// How many entries a list is to hold: what was asked for, where that is allowed.
    func limit(_ asked: Int?, standard: Int = pageLength, atMost most: Int = pageLimit) throws(Refusal) -> Int {
        let limit = asked ?? standard
        guard (1...most).contains(limit) else {
            throw Refusal(.invalidField, "\(limit) is not between 1 and \(most)", field: "limit")
        }
        return limit
    }

    func list(_ items: [some Encodable]) throws -> [UInt8] {
        var result = JSONObject()
        result.append("items", list: try items.map { try WireJSON.encode($0) })
        return result.json
    }
}
