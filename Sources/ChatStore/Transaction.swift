import ChatContract
import ChatCore

/// The one transaction of the architecture: lock, refresh, decide, write.
///
/// Decisions are gathered while the batch is decided, and written once at the end: a session that got ten messages is
/// one row written, a channel one version. Everything is in, or nothing is.
public final class Transaction {
    private let sql: any SQLConnection
    public let view: StoreView
    public let now: Timestamp
    private let worker: String
    private let identifiers: Identifiers

    private var refreshed: Set<ChannelHandle> = []
    private var sessions: [SessionID: SessionChange] = [:]
    private var agents: Set<AgentHandle> = []
    private var removedAgents: Set<AgentHandle> = []
    private var gateways: Set<GatewayHandle> = []
    private var waitsChanged: Set<ChannelHandle> = []
    private var settings: [SettingsChange] = []
    private var events: [PendingEvent] = []
    private var messages: [OutboxMessage] = []
    private var statistics: [StatisticEvent] = []
    private var evaluations: Set<ChannelHandle> = []
    private var lostGateways: [GatewayHandle] = []
    /// News for now; they are told after the commit and kept nowhere.
    public private(set) var transients: [TransientEvent] = []
    private var timers: [Timer.Kind: [Timer.Subject: Timer]] = [:]
    private var requests: [SubmittedRequest] = []
    private var texts: [AgentTextChange] = []
    /// Channels of which only single sessions were changed, with the version that was found.
    private var partial: [ChannelHandle: (version: Int64, waits: [Span])] = [:]
    private var deleted: Set<ChannelHandle> = []
    /// The sessions that were changed, with their channels.
    public private(set) var touched: [SessionID: ChannelHandle] = [:]
    /// What is to be published once the transaction is kept, in order.
    private(set) var entries: [OutboxEntry] = []

    /// An event that is to be written, and what caused it.
    private struct PendingEvent {
        var addressed: AddressedEvent
        var cause: Cause
    }

    /// The message that caused something.
    public struct Cause: Sendable, Equatable {
        public var messageID: String
        public var traceparent: String?

        public init(messageID: String, traceparent: String? = nil) {
            self.messageID = messageID
            self.traceparent = traceparent
        }

        /// What happened by itself: a timer.
        public static let timer = Cause(messageID: "timer")
    }

    init(
        _ sql: any SQLConnection, _ view: StoreView, worker: String, identifiers: Identifiers, at now: Timestamp
    ) throws(StoreError) {
        self.sql = sql
        self.view = view
        self.worker = worker
        self.identifiers = identifiers
        self.now = now
        try refreshRegistryAndRoster()
    }

    // MARK: - Looking

    /// Brings a channel's desk up to date.
    ///
    /// - Returns: whether there is such a channel.
    public func refresh(_ channel: ChannelHandle) throws(StoreError) -> Bool {
        guard view.registry.channels[channel] != nil else { return false }
        guard !refreshed.contains(channel) else { return true }
        // What was decided about single sessions of it must be in the tables, for they are read now.
        if partial[channel] != nil { try flush() }
        guard
            let row = try sql.first(
                "SELECT version, recent_waits FROM channel WHERE channel = ? AND deleted_at IS NULL",
                .text(channel.text), read: { ($0.integer(0), $0.bytes(1)) })
        else { return false }
        let cached = view.versions[channel] ?? -1
        if row.0 != cached {
            if view.desks[channel] == nil { view.desks[channel] = try emptyDesk(channel) }
            view.desks[channel]?.recentWaits = try Self.waits(row.1)
            if cached >= 0 {
                // Those that went to another channel are not found here any more.
                for session in try sql.all(
                    "SELECT session FROM moved WHERE channel = ? AND version > ?", .text(channel.text),
                    .integer(cached), read: { row throws(StoreError) in try row.identifier(0) as SessionID })
                {
                    view.desks[channel]?.remove(session)
                }
            }
            let changed = try sql.all(
                cached < 0
                    ? "SELECT \(SessionRow.columns) FROM session WHERE channel = ? AND version > ? AND live = 1"
                    : "SELECT \(SessionRow.columns) FROM session WHERE channel = ? AND version > ?",
                .text(channel.text), .integer(cached), read: SessionRow.read)
            for (number, session) in changed {
                view.desks[channel]?.insert(session)
                view.numbers[session.id] = session.status.isLive ? number : nil
                try loadSettings(shownTo: session, on: channel)
            }
            view.versions[channel] = row.0
        }
        refreshed.insert(channel)
        return true
    }

    /// A desk with one session on it: what deciding about that session needs, where the whole channel is not at hand.
    func desk(_ channel: ChannelHandle, with session: Session) throws(StoreError) -> Desk? {
        guard let settings = view.registry.channels[channel] else { return nil }
        let waits = try sql.first(
            "SELECT recent_waits FROM channel WHERE channel = ?", .text(channel.text), read: { $0.bytes(0) })
        var desk = Desk(
            settings: settings, members: view.registry.members[channel] ?? [:], sessions: [session],
            recentWaits: try Self.waits(waits ?? Array("[]".utf8)))
        if let shown = try settingsShown(to: session, settings) { desk.remember(shown) }
        return desk
    }

    /// Sees to it that the desk knows the settings whose texts a session was shown.
    private func loadSettings(shownTo session: Session, on channel: ChannelHandle) throws(StoreError) {
        guard let desk = view.desks[channel], !desk.knows(version: session.settingsVersion),
            let shown = try settingsShown(to: session, desk.settings)
        else { return }
        view.desks[channel]?.remember(shown)
    }

