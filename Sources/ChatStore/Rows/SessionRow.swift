import ChatContract
import ChatCore

/// A session's row: which column holds what, in one place for reading and writing.
enum SessionRow {
    /// What every message changes.
    private static let hot = [
        "version", "status", "seq", "visitor_seq", "at", "idle_since", "last_text", "last_from", "last_at",
        "unread_by_agent", "unread_by_visitor", "legs", "queue_legs", "agent_legs", "wait", "first_wait",
        "first_response", "handle", "active", "visitor_messages", "agent_messages", "first_visitor_message_at",
        "unanswered_since", "last_message_at", "endings", "turn", "leg_messages", "leg_active", "leg_first_response",
        "leg_responses", "leg_response_sum", "leg_response_max",
    ]
    /// What moves it in its life.
    private static let place = [
        "live", "place", "leg", "leg_since", "owner", "owner_rank", "how", "transfer_to", "transfer_by",
        "transfer_expires_at", "agent_lost_at", "queued_at", "started_at", "ended_at", "outcome", "ended_by",
        "presence", "absent_since", "last_agent", "request", "queue_length", "detail",
    ]
    private static let details = ["visitor", "origin", "connections", "listeners"]
    private static let fixed = ["session", "channel", "visitor_digest", "opened_at", "settings_version"]

    private static let all = fixed + hot + place + details + ["extra"]

    /// The columns in the order in which ``read(_:)`` expects them, the number first.
    static let columns = (["number"] + all).joined(separator: ", ")

    private static let insertion =
        "INSERT INTO session (\(all.joined(separator: ", "))) VALUES (\(all.map { _ in "?" }.joined(separator: ", ")))"

    private static func update(_ columns: [String]) -> String {
        "UPDATE session SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE number = ?"
    }
    private static let hotUpdate = update(hot)
    private static let placeUpdate = update(place)
    private static let detailsUpdate = update(details)

    /// Writes a new session.
    ///
    /// - Returns: its number.
    static func insert(_ session: Session, version: Int64, _ sql: any SQLConnection) throws(StoreError) -> Int64 {
        let fixed: [SQLValue] = [
            .text(session.id.description), .text(session.channel.text), .blob(session.visitorDigest.bytes),
            SQLValue(session.openedAt), .integer(session.settingsVersion),
        ]
        return try sql.insert(
            insertion,
            fixed + hotValues(session, version) + (try placeValues(session)) + (try detailValues(session))
                + [try JSONColumn.encode(session.extra)])
    }

    /// Writes what a decision changed of a session.
    static func update(
        _ change: SessionChange, number: Int64, version: Int64, _ sql: any SQLConnection
    ) throws(StoreError) {
        let session = change.session
        try sql.execute(hotUpdate, hotValues(session, version) + [.integer(number)])
        if change.isMoved { try sql.execute(placeUpdate, try placeValues(session) + [.integer(number)]) }
        if change.hasNewDetails { try sql.execute(detailsUpdate, try detailValues(session) + [.integer(number)]) }
        if change.hasNewExtra {
            try sql.execute(
                "UPDATE session SET extra = ? WHERE number = ?", try JSONColumn.encode(session.extra),
                .integer(number))
        }
        if change.movedFrom != nil {
            try sql.execute(
                "UPDATE session SET channel = ?, settings_version = ? WHERE number = ?", .text(session.channel.text),
                .integer(session.settingsVersion), .integer(number))
        }
    }

    private static func hotValues(_ session: Session, _ version: Int64) -> [SQLValue] {
        let figures = session.figures
        let conversation = session.conversation
        let leg = conversation?.figures
        return [
            .integer(version), SQLValue(session.status.code), .integer(session.seq), .integer(session.visitorSeq),
            SQLValue(session.at), SQLValue(session.idleSince), SQLValue(session.lastMessage?.text),
            SQLValue(session.lastMessage?.from.rawValue), SQLValue(session.lastMessage?.at),
            .text(Runs.text(session.unreadByAgent.runs)), .text(Runs.text(session.unreadByVisitor.runs)),
            SQLValue(figures.legs), SQLValue(figures.queueLegs), SQLValue(figures.agentLegs), SQLValue(figures.wait),
            SQLValue(figures.firstWait), SQLValue(figures.firstResponse), SQLValue(figures.handle),
            SQLValue(figures.active), SQLValue(figures.visitorMessages), SQLValue(figures.agentMessages),
            SQLValue(figures.firstVisitorMessageAt), SQLValue(figures.unansweredSince),
            SQLValue(figures.lastMessageAt), SQLValue(figures.endings), SQLValue(conversation?.lastFrom.rawValue),
            SQLValue(leg?.messages), SQLValue(leg?.active), SQLValue(leg?.firstResponse),
            SQLValue(leg?.responses.count), SQLValue(leg?.responses.sumMilliseconds),
            SQLValue(leg?.responses.maxMilliseconds),
        ]
    }

