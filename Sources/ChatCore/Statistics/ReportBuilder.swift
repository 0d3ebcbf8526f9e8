import ChatContract

extension Report {
    /// Puts the buckets together.
    public init(_ input: ReportInput, in zone: ReportingZone, at now: Timestamp) {
        var builder = ReportBuilder(input, zone, now)
        builder.addRows()
        builder.addLive()
        builder.addTime()
        self = builder.report
    }
}

/// Puts the parts of a report together.
private struct ReportBuilder {
    let input: ReportInput
    let zone: ReportingZone
    let now: Timestamp
    let agents: Set<AgentHandle>

    var total = Tally()
    var groups: [String: Tally] = [:]
    var waiting = [Int64](repeating: 0, count: 24)
    var incoming = [Int64](repeating: 0, count: 24)
    var ratings: [RatingKey: Tally] = [:]
    var time = Tally()
    var timeOf: [AgentHandle: Tally] = [:]
    private var names: [Quarter: Names] = [:]

    struct RatingKey: Hashable {
        var month: String
        var agent: AgentHandle?
    }

    /// What a quarter is called in the zone.
    private struct Names {
        var hour: Int
        var weekday: Int
        var month: String
    }

    init(_ input: ReportInput, _ zone: ReportingZone, _ now: Timestamp) {
        self.input = input
        self.zone = zone
        self.now = now
        var agents = Set(input.channels.flatMap { input.members[$0]?.keys.map { $0 } ?? [] })
        for row in input.rows where row.key.channel != nil {
            if let agent = row.key.agent { agents.insert(agent) }
        }
        self.agents = agents
    }

    private mutating func names(_ quarter: Quarter) -> Names {
        if let names = names[quarter] { return names }
        let start = quarter.start
        let made = Names(
            hour: zone.days.hour(of: start), weekday: zone.days.weekday(of: start), month: zone.days.month(of: start))
        names[quarter] = made
        return made
    }

    private mutating func group(_ key: RollupKey) -> String? {
        switch input.by {
        case nil: nil
        case .channel: key.channel?.text
        case .agent: key.agent?.text
        case .weekday: String(names(key.quarter).weekday)
        case .hour: String(names(key.quarter).hour)
        case .month: names(key.quarter).month
        }
    }

    mutating func addRows() {
        for (key, tally) in input.rows {
            guard key.channel != nil else {
                guard let agent = key.agent, agents.contains(agent) else { continue }
                time.merge(tally)
                timeOf[agent, default: Tally()].merge(tally)
                continue
            }
            total.merge(tally)
            if let group = group(key) { groups[group, default: Tally()].merge(tally) }
            let names = names(key.quarter)
            waiting[names.hour] += tally[.waitingMilliseconds]
            incoming[names.hour] += tally[.incoming]
            if tally[.ratingsAsked] > 0 || tally[.ratingsGiven] > 0 {
                ratings[RatingKey(month: names.month, agent: key.agent), default: Tally()].merge(tally)
            }
        }
    }

    /// What no event tells yet: open queue legs are in the queue's length, and the first of them have come.
    mutating func addLive() {
        for session in input.live {
            guard let since = session.waitingSince else { continue }
            for (quarter, milliseconds) in Quarter.split(from: max(since, input.from), to: min(now, input.to)) {
                waiting[names(quarter).hour] += milliseconds
            }
            guard since >= input.from, since < input.to else { continue }
            var tally = Tally()
            tally.add(.enqueued)
            let quarter = Quarter(containing: since)
            if session.firstWaitingSince != nil {
                tally.add(.incoming)
                incoming[names(quarter).hour] += 1
            }
            total.merge(tally)
            if let group = group(RollupKey(quarter: quarter, channel: session.channel, agent: nil)) {
                groups[group, default: Tally()].merge(tally)
            }
        }
    }