    /// Earlier settings than those of today, where the session was shown such.
    private func settingsShown(to session: Session, _ settings: Channel) throws(StoreError) -> Channel? {
        guard session.status.isLive, session.settingsVersion != settings.version else { return nil }
        return try sql.first(
            "SELECT settings FROM settings WHERE channel = ? AND version = ?", .text(settings.channel.text),
            .integer(session.settingsVersion), read: { row throws(StoreError) in try JSONColumn.decode(row, 0) })
    }

    /// A session of the channel that is over; `nil` when there is none of that name.
    public func archived(_ session: SessionID, on channel: ChannelHandle) throws(StoreError) -> Session? {
        // One that ended in this batch is not in the tables yet.
        if let ended = sessions[session]?.session { return ended.channel == channel ? ended : nil }
        guard let found = try find(session), found.session.channel == channel else { return nil }
        return found.session
    }

    /// Where a session is that left the channel for another one.
    public func target(of session: SessionID, movedFrom channel: ChannelHandle) throws(StoreError) -> ChannelHandle? {
        if let change = sessions[session], change.movedFrom == channel { return change.session.channel }
        let isMoved = try sql.first(
            "SELECT 1 FROM moved WHERE session = ? AND channel = ?", .text(session.description), .text(channel.text),
            read: { $0.bool(0) })
        guard isMoved == true else { return nil }
        return try find(session)?.session.channel
    }

    /// The channels that a session has left for others.
    public func formerChannels(of session: SessionID) throws(StoreError) -> [ChannelHandle] {
        let kept = try sql.all("SELECT channel FROM moved WHERE session = ?", .text(session.description)) {
            row throws(StoreError) in
            try row.handle(0) as ChannelHandle
        }
        // One that it left in this batch is not in the tables yet.
        return kept + [sessions[session]?.movedFrom].compactMap(\.self)
    }

    /// What was kept of a command.
    public func kept(_ key: CommandKey) throws(StoreError) -> KeptCommand? { try KeptCommand.find(key, sql) }

    private func find(_ session: SessionID) throws(StoreError) -> (number: Int64, session: Session)? {
        try sql.first(
            "SELECT \(SessionRow.columns) FROM session WHERE session = ?", .text(session.description),
            read: SessionRow.read)
    }

    /// The head of the queue over several channels: returned chats first, then by time, then by session.
    private func queueHead(_ channels: [ChannelHandle]) throws(StoreError) -> (number: Int64, session: Session)? {
        // One look at the front of each queue, by the index; the pure order decides between them.
        var head: (number: Int64, session: Session)?
        func key(_ session: Session) -> (Int, Timestamp, SessionID) {
            guard case .waiting(let waiting) = session.phase else { return (2, session.at, session.id) }
            return (waiting.returned ? 0 : 1, waiting.since, session.id)
        }
        for channel in channels {
            let first = try sql.first(
                """
                SELECT \(SessionRow.columns) FROM session WHERE channel = ? AND place IS NOT NULL
                ORDER BY place, leg_since, session LIMIT 1
                """, .text(channel.text), read: SessionRow.read)
            guard let first else { continue }
            if let best = head, key(best.session) < key(first.session) { continue }
            head = first
        }
        return head
    }

    // MARK: - Deciding

    /// Decides a command to a channel whose desk was refreshed, and takes its changes over.
    public func decide(
        _ request: CommandRequest, on channel: ChannelHandle, cause: Cause
    ) throws(StoreError) -> CommandOutcome {
        let request = try lookUp(request, on: channel)
        guard var desk = view.desks.removeValue(forKey: channel) else {
            return .refused(status: nil, Refusal(.unknownChannel, "there is no channel \(channel)"))
        }
        let decision = desk.decide(request, &view.roster, identifiers, at: now)
        view.desks[channel] = desk
        try take(decision.changes, cause, on: channel)
        if decision.changes.recentWaitsChanged { waitsChanged.insert(channel) }
        return decision.outcome
    }

