import ChatContract
import ChatCore

extension Store {
    /// Holds what is stored against the conservation laws (`spec/statistics.md`), and the recorded facts of every
    /// session against its events (``Recount``).
    ///
    /// - Returns: what is wrong, one line each; none when all is well.
    public func checkStatistics() throws(StoreError) -> [String] {
        try read { sql throws(StoreError) in
            var check = StatisticsCheck(sql: sql)
            try check.laws()
            try check.sessions()
            return check.problems
        }
    }
}

private struct StatisticsCheck {
    let sql: any SQLConnection
    var problems: [String] = []

    init(sql: any SQLConnection) {
        self.sql = sql
    }

    // MARK: - Conservation laws

    mutating func laws() throws(StoreError) {
        var all = Tally()
        var revision: Int64 = 0
        try sql.query("SELECT tally, revision FROM rollup", []) { row throws(StoreError) in
            let tally = try RollupRow.tally(row.bytes(0))
            all.merge(tally)
            revision += row.integer(1)
        }
        equal("revisions in rows and in tallies", revision, all.revision)
        let ended = try sql.first("SELECT count(*) FROM statistic WHERE type = 'session.ended'") { $0.integer(0) }
        equal("sessions ended, and facts that tell it", all[.ended], ended ?? 0)
        let live = try sql.all(
            "SELECT \(LiveSessionRow.columns) FROM session WHERE live = 1", read: LiveSessionRow.read)
        queueLegs(all, live)
        sessions(all, live)
        agentLegs(all, live)
        let offers = [Counter.offerAccepted, .offerDeclined, .offerMissed, .offerWithdrawn]
        equal("offers made, and answered", all[.offered], sum(offers, all))
        try agentTime(all, live)
        try intervals()
    }

    private mutating func queueLegs(_ all: Tally, _ live: [LiveSession]) {
        let reasons = [
            Counter.queueAccepted, .queueAbandoned, .queueOverflowed, .queueTimedOut, .queueClosed, .queueRequest,
        ]
        equal("queue legs begun, and ended by a reason", all[.enqueued], sum(reasons, all))
        equal("queue legs begun, and measured", all[.enqueued], all[.queueWait].count)
        let running = live.reduce(Int64(0)) { $0 + Int64($1.queueLegs) - ($1.waitingSince == nil ? 0 : 1) }
        equal("queue legs, and those that sessions tell", all[.enqueued], all[.queueLegs] + running)
    }

    private mutating func sessions(_ all: Tally, _ live: [LiveSession]) {
        let outcomes: [Counter] = [
            .abandonedShort, .abandoned, .abandonedInTransfer, .missed, .dropped, .completed, .requestFromQueue,
            .selfServed, .botOnly, .notStarted, .offlineRequest, .offline,
        ]
        equal("sessions ended, and their outcomes", all[.ended], sum(outcomes, all))
        equal("sessions ended that had started, and their durations", all[.started], all[.duration].count)
        let open = live.count { $0.queueLegs > ($0.waitingSince == nil ? 0 : 1) }
        equal(
            "sessions that came and left their first wait, and those open or over", all[.incoming],
            all[.started] + Int64(open))
    }

    private mutating func agentLegs(_ all: Tally, _ live: [LiveSession]) {
        let running = live.filter { if case .agent = $0.place { true } else { false } }
        equal(
            "agent legs, and those that sessions tell", all[.handle].count + Int64(running.count),
            all[.agentLegs] + live.reduce(0) { $0 + Int64($1.agentLegs) })
        equal(
            "handle times of agent legs, and of sessions", all[.handle].sum,
            all[.sessionHandle].sum + live.reduce(0) { $0 + $1.handle.milliseconds })
        let taken = running.count { session in
            guard case .agent(_, _, let how, _) = session.place else { return false }
            return how == .pickUp || how == .offer
        }
        equal(
            "accepts, and chats pulled or offered", all[.queueAccepted], all[.byPickUp] + all[.byOffer] + Int64(taken))
    }

    /// ∫ n dt over all agents = Σ agent legs, the running ones of both up to the same moment.
    private mutating func agentTime(_ all: Tally, _ live: [LiveSession]) throws(StoreError) {
        var busy = all[.busySlots]
        try sql.query("SELECT held * (to_time - from_time) FROM agent_stretch WHERE held > 0", []) { row in
            busy += row.integer(0)
        }
        let roster = try StoreReader(sql).roster()
        let intervals = roster.agents.values.map(\.interval)
        let legs = live.compactMap { session -> Timestamp? in
            if case .agent(_, let since, _, _) = session.place { since } else { nil }
        }
        let until = (intervals.map(\.since) + legs).max() ?? Timestamp(milliseconds: 0)
        for interval in intervals { busy += Int64(interval.held) * (until - interval.since).milliseconds }
        let handled = legs.reduce(all[.handle].sum) { $0 + (until - $1).milliseconds }
        // Sessions and agents each keep their own time from running back when clocks do: a thousandth is allowed.
        if abs(busy - handled) > handled / 1000 {
            problems.append("agents were busy for \(busy) ms of chats, and their legs are \(handled) ms long")
        }
    }

    /// Every stretch of an agent's time before the running one is there, under a number of its own.
    private mutating func intervals() throws(StoreError) {
        for state in try StoreReader(sql).roster().agents.values.sorted(by: { $0.agent < $1.agent }) {
            let kept = try sql.first(
                "SELECT count(*) FROM statistic WHERE name >= ? AND name < ?", .text("\(state.agent).interval."),
                .text("\(state.agent).interval/"), read: { $0.integer(0) })
            equal("stretches of \(state.agent)'s time, by their numbers and kept", state.interval.n - 1, kept ?? 0)
        }
    }

    private func sum(_ counters: [Counter], _ tally: Tally) -> Int64 { counters.reduce(0) { $0 + tally[$1] } }

    private mutating func equal(_ law: String, _ left: Int64, _ right: Int64) {
        if left != right { problems.append("\(law): \(left) and \(right)") }
    }

    // MARK: - Recounting

    /// Recounts every session whose events are all there.
    mutating func sessions() throws(StoreError) {
        let registry = try StoreReader(sql).registry()
        var session: Int64?
        var events: [Event] = []
        var found: [String] = []
        func finish() throws(StoreError) { found += try differences(events, registry) }
        try sql.query("SELECT session, body FROM event ORDER BY session, seq", []) { row throws(StoreError) in
            if session != row.integer(0) {
                try finish()
                session = row.integer(0)
                events = []
            }
            do {
                events.append(try WireJSON.decode(Event.self, from: row.bytes(1)))
            } catch {
                throw StoreError(.corrupt, "an event: \(error)")
            }
        }
        try finish()
        problems += found
    }

    private func differences(_ events: [Event], _ registry: ChannelRegistry) throws(StoreError) -> [String] {
        guard let first = events.first, first.seq == 1 else { return [] }
        let idle = registry.channels[first.channel]?.idle ?? Channel.Idle()
        var recount = Recount(goneAfter: .seconds(idle.goneSeconds))
        for event in events { recount.take(event) }
        // The names of a session's facts begin with it and a full stop, which a slash follows.
        let recorded = try sql.all(
            "SELECT type, body FROM statistic WHERE name >= ? AND name < ? ORDER BY id",
            .text("\(first.session)."), .text("\(first.session)/")
        ) { row throws(StoreError) in try StatisticLog.event(type: row.text(0), body: row.bytes(1)) }
        return recount.differences(from: recorded)
    }
}
