import ChatContract
import ChatCore

/// Dashboard and reports: roll-ups of the range, and what is going on.
extension StoreReader {
    /// The dashboard of some channels.
    ///
    /// - Parameter day: any moment of the day.
    public func dashboard(
        of channels: [ChannelHandle], day: Timestamp, in zone: ReportingZone, _ registry: ChannelRegistry,
        _ roster: Roster,
        at now: Timestamp
    ) throws(StoreError) -> Dashboard {
        Dashboard(
            rows: try rollups(
                channels, from: zone.days.dayStart(containing: day), to: zone.days.nextDay(after: day)),
            live: try liveSessions(channels), available: registry.available(on: channels, roster), roster: roster,
            in: zone, day: day, at: now)
    }

    /// A report on some channels.
    public func report(
        on channels: [ChannelHandle], from start: Timestamp, to end: Timestamp, by grouping: Report.Grouping?,
        variant: ServiceLevel.Variant? = nil, target: ServiceLevel.Target? = nil, in zone: ReportingZone,
        _ registry: ChannelRegistry, _ roster: Roster, at now: Timestamp
    ) throws(StoreError) -> Report {
        var input = ReportInput(channels: channels, from: start, to: end, by: grouping)
        if let variant { input.variant = variant }
        if let target { input.target = target }
        input.rows = try rollups(channels, from: start, to: end) + agentTime(from: start, to: end)
        input.stretches = try stretches(from: start, to: end)
        input.live = try liveSessions(channels)
        input.recentAccepts = try recentAccepts(on: Set(channels), since: now - EstimatedWait.window)
        input.roster = roster
        input.members = registry.members.filter { channels.contains($0.key) }
        input.policies = registry.channels.mapValues(\.routing.policy)
        return Report(input, in: zone, at: now)
    }

    /// The buckets of channels that begin in [`start`, `end`).
    func rollups(
        _ channels: [ChannelHandle], from start: Timestamp, to end: Timestamp
    ) throws(StoreError) -> [(key: RollupKey, tally: Tally)] {
        var rows: [(key: RollupKey, tally: Tally)] = []
        for channel in channels { rows += try rollups(channel.text, from: start, to: end) }
        return rows
    }

    private func agentTime(
        from start: Timestamp, to end: Timestamp
    ) throws(StoreError) -> [(key: RollupKey, tally: Tally)] {
        try rollups("", from: start, to: end)
    }

    private func rollups(
        _ channel: String, from start: Timestamp, to end: Timestamp
    ) throws(StoreError) -> [(key: RollupKey, tally: Tally)] {
        try sql.all(
            "SELECT \(RollupRow.keyColumns), tally FROM rollup WHERE channel = ? AND quarter >= ? AND quarter < ?",
            .text(channel), .integer(Quarter(containing: start).number), .integer(Quarter(containing: end).number)
        ) { row throws(StoreError) in (try RollupRow.key(row), try RollupRow.tally(row.bytes(3))) }
    }

    /// The long stretches of agents' time that touch [`start`, `end`).
    private func stretches(from start: Timestamp, to end: Timestamp) throws(StoreError) -> [AgentStretch] {
        // None is longer than a piece, so the index needs no look beyond that.
        try sql.all(
            """
            SELECT \(RollupRow.stretchColumns) FROM agent_stretch
            WHERE to_time > ? AND to_time <= ? AND from_time < ?
            """, SQLValue(start), SQLValue(end + AgentStretch.pieceLength), SQLValue(end), read: RollupRow.stretch)
    }

    /// The sessions of channels that are not over.
    func liveSessions(_ channels: [ChannelHandle]) throws(StoreError) -> [LiveSession] {
        var sessions: [LiveSession] = []
        for channel in channels {
            sessions += try sql.all(
                "SELECT \(LiveSessionRow.columns) FROM session WHERE channel = ? AND live = 1", .text(channel.text),
                read: LiveSessionRow.read)
        }
        return sessions
    }

    /// How long those had waited who were accepted since then.
    private func recentAccepts(
        on channels: Set<ChannelHandle>, since: Timestamp
    ) throws(StoreError) -> [ChannelHandle: [Span]] {
        var waits: [ChannelHandle: [Span]] = [:]
        try sql.query("SELECT type, body FROM statistic WHERE at > ? AND type = 'leg.ended'", [SQLValue(since)]) {
            row throws(StoreError) in
            guard case .legEnded(let leg) = try StatisticLog.event(type: row.text(0), body: row.bytes(1)),
                leg.kind == .queue, leg.reason == .accepted, channels.contains(leg.channel)
            else { return }
            waits[leg.channel, default: []].append(leg.to - leg.from)
        }
        return waits
    }
}

/// What statistics read of a live session's row.
enum LiveSessionRow {
    static let columns =
        "session, channel, status, place, leg_since, owner, how, leg_messages, queue_legs, agent_legs, handle"

    static func read(_ row: any SQLRow) throws(StoreError) -> LiveSession {
        let code = row.integer(2)
        guard let status = SessionStatus.allCases.first(where: { Int64($0.code) == code }) else {
            throw StoreError(.corrupt, "\(code) is no status of a session")
        }
        var place = LiveSession.Place.elsewhere
        if let since = row.timeIfPresent(4) {
            if !row.isNull(3) {
                place = .queue(since: since)
            } else if let agent: AgentHandle = try row.handleIfPresent(5) {
                place = .agent(agent, since: since, how: try row.name(6), messages: Int(row.integer(7)))
            }
        }
        return LiveSession(
            session: try row.identifier(0), channel: try row.handle(1), status: status, place: place,
            queueLegs: Int(row.integer(8)), agentLegs: Int(row.integer(9)), handle: row.span(10))
    }
}