    /// Looks up what deciding needs and the desk does not hold: it comes in as values.
    private func lookUp(_ request: CommandRequest, on channel: ChannelHandle) throws(StoreError) -> CommandRequest {
        var request = request
        let settings = view.registry.channels[channel]
        switch request.command {
        case .requestTransfer(let transfer):
            if let target = transfer.channel, target != channel, try refresh(target) {
                request.destination = view.desks[target]
            }
        case .createRequest(let body):
            request.options = RequestOptions(view.registry)
            // The log is read from the tables, so they must hold what this batch decided so far.
            if sessions[body.session] != nil { try flush() }
            request.log = try log(of: body.session)
        case .linkContact(let link):
            // What it names may have been made by this very batch.
            if let id = link.request, sessions.values.contains(where: { $0.session.request == id }) { try flush() }
            request.known = KnownContacts(
                person: view.isDirectoryElsewhere
                    ? link.person.map { Person(person: $0, firstName: "", lastName: "") }
                    : try link.person.flatMap { id throws(StoreError) in try DirectoryTable.person(id, sql) },
                company: view.isDirectoryElsewhere
                    ? link.company.map { Company(company: $0, name: "") }
                    : try link.company.flatMap { id throws(StoreError) in try DirectoryTable.company(id, sql) },
                hasRequest: try link.request.map { id throws(StoreError) in
                    try StoreReader(sql).request(id)?.channel == channel
                } ?? false)
        case .createContact(let body):
            if let new = body.company {
                request.known.company = view.isDirectoryElsewhere ? nil : try DirectoryTable.company(like: new, sql)
            } else {
                request.known.company = try body.person.company.flatMap { id throws(StoreError) in
                    view.isDirectoryElsewhere ? Company(company: id, name: "") : try DirectoryTable.company(id, sql)
                }
            }
        case .open(let open):
            let visitors = visitors(open, settings)
            request.blockedUntil = try blocked(visitors, on: channel)
            if let settings, settings.routing.policy != .manual, settings.routing.preferSameAgentSeconds > 0 {
                request.formerAgent = try sql.first(
                    """
                    SELECT last_agent FROM session INDEXED BY session_history
                    WHERE channel = ? AND visitor_digest = ? AND last_agent IS NOT NULL ORDER BY number DESC LIMIT 1
                    """, .text(channel.text),
                    .blob(visitors.known.bytes),
                    read: { row throws(StoreError) in try row.handle(0) as AgentHandle })
            }
            if let question = open.question {
                request.suggestions = try suggestions(for: question, in: open.language, settings)
            }
        case .identify(let form):
            if let question = form.question {
                let language = view.desks[channel]?[form.session]?.visitor.language
                request.suggestions = try suggestions(for: question, in: language, settings)
            }
        case .post(let post) where request.actor == .visitor:
            if let session = view.desks[channel]?[post.session], session.status == .faq {
                request.suggestions = try suggestions(for: post.text, in: session.visitor.language, settings)
            }
        default:
            break
        }
        return request
    }

    /// What visitor and agents said in a session, for a request.
    private func log(of session: SessionID) throws(StoreError) -> String {
        let page = try StoreReader(sql).events(
            of: session, as: .visitor, after: 0, limit: 5000, byteLimit: 1024 * 1024)
        do {
            return try Transcript.text(page.events)
        } catch {
            throw StoreError(.corrupt, "events of \(session): \(error)")
        }
    }

    /// Until when the visitor is blocked on a channel: as the browser's, or as whom the site vouches for.
    private func blocked(
        _ visitors: (browser: VisitorDigest, known: VisitorDigest), on channel: ChannelHandle
    ) throws(StoreError) -> Timestamp? {
        try sql.first(
            "SELECT max(until) FROM block WHERE channel = ? AND visitor_digest IN (?, ?)", .text(channel.text),
            .blob(visitors.browser.bytes), .blob(visitors.known.bytes), read: { $0.timeIfPresent(0) }) ?? nil
    }

    /// How the store may know the visitor who opens a session: by his browser, and by the site's word where there is one.
    private func visitors(
        _ open: SessionOpen, _ settings: Channel?
    ) -> (browser: VisitorDigest, known: VisitorDigest) {
        let browser = VisitorDigest(secret: open.visitorId)
        guard let token = open.identity, let secret = settings?.identitySecret,
            let identity = try? VisitorIdentity(token: token, secret: secret, at: now)
        else { return (browser, browser) }
        return (browser, VisitorDigest(secret: open.visitorId, subject: identity.subject))
    }

    /// The entries of the FAQ that a visitor of the channel is shown with his question.
    ///
    /// - Parameter language: the visitor's; the channel's where it is not known.
    private func suggestions(
        for question: String, in language: String?, _ settings: Channel?
    ) throws(StoreError) -> [FAQSuggestion] {
        guard let settings, settings.faqSuggestions.enabled else { return [] }
        let language = language.flatMap { Language(tag: $0) } ?? Language(tag: settings.language)
        let folders = settings.faqSuggestions.folder.map(view.registry.foldersWithin)
        return try FAQTable.search(
            question, language: language, in: folders, shownOnly: true, limit: 3, sql
        ).map {
            FAQSuggestion(id: $0.entry, title: $0.title, url: $0.url)
        }
    }

    /// What must hold before a repeat is looked up.
    public func authorize(_ request: CommandRequest, on channel: ChannelHandle) throws(Refusal) {
        guard let desk = view.desks[channel] else {
            throw Refusal(.unknownChannel, "there is no channel \(channel)")
        }
        try desk.authorize(request)
    }

    /// Decides a control command, and takes its changes over.
    public func decide(
        _ command: ControlCommand, by actor: Actor, key: CommandKey, cause: Cause
    ) throws(StoreError) -> CommandOutcome {
        if case .pickUpNext(let body) = command { return try pickUpNext(body, by: actor, key: key, cause) }
        var desk: Desk?
        if case .deleteChannel(let body) = command, try refresh(body.channel) { desk = view.desks[body.channel] }
        var control = Control(view.registry, by: actor, at: now)
        let decision = control.decide(command, &view.roster, desk: desk)
        view.registry = control.registry
        // What comes later in this batch goes by the new settings, whether its desk was at hand before or not.
        if !decision.changes.settings.isEmpty { view.applyRegistry() }
        try take(decision.changes, cause)
        if case .erasePersonalData(let body) = command, case .done = decision.outcome {
            return try erase(body, by: actor, as: identifiers.request(for: key), cause)
        }
        let gone = decision.changes.settings.compactMap { change in
            if case .channelDeleted(let channel) = change { channel } else { nil }
        }
        if !gone.isEmpty {
            // Made anew in the same batch, it begins with nothing: its old desk is not asked again.
            try flush()
            refreshed.subtract(gone)
        }
        return decision.outcome
    }