    /// Agents' long stretches, and those that still run.
    mutating func addTime() {
        var stretches = input.stretches
        for state in input.roster.agents.values {
            let running = state.interval
            stretches.append(
                AgentStretch(
                    agent: state.agent, n: running.n, from: running.since, to: now, effective: running.effective,
                    capacity: running.capacity, held: running.held))
        }
        for stretch in stretches where agents.contains(stretch.agent) {
            let milliseconds = stretch.overlap(from: input.from, to: min(input.to, now))
            guard milliseconds > 0 else { continue }
            time.add(stretch, milliseconds: milliseconds)
            timeOf[stretch.agent, default: Tally()].add(stretch, milliseconds: milliseconds)
        }
    }

    var report: Report {
        Report(
            at: now, from: input.from, to: input.to, zone: zone.name, channels: input.channels, by: input.by,
            revision: total.revision + time.revision, total: figures(total, hasSessions: true, time: time),
            groups: finishedGroups, queueLength: queueLength, busiestHour: busiestHour, ratings: finishedRatings,
            now: input.channels.map(live))
    }

    private func figures(_ tally: Tally, hasSessions: Bool, time: Tally?) -> Figures {
        Figures(tally, hasSessions: hasSessions, time: time, variant: input.variant, target: input.target)
    }

    private var finishedGroups: [Report.Group] {
        switch input.by {
        case nil:
            return []
        case .agent:
            // Also those who were there and had no chat.
            let names = Set(groups.keys).union(timeOf.keys.map(\.text))
            return names.sorted().map { name in
                let time = AgentHandle(name).flatMap { timeOf[$0] }
                return Report.Group(
                    key: name, figures: figures(groups[name] ?? Tally(), hasSessions: false, time: time))
            }
        case .channel:
            return input.channels.map { group($0.text) }
        case .weekday:
            return (1...7).map { group(String($0)) }
        case .hour:
            return (0..<24).map { group(String($0)) }
        case .month:
            return groups.keys.sorted().map { group($0) }
        }
    }

    private func group(_ name: String) -> Report.Group {
        Report.Group(key: name, figures: figures(groups[name] ?? Tally(), hasSessions: true, time: nil))
    }

    private var queueLength: [Report.HourLength] {
        var passed = [Int64](repeating: 0, count: 24)
        var moment = input.from
        let end = min(input.to, now)
        while moment < end {
            // An hour by its local name; at a change of the clock a quarter is the largest step that is safe.
            let next = min(Quarter(containing: moment).end, end)
            let hour = names[Quarter(containing: moment)]?.hour ?? zone.days.hour(of: moment)
            passed[hour] += (next - moment).milliseconds
            moment = next
        }
        return (0..<24).map { Report.HourLength(hour: $0, average: Double(waiting[$0], of: passed[$0])) }
    }

    private var busiestHour: Int? {
        guard let most = incoming.max(), most > 0 else { return nil }
        return incoming.firstIndex(of: most)
    }

    private var finishedRatings: [Report.AgentRatings] {
        ratings.sorted { ($0.key.month, $0.key.agent?.text ?? "") < ($1.key.month, $1.key.agent?.text ?? "") }
            .map { Report.AgentRatings(agent: $0.key.agent, month: $0.key.month, ratings: Figures.Ratings($0.value)) }
    }

    private func live(_ channel: ChannelHandle) -> Report.Now {
        let sessions = input.live.filter { $0.channel == channel }
        let ages = sessions.compactMap(\.waitingSince).map { max(0, (now - $0).milliseconds) }
        let accepted = (input.recentAccepts[channel] ?? []).map(\.milliseconds)
        let responders = (input.members[channel] ?? [:]).values.filter(\.respond).compactMap {
            input.roster.agents[$0.agent]
        }
        let present = responders.filter { $0.effective == .present }
        return Report.Now(
            channel: channel, waiting: ages.count, longestWait: ages.max()?.seconds,
            meanAge: ages.isEmpty ? nil : (ages.reduce(0, +) / Int64(ages.count)).seconds,
            acceptedWait: accepted.isEmpty ? nil : (accepted.reduce(0, +) / Int64(accepted.count)).seconds,
            estimatedWait: EstimatedWait(
                position: ages.count + 1, accepts: accepted.count, hasAgents: !present.isEmpty),
            active: sessions.count { $0.status.isConversation },
            available: present.count { $0.hasFreeSlot(input.policies[channel] ?? .manual) })
    }
}