    private static func placeValues(_ session: Session) throws(StoreError) -> [SQLValue] {
        var place: Int64?
        var leg: Int?
        var since: Timestamp?
        var ending: Ending?
        let conversation = session.conversation
        switch session.phase {
        case .preChatForm, .faq, .offlineForm, .withBot: break
        case .waiting(let waiting): (place, leg, since) = (waiting.returned ? 0 : 1, waiting.leg, waiting.since)
        case .conversation(let conversation): (leg, since) = (conversation.leg, conversation.since)
        case .finished(let end), .ended(let end): ending = end
        }
        let presence =
            switch session.presence {
            case .connected: "connected"
            case .absent: "absent"
            case .disconnected: "disconnected"
            }
        return [
            SQLValue(session.status.isLive), SQLValue(place), SQLValue(leg), SQLValue(since),
            SQLValue(conversation?.agent.text), SQLValue(conversation?.rank), SQLValue(conversation?.how.rawValue),
            SQLValue(conversation?.transfer?.target.text), SQLValue(conversation?.transfer?.by.text),
            SQLValue(conversation?.transfer?.expiresAt), SQLValue(conversation?.agentLostAt),
            SQLValue(session.queuedAt), SQLValue(session.startedAt), SQLValue(ending?.at),
            SQLValue(ending?.outcome.rawValue), SQLValue(ending?.by.rawValue), .text(presence),
            SQLValue(session.presence.absentSince), SQLValue(session.lastAgent?.text),
            SQLValue(session.request?.description), SQLValue(session.queueLength),
            try JSONColumn.encode(PhaseDetail(of: session.phase)),
        ]
    }

    private static func detailValues(_ session: Session) throws(StoreError) -> [SQLValue] {
        [
            try JSONColumn.encode(session.visitor), try JSONColumn.encode(session.origin),
            try JSONColumn.encode(session.connections), try JSONColumn.encode(session.listeners),
        ]
    }