    /// `privacy.erase`: what is erased is found in the tables, so they must hold what this batch decided so far.
    private func erase(
        _ body: PrivacyErase, by actor: Actor, as id: RequestID, _ cause: Cause
    ) throws(StoreError) -> CommandOutcome {
        try flush()
        let (result, sessions) = try PersonalDataErasure(of: body.email, sql).run(identifiers, at: now)
        for session in sessions { try tellOfErasure(session, by: actor, cause) }
        try PersonalDataErasure.keep(result, as: id, of: body.email, by: actor, identifiers, at: now, sql)
        return .done(status: nil, CommandFacts(request: id))
    }

    /// Erases what identifies people in sessions that ended long ago; figures stay (decisions, "retention").
    ///
    /// - Parameters:
    ///   - before: sessions that ended before this.
    ///   - limit: how many at once, so that nobody waits for long.
    /// - Returns: how many were erased.
    public func erase(before: Timestamp, limit: Int = 100) throws(StoreError) -> Int {
        let sessions = try SessionErasure.eraseOld(before: before, limit: limit, at: now, sql)
        for session in sessions {
            try tellOfErasure(
                session, by: .system("retention"), Cause(messageID: "retention.\(session)"))
        }
        if !sessions.isEmpty { try DeadLetterSweep.note(.erasedSessions, at: now, sql) }
        return sessions.count
    }

    /// Records the last event of a session: whoever has something of it elsewhere is to forget that.
    private func tellOfErasure(_ session: SessionID, by actor: Actor, _ cause: Cause) throws(StoreError) {
        let last = try sql.first(
            "UPDATE session SET seq = seq + 1 WHERE session = ? RETURNING channel, seq, status",
            .text(session.description)
        ) { row throws(StoreError) in (try row.handle(0) as ChannelHandle, row.integer(1), row.integer(2)) }
        guard let (channel, seq, code) = last, let status = SessionStatus.allCases.first(where: { $0.code == code })
        else { throw StoreError(.corrupt, "session \(session) has no status") }
        let event = Event(
            channel: channel, session: session, seq: seq, previous: nil, at: now, actor: actor, status: status,
            data: .erased)
        events.append(PendingEvent(addressed: AddressedEvent(event, to: Audience()), cause: cause))
    }

    /// `session.pickUpNext`: finds the head over the agent's channels, loads that one session and applies the same
    /// pure pick-up to it.
    private func pickUpNext(
        _ body: SessionPickUpNext, by actor: Actor, key: CommandKey, _ cause: Cause
    ) throws(StoreError) -> CommandOutcome {
        guard case .agent(let agent) = actor else {
            return .refused(status: nil, Refusal(.forbidden, "chats are taken by agents"))
        }
        var heard = Changes()
        if view.roster.hear(agent, at: now, &heard), let state = view.roster.agents[agent] {
            let channels = view.registry.memberships(of: agent).map(\.channel)
            heard.transients += state.presenceChanged(on: channels, at: now)
        }
        try take(heard, cause)
        // The head is looked for in the tables, so they must hold what this batch decided so far.
        try flush()
        let mine = view.registry.memberships(of: agent).filter(\.respond).map(\.channel)
        let channels = body.channels.map { wanted in mine.filter(wanted.contains) } ?? mine
        guard let head = try queueHead(channels) else { return .done(status: nil, CommandFacts()) }
        let channel = head.session.channel
        guard var desk = try desk(channel, with: head.session) else {
            return .done(status: nil, CommandFacts())
        }
        let version = try sql.first(
            "SELECT version FROM channel WHERE channel = ?", .text(channel.text), read: { $0.integer(0) })
        let request = CommandRequest(
            actor: actor, key: key, command: .pickUp(SessionReference(session: head.session.id)))
        let decision = desk.decide(request, &view.roster, identifiers, at: now)
        try take(decision.changes, cause)
        if let session = decision.changes.sessions[head.session.id]?.session {
            view.numbers[session.id] = head.number
            if view.desks[channel] != nil, view.versions[channel] == version || refreshed.contains(channel) {
                // The desk is at hand: it goes along.
                refreshed.insert(channel)
                view.desks[channel]?.insert(session)
                view.desks[channel]?.recentWaits = desk.recentWaits
            } else if let version {
                partial[channel] = (version, desk.recentWaits)
            }
            waitsChanged.insert(channel)
        }
        return decision.outcome
    }

    /// Fires a timer that is due, unless somebody else did.
    ///
    /// - Returns: whether it was fired here.
    public func fire(_ timer: Timer) throws(StoreError) -> Bool {
        guard try TimerRow.take(timer, sql) else { return false }
        if let channel = timer.channel {
            guard try refresh(channel), var desk = view.desks.removeValue(forKey: channel) else { return true }
            let changes = desk.fire(timer, &view.roster, at: now)
            view.desks[channel] = desk
            try take(changes, .timer, on: channel)
        } else {
            var control = Control(view.registry, by: .system("worker"), at: now)
            try take(control.fire(timer, &view.roster), .timer)
        }
        return true
    }

    /// - Parameter channel: the channel whose desk decided; it looked at its own queue already.
    private func take(_ changes: Changes, _ cause: Cause, on channel: ChannelHandle? = nil) throws(StoreError) {
        for change in changes.sessions.values where change.movedFrom != nil {
            view.desks[change.session.channel]?.insert(change.session)
        }
        try lookAgain(for: changes.freed, besides: channel)
        for (id, change) in changes.sessions {
            if sessions[id] == nil { sessions[id] = change } else { sessions[id]?.merge(change) }
        }
        events += changes.events.map { PendingEvent(addressed: $0, cause: cause) }
        statistics += changes.statistics
        transients += changes.transients.map(toAllHisChannels)
        agents.formUnion(changes.agents)
        gateways.formUnion(changes.gateways)
        requests += changes.requests
        for block in changes.blocks {
            // At once: a command of the same batch may ask.
            try sql.execute(
                "INSERT OR REPLACE INTO block (channel, visitor_digest, until) VALUES (?, ?, ?)",
                .text(block.channel.text), .blob(block.visitor.bytes), SQLValue(block.until))
        }
        // At once as well: a later command of the batch may name them.
        for company in changes.companies {
            try DirectoryTable.save(company, sql)
            try noteHandover(.company, company.company?.description)
        }
        for person in changes.persons {
            try DirectoryTable.save(person, sql)
            try noteHandover(.person, person.person?.description)
        }
        texts += changes.texts
        evaluations.formUnion(changes.evaluations)
        lostGateways += changes.lostGateways
        settings += changes.settings
        for timer in changes.timers { timers[timer.kind, default: [:]][timer.subject] = timer }
    }

    /// What an agent is now concerns all his channels, wherever it was noticed.
    private func toAllHisChannels(_ news: TransientEvent) -> TransientEvent {
        guard news.type == .presenceChanged, let agent = news.agent else { return news }
        var news = news
        let channels = view.registry.memberships(of: agent).map(\.channel)
        news.routingKeys =
            [RoutingKey.agent(agent, news.type.rawValue)]
            + channels.map { RoutingKey.desk($0, news.type.rawValue) }
        return news
    }

    /// Whoever became free is looked for by the other channels that push and where somebody waits (guarantee 6).
    private func lookAgain(for freed: Set<AgentHandle>, besides channel: ChannelHandle?) throws(StoreError) {
        for agent in freed {
            for member in view.registry.memberships(of: agent) where member.respond && member.channel != channel {
                guard !evaluations.contains(member.channel),
                    view.registry.channels[member.channel]?.routing.policy ?? .manual != .manual
                else { continue }
                let waits = try sql.first(
                    "SELECT 1 FROM session WHERE channel = ? AND place IS NOT NULL LIMIT 1", .text(member.channel.text),
                    read: { $0.bool(0) })
                if waits == true { evaluations.insert(member.channel) }
            }
        }
    }

    /// Keeps the outcome of a command under its key.
    public func keep(
        _ outcome: CommandOutcome, key: CommandKey, fingerprint: CommandFingerprint
    ) throws(StoreError) {
        try KeptCommand.insert(key, fingerprint, outcome, at: now, sql)
    }

    /// Adds a message that is to be published with this transaction.
    public func publish(_ message: OutboxMessage) { messages.append(message) }

    // MARK: - Small facts

    /// Forgets what the broker has confirmed.
    public func forget(outbox ids: some Sequence<Int64>) throws(StoreError) {
        for id in ids { try sql.execute("DELETE FROM outbox WHERE id = ?", .integer(id)) }
    }

    /// Counts a delivery that failed.
    ///
    /// - Returns: how often it failed now.
    public func countAttempt(_ delivery: String, error: String) throws(StoreError) -> Int {
        try sql.execute(
            """
            INSERT INTO attempt (delivery, count, at, error) VALUES (?, 1, ?, ?)
            ON CONFLICT (delivery) DO UPDATE SET count = attempt.count + 1, at = excluded.at, error = excluded.error
            """, .text(delivery), SQLValue(now), .text(error))
        return try sql.first("SELECT count FROM attempt WHERE delivery = ?", .text(delivery)) { Int($0.integer(0)) }
            ?? 1
    }

    /// A delivery that failed before succeeded, or is parked.
    public func forgetAttempts(_ delivery: String) throws(StoreError) {
        try sql.execute("DELETE FROM attempt WHERE delivery = ?", .text(delivery))
    }

    // MARK: - Writing

    /// Writes everything that was decided since the last time.
    func flush() throws(StoreError) {
        try writeSettings()
        try writeSessions()
        try writeRoster()
        for timer in timers.values.joined().map(\.value) { try TimerRow.write(timer, sql) }
        for request in requests { try write(request) }
        for change in texts { try AgentTextTable.write(change, sql) }
        try writeEvents()
        try writeStatistics()
        gatherCommands()
        for message in messages {
            let id = try Outbox.insert(message, worker: worker, at: now, sql)
            entries.append(OutboxEntry(id: id, at: now, messages: [message]))
        }
        for change in sessions.values {
            touched[change.session.id] = change.session.channel
            if !change.session.status.isLive { view.numbers[change.session.id] = nil }
        }
        settings = []
        sessions = [:]
        waitsChanged = []
        partial = [:]
        deleted = []
        agents = []
        removedAgents = []
        gateways = []
        timers = [:]
        requests = []
        texts = []
        events = []
        statistics = []
        evaluations = []
        lostGateways = []
        messages = []
    }