    /// Reads a row of ``columns``.
    static func read(_ row: any SQLRow) throws(StoreError) -> (number: Int64, session: Session) {
        var column = 0
        func next() -> Int {
            column += 1
            return column
        }
        let id: SessionID = try row.identifier(next())
        let channel: ChannelHandle = try row.handle(next())
        let digest = VisitorDigest(bytes: row.bytes(next()))
        let openedAt = row.time(next())
        let settingsVersion = row.integer(next())

        _ = next()
        let status = row.integer(next())
        let (seq, visitorSeq) = (row.integer(next()), row.integer(next()))
        let (at, idleSince) = (row.time(next()), row.time(next()))
        let (lastText, lastFrom, lastAt) = (next(), next(), next())
        var lastMessage: Summary.LastMessage?
        if !row.isNull(lastAt) {
            lastMessage = Summary.LastMessage(
                text: row.textIfPresent(lastText), from: try row.name(lastFrom), at: row.time(lastAt))
        }
        let unreadByAgent = UnreadMarks(runs: try Runs.runs(row.text(next())))
        let unreadByVisitor = UnreadMarks(runs: try Runs.runs(row.text(next())))
        var figures = SessionFigures()
        figures.legs = Int(row.integer(next()))
        figures.queueLegs = Int(row.integer(next()))
        figures.agentLegs = Int(row.integer(next()))
        figures.wait = row.span(next())
        figures.firstWait = row.spanIfPresent(next())
        figures.firstResponse = row.spanIfPresent(next())
        figures.handle = row.span(next())
        figures.active = row.span(next())
        figures.visitorMessages = Int(row.integer(next()))
        figures.agentMessages = Int(row.integer(next()))
        figures.firstVisitorMessageAt = row.timeIfPresent(next())
        figures.unansweredSince = row.timeIfPresent(next())
        figures.lastMessageAt = row.timeIfPresent(next())
        figures.endings = Int(row.integer(next()))
        let turn = next()
        var leg = AgentLegFigures()
        leg.messages = Int(row.integer(next()))
        leg.active = row.span(next())
        leg.firstResponse = row.spanIfPresent(next())
        leg.responses = LegEnded.Responses(
            count: Int(row.integer(next())), sumMilliseconds: row.integer(next()),
            maxMilliseconds: row.integer(next()))

        _ = next()
        let place = row.integerIfPresent(next())
        let legNumber = Int(row.integer(next()))
        let legSince = row.time(next())
        let owner: AgentHandle? = try row.handleIfPresent(next())
        let rank = Int(row.integer(next()))
        let how: EventData.Assigned.How? = try row.nameIfPresent(next())
        let target: AgentHandle? = try row.handleIfPresent(next())
        let by: AgentHandle? = try row.handleIfPresent(next())
        let expiresAt = row.time(next())
        let agentLostAt = row.timeIfPresent(next())
        let queuedAt = row.timeIfPresent(next())
        let startedAt = row.timeIfPresent(next())
        let endedAt = row.timeIfPresent(next())
        let outcome: Outcome? = try row.nameIfPresent(next())
        let endedBy: EndedBy? = try row.nameIfPresent(next())
        let presence = row.text(next())
        let absentSince = row.time(next())
        let lastAgent: AgentHandle? = try row.handleIfPresent(next())
        let request: RequestID? = try row.identifierIfPresent(next())
        let queueLength = Int(row.integer(next()))
        let detail: PhaseDetail = try JSONColumn.decode(row, next())

        let phase: Phase
        switch status {
        case 1:
            phase = detail.bot.map(Phase.withBot) ?? .preChatForm
        case 2:
            phase = .faq(detail.faq ?? .asking)
        case 3:
            phase = .offlineForm
        case 4:
            var waiting = Waiting(since: legSince, returned: place == 0, leg: legNumber)
            waiting.offer = detail.offer
            waiting.passed = detail.passed ?? [:]
            waiting.preference = detail.preference
            phase = .waiting(waiting)
        case 5, 6:
            if let bot = detail.bot {
                phase = .withBot(bot)
                break
            }
            guard let owner, let how else { throw StoreError(.corrupt, "session \(id) has no owner") }
            var conversation = Conversation(
                agent: owner, rank: rank, since: legSince, how: how, lastFrom: try row.name(turn), leg: legNumber)
            conversation.agentLostAt = agentLostAt
            conversation.idleWarnedAt = detail.idleWarnedAt
            if let target, let by { conversation.transfer = Transfer(target: target, by: by, expiresAt: expiresAt) }
            conversation.figures = leg
            phase = .conversation(conversation)
        default:
            guard let endedAt, let outcome, let endedBy,
                let status = SessionStatus.allCases.first(where: { $0.code == status })
            else { throw StoreError(.corrupt, "session \(id) has no end") }
            let ending = Ending(
                status: status, outcome: outcome, by: endedBy, at: endedAt, formUntil: detail.formUntil)
            phase = status == .finished ? .finished(ending) : .ended(ending)
        }
        var session = Session(
            id: id, channel: channel, visitorDigest: digest, visitor: try JSONColumn.decode(row, next()),
            origin: try JSONColumn.decode(row, next()), settingsVersion: settingsVersion, phase: phase,
            openedAt: openedAt)
        session.connections = try JSONColumn.decode(row, next())
        session.listeners = try JSONColumn.decode(row, next())
        session.extra = try JSONColumn.decode(row, next())
        session.queueLength = queueLength
        session.seq = seq
        session.visitorSeq = visitorSeq
        session.at = at
        session.idleSince = idleSince
        session.lastMessage = lastMessage
        session.unreadByAgent = unreadByAgent
        session.unreadByVisitor = unreadByVisitor
        session.figures = figures
        session.queuedAt = queuedAt
        session.startedAt = startedAt
        session.request = request
        session.lastAgent = lastAgent
        session.presence =
            switch presence {
            case "connected": .connected
            case "absent": .absent(since: absentSince)
            default: .disconnected(since: absentSince)
            }
        return (row.integer(0), session)
    }
}