    private func writeSettings() throws(StoreError) {
        guard !settings.isEmpty else { return }
        let revision = try raise("registry", from: view.registryRevision)
        view.registryRevision = revision
        for change in settings {
            switch change {
            case .channelSaved(let channel):
                try sql.execute(
                    """
                    INSERT INTO channel (channel, version, revision, settings, recent_waits) VALUES (?, 0, ?, ?, '[]')
                    ON CONFLICT (channel) DO UPDATE SET revision = excluded.revision, settings = excluded.settings,
                      deleted_at = NULL, queue_gone = 0
                    """, .text(channel.channel.text), .integer(revision), try JSONColumn.encode(channel))
                try sql.execute(
                    "INSERT OR REPLACE INTO settings (channel, version, settings) VALUES (?, ?, ?)",
                    .text(channel.channel.text), .integer(channel.version ?? 1), try JSONColumn.encode(channel))
                view.desks[channel.channel]?.adopt(channel)
            case .channelDeleted(let channel):
                try sql.execute(
                    "UPDATE channel SET deleted_at = ?, revision = ?, version = version + 1 WHERE channel = ?",
                    SQLValue(now), .integer(revision), .text(channel.text))
                try sql.execute("DELETE FROM member WHERE channel = ?", .text(channel.text))
                try sql.execute("DELETE FROM timer WHERE channel = ?", .text(channel.text))
                deleted.insert(channel)
            case .memberSaved(let member):
                try sql.execute(
                    """
                    INSERT INTO member (channel, agent, respond, notify, listen, manage) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (channel, agent) DO UPDATE SET respond = excluded.respond, notify = excluded.notify,
                      listen = excluded.listen, manage = excluded.manage
                    """, .text(member.channel.text), .text(member.agent.text), SQLValue(member.respond),
                    SQLValue(member.notify), SQLValue(member.listen), SQLValue(member.manage))
                view.desks[member.channel]?.members[member.agent] = member
            case .memberRemoved(let member):
                try sql.execute(
                    "DELETE FROM member WHERE channel = ? AND agent = ?", .text(member.channel.text),
                    .text(member.agent.text))
                view.desks[member.channel]?.members[member.agent] = nil
            case .agentRemoved(let agent):
                removedAgents.insert(agent)
            case .botSaved(let bot): try save("bot", bot.bot.text, bot)
            case .botRemoved(let bot): try remove("bot", bot.text)
            case .folderSaved(let folder): try save("folder", folder.folder.description, folder)
            case .folderRemoved(let folder):
                try remove("folder", folder.description)
                for table in ["faq", "template"] {
                    try sql.execute(
                        "UPDATE \(table) SET folder = NULL, body = json_remove(body, '$.folder') WHERE folder = ?",
                        .text(folder.description))
                }
            case .faqSaved(let entry): try FAQTable.save(entry, sql)
            case .faqRemoved(let entry):
                try FAQTable.remove(entry, sql)
                try AgentTextTable.forget("faq", entry.description, sql)
            case .categorySaved(let category): try save("category", category.category.description, category)
            case .categoryRemoved(let category): try remove("category", category.description)
            case .prioritySaved(let priority): try save("priority", priority.priority.description, priority)
            case .priorityRemoved(let priority): try remove("priority", priority.description)
            case .webhookSaved(let webhook): try save("webhook", webhook.webhook.text, webhook)
            case .webhookRemoved(let webhook):
                // It stays known that it was there: its queue has to go.
                try sql.execute("UPDATE webhook SET body = NULL WHERE webhook = ?", .text(webhook.text))
            }
        }
    }

    /// Saves what is kept as JSON under its name.
    private func save(_ table: StaticString, _ name: String, _ body: some Encodable) throws(StoreError) {
        try sql.execute(
            "INSERT OR REPLACE INTO \(table) (\(table), body) VALUES (?, ?)", .text(name),
            try JSONColumn.encode(body))
    }

    private func remove(_ table: StaticString, _ name: String) throws(StoreError) {
        try sql.execute("DELETE FROM \(table) WHERE \(table) = ?", .text(name))
    }

    private func writeSessions() throws(StoreError) {
        let changes = sessions.values.sorted { $0.session.id < $1.session.id }
        var versions: [ChannelHandle: Int64] = [:]
        let channels = Set(changes.map(\.session.channel)).union(changes.compactMap(\.movedFrom)).union(waitsChanged)
        for channel in channels.sorted() where !deleted.contains(channel) {
            guard let found = refreshed.contains(channel) ? view.versions[channel] : partial[channel]?.version else {
                throw StoreError(.internal, "the channel \(channel) was changed without being looked at")
            }
            guard
                try sql.execute(
                    "UPDATE channel SET version = ? WHERE channel = ? AND version = ?", .integer(found + 1),
                    .text(channel.text), .integer(found)) == 1
            else { throw StoreError(.outdated, "another worker wrote the channel \(channel)") }
            versions[channel] = found + 1
            if refreshed.contains(channel) { view.versions[channel] = found + 1 }
            if waitsChanged.contains(channel) {
                let waits = view.desks[channel]?.recentWaits ?? partial[channel]?.waits ?? []
                try sql.execute(
                    "UPDATE channel SET recent_waits = ? WHERE channel = ?", try JSONColumn.encode(waits),
                    .text(channel.text))
            }
        }
        for channel in deleted {
            // A worker that slept while the channel was deleted and made anew sees that its sessions are over.
            versions[channel] = try sql.first(
                "SELECT version FROM channel WHERE channel = ?", .text(channel.text), read: { $0.integer(0) })
        }
        for change in changes {
            let version = versions[change.session.channel] ?? 0
            if change.isNew {
                view.numbers[change.session.id] = try SessionRow.insert(change.session, version: version, sql)
            } else {
                try SessionRow.update(change, number: try number(of: change.session.id), version: version, sql)
            }
            if let former = change.movedFrom, former != change.session.channel {
                try sql.execute(
                    "INSERT OR REPLACE INTO moved (session, channel, version, target) VALUES (?, ?, ?, ?)",
                    .text(change.session.id.description), .text(former.text), .integer(versions[former] ?? 0),
                    .text(change.session.channel.text))
            }
        }
        for channel in deleted { view.forget(channel) }
    }

    private func writeRoster() throws(StoreError) {
        guard !agents.isEmpty || !gateways.isEmpty || !removedAgents.isEmpty else { return }
        let revision = try raise("roster", from: view.rosterRevision)
        view.rosterRevision = revision
        for agent in agents.sorted() {
            if let state = view.roster.agents[agent] { try AgentRow.write(state, revision: revision, sql) }
        }
        for agent in removedAgents.sorted() {
            try AgentRow.remove(agent, revision: revision, sql)
            try AgentTextTable.forget(agent, sql)
        }
        for gateway in gateways.sorted() {
            try sql.execute(
                """
                INSERT INTO gateway (gateway, revision, lease_until) VALUES (?, ?, ?)
                ON CONFLICT (gateway) DO UPDATE SET revision = excluded.revision, lease_until = excluded.lease_until
                """, .text(gateway.text), .integer(revision), SQLValue(view.roster.gateways[gateway]))
        }
    }

    private func raise(_ scope: String, from number: Int64) throws(StoreError) -> Int64 {
        guard
            try sql.execute(
                "UPDATE revision SET number = ? WHERE scope = ? AND number = ?", .integer(number + 1), .text(scope),
                .integer(number)) == 1
        else { throw StoreError(.outdated, "another worker wrote the \(scope)") }
        return number + 1
    }

    private func writeEvents() throws(StoreError) {
        guard !events.isEmpty else { return }
        var runs: [ClosedRange<Int64>] = []
        var messages: [OutboxMessage] = []
        for pending in events {
            let stored = try write(pending)
            Runs.add(stored.id, to: &runs)
            messages += stored.messages()
        }
        let id = try Outbox.insert(events: runs, worker: worker, at: now, sql)
        entries.append(OutboxEntry(id: id, at: now, messages: messages))
    }

    private func write(_ pending: PendingEvent) throws(StoreError) -> StoredEvent {
        let event = pending.addressed.event
        let audience = pending.addressed.audience
        let body: [UInt8]
        let visitorBody: [UInt8]?
        do {
            body = try event.json()
            visitorBody = event.hasVisitorForm ? try event.visitorJSON() : nil
        } catch {
            throw StoreError(.internal, "\(error)")
        }
        let id = try sql.insert(
            """
            INSERT INTO event (session, seq, type, visible, body, visitor_body, agents, gateways, bots, desk, cause,
              traceparent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(try number(of: event.session)), .integer(event.seq), .text(event.type.rawValue),
                SQLValue(event.visibility == .visitor), .utf8(body), visitorBody.map(SQLValue.utf8) ?? .null,
                .text(audience.agents.map(\.text).joined(separator: ",")),
                .text(audience.gateways.map(\.text).joined(separator: ",")),
                .text(audience.bots.map(\.text).joined(separator: ",")), SQLValue(audience.desk),
                .text(pending.cause.messageID), SQLValue(pending.cause.traceparent),
            ])
        return StoredEvent(
            id: id,
            event: StoredEvent.AddressedEventKeys(
                channel: event.channel, session: event.session, seq: event.seq, type: event.type, at: event.at,
                audience: audience, cause: pending.cause.messageID, traceparent: pending.cause.traceparent),
            body: body, visitorBody: visitorBody)
    }

    private func writeStatistics() throws(StoreError) {
        for (event, body) in try StatisticLog.append(statistics, sql) {
            messages.append(
                OutboxMessage(
                    exchange: Exchange.statistics, routingKey: event.routingKey, messageID: event.id, type: event.type,
                    at: event.at, body: body))
        }
    }

    /// The commands that workers send each other.
    private func gatherCommands() {
        for channel in evaluations.sorted() where view.registry.channels[channel] != nil {
            messages.append(command(.queueEvaluate, to: channel, body: Answer.nothing))
        }
        for gateway in lostGateways {
            guard let body = try? WireJSON.encode(GatewayReference(gateway: gateway)) else { continue }
            for channel in view.registry.channels.keys.sorted() {
                messages.append(command(.gatewayLost, to: channel, body: body))
            }
        }
    }

    private func command(_ type: CommandType, to channel: ChannelHandle, body: [UInt8]) -> OutboxMessage {
        var message = OutboxMessage(
            exchange: Exchange.commands, routingKey: RoutingKey.command(type, channel: channel),
            messageID: "\(type.rawValue).\(channel).\(now.milliseconds).\(messages.count)", type: type.rawValue,
            at: now,
            body: body)
        message.headers = [OutboxHeader(Header.actor, Actor.system("worker").description)]
        return message
    }

    /// Where customers are kept elsewhere, what an agent made here goes there in its own time.
    private func noteHandover(_ kind: DirectoryKind, _ id: String?) throws(StoreError) {
        guard view.isDirectoryElsewhere, let id else { return }
        try ContactHandover.note(kind, id, at: now, sql)
    }

    private func write(_ request: SubmittedRequest) throws(StoreError) {
        try sql.execute(
            """
            INSERT INTO request (request, session, channel, at, visitor, text, category, priority, title, made_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(request.request.description), .text(request.session.description), .text(request.channel.text),
            SQLValue(request.at), try JSONColumn.encode(request.visitor), .text(request.text),
            SQLValue(request.category?.description), SQLValue(request.priority?.description), .text(request.title),
            .text(request.by.rawValue))
    }

    private func number(of session: SessionID) throws(StoreError) -> Int64 {
        if let number = view.numbers[session] { return number }
        guard let found = try find(session) else { throw StoreError(.internal, "session \(session) has no row") }
        return found.number
    }

    // MARK: - Refreshing

    private func refreshRegistryAndRoster() throws(StoreError) {
        let revisions = try Revisions.read(sql)
        if revisions.registry != view.registryRevision {
            view.registry = try Self.registry(sql)
            view.registryRevision = revisions.registry
            for channel in view.desks.keys where view.registry.channels[channel] == nil { view.forget(channel) }
            view.applyRegistry()
        }
        if revisions.roster != view.rosterRevision {
            try Self.refresh(&view.roster, since: view.rosterRevision, sql)
            view.rosterRevision = revisions.roster
        }
    }

    /// All channels with settings and members.
    static func registry(_ sql: any SQLConnection) throws(StoreError) -> ChannelRegistry {
        var registry = ChannelRegistry()
        let channels = try sql.all("SELECT settings FROM channel WHERE deleted_at IS NULL") { row throws(StoreError) in
            try JSONColumn.decode(row, 0) as Channel
        }
        for channel in channels { registry.channels[channel.channel] = channel }
        let members = try sql.all("SELECT channel, agent, respond, notify, listen, manage FROM member") {
            row throws(StoreError) in
            Member(
                channel: try row.handle(0), agent: try row.handle(1), respond: row.bool(2), notify: row.bool(3),
                listen: row.bool(4), manage: row.bool(5))
        }
        for member in members { registry.members[member.channel, default: [:]][member.agent] = member }
        for bot in try kept("bot", sql) as [Bot] { registry.bots[bot.bot] = bot }
        for folder in try kept("folder", sql) as [Folder] { registry.folders[folder.folder] = folder }
        for category in try kept("category", sql) as [RequestCategory] {
            registry.categories[category.category] = category
        }
        for priority in try kept("priority", sql) as [RequestPriority] {
            registry.priorities[priority.priority] = priority
        }
        for webhook in try sql.all(
            "SELECT body FROM webhook WHERE body IS NOT NULL",
            read: { row throws(StoreError) in try JSONColumn.decode(row, 0) as Webhook })
        {
            registry.webhooks[webhook.webhook] = webhook
        }
        registry.removedWebhooks = Set(
            try sql.all(
                "SELECT webhook FROM webhook WHERE body IS NULL",
                read: { row throws(StoreError) in try row.handle(0) as WebhookHandle }))
        return registry
    }

    private static func kept<Value: Decodable>(
        _ table: StaticString, _ sql: any SQLConnection
    ) throws(StoreError) -> [Value] {
        try sql.all("SELECT body FROM \(table)") { row throws(StoreError) in try JSONColumn.decode(row, 0) as Value }
    }

    /// Takes over what changed in the roster since a revision.
    static func refresh(
        _ roster: inout Roster, since revision: Int64, _ sql: any SQLConnection
    ) throws(StoreError) {
        for (agent, found) in try sql.all(
            "SELECT \(AgentRow.columns) FROM agent WHERE revision > ?", .integer(revision), read: AgentRow.read)
        {
            switch found {
            case .there(let state):
                roster.agents[agent] = state
                roster.former[agent] = nil
            case .removed(let nextInterval):
                roster.agents[agent] = nil
                roster.former[agent] = nextInterval
            }
        }
        let gateways = try sql.all("SELECT gateway, lease_until FROM gateway WHERE revision > ?", .integer(revision)) {
            row throws(StoreError) in
            (try row.handle(0) as GatewayHandle, row.timeIfPresent(1))
        }
        for (gateway, until) in gateways { roster.gateways[gateway] = until }
    }

    private func emptyDesk(_ channel: ChannelHandle) throws(StoreError) -> Desk {
        guard let settings = view.registry.channels[channel] else {
            throw StoreError(.internal, "the channel \(channel) is gone")
        }
        return Desk(settings: settings, members: view.registry.members[channel] ?? [:])
    }

    private static func waits(_ json: [UInt8]) throws(StoreError) -> [Span] {
        do {
            return try WireJSON.decode([Span].self, from: json)
        } catch {
            throw StoreError(.corrupt, "recent waits: \(error)")
        }
    }
}

/// What a transaction left that was kept.
public struct Committed<Value> {
    public var value: Value
    /// What is to be published, in order.
    public var entries: [OutboxEntry]
    /// What may be told and lost.
    public var transients: [TransientEvent]
    /// The sessions that were changed, with their channels.
    public var touched: [SessionID: ChannelHandle]
}

extension Store {
    /// Runs a batch in one transaction: `body` decides, then all of it is written.
    ///
    /// - Parameter worker: the incarnation that will publish what is decided.
    /// - Throws: ``StoreError``; nothing was kept then, and the view starts anew.
    @discardableResult
    public func transaction<Value>(
        _ view: StoreView, worker: String, at now: Timestamp,
        _ body: (Transaction) throws(StoreError) -> Value
    ) throws(StoreError) -> Committed<Value> {
        do {
            return try write { sql throws(StoreError) in
                let transaction = try Transaction(sql, view, worker: worker, identifiers: identifiers, at: now)
                let value = try body(transaction)
                try transaction.flush()
                return Committed(
                    value: value, entries: transaction.entries, transients: transaction.transients,
                    touched: transaction.touched)
            }
        } catch {
            view.forgetAll()
            throw error
        }
    }
}
