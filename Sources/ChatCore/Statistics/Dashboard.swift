import ChatContract

/// The Dashboard tab (spec section 6.1, `spec/statistics.md` "Dashboard"): the result of `statistics.get`.
///
/// Waits are in seconds. A day is local midnight to midnight, so it has 23, 24 or 25 hours; `traffic` has 24 entries by
/// the local hour's name: in autumn the entry of the hour that comes twice holds both, in spring that of the hour that
/// is left out stays 0.
public struct Dashboard: Codable, Sendable, Equatable {
    public var at: Timestamp
    public var zone: String
    /// Sessions in the queue now.
    public var waiting: Int
    /// How long the oldest of them waits.
    @OrNull public var longestWait: Double?
    /// Agents who could take one now.
    public var available: Int
    /// Sessions with an agent now.
    public var active: Int
    /// The day's sum of `incoming`.
    public var started: Int
    /// Over first queue legs accepted on the day, by the time of accept.
    @OrNull public var waitAverage: Double?
    @OrNull public var waitMaximum: Double?
    public var traffic: [Traffic]
    public var heroes: [Hero]

    /// An hour of the day.
    public struct Traffic: Codable, Sendable, Equatable {
        public var hour: Int
        /// Sessions whose first enqueue lies in it.
        public var incoming: Int
        /// Sessions whose first accept lies in it.
        public var active: Int
    }

    /// One of the three agents with the most chats begun today.
    public struct Hero: Codable, Sendable, Equatable {
        /// 1 to 3.
        public var place: Int
        public var agent: AgentHandle
        public var nickname: String
        @OrNull public var photo: String?
        public var count: Int
    }

    /// - Parameters:
    ///   - rows: the buckets of the day on the channels asked for.
    ///   - live: the sessions there that are not over.
    ///   - available: how many agents could take a chat.
    ///   - day: any moment of the day.
    public init(
        rows: some Sequence<(key: RollupKey, tally: Tally)>, live: [LiveSession], available: Int, roster: Roster,
        in zone: ReportingZone, day: Timestamp, at now: Timestamp
    ) {
        let days = zone.days
        let start = days.dayStart(containing: day)
        let end = days.nextDay(after: day)
        at = now
        self.zone = zone.name
        self.available = available
        let waits = live.compactMap(\.waitingSince)
        waiting = waits.count
        longestWait = waits.min().map { max(0, (now - $0).milliseconds).seconds }
        active = live.count { $0.status.isConversation }
        var traffic = (0..<24).map { Traffic(hour: $0, incoming: 0, active: 0) }
        var ranking = HeroRanking()
        var accepted = Measured()
        for (key, tally) in rows where key.quarter.start >= start && key.quarter.start < end {
            let hour = days.hour(of: key.quarter.start)
            traffic[hour].incoming += Int(tally[.incoming])
            traffic[hour].active += Int(tally[.firstAccepted])
            accepted.merge(tally[.acceptedFirstWait])
            if let agent = key.agent {
                ranking.add(agent, legs: tally[.heroLegs], reachedAt: tally[.lastHeroLegAt])
            }
        }
        for session in live {
            if let since = session.firstWaitingSince, since >= start, since < end {
                traffic[days.hour(of: since)].incoming += 1
            }
            if case .agent(let agent, let since, let how, let messages) = session.place, since >= start, since < end,
                HeroRule.counts(how, messages: messages)
            {
                ranking.add(agent, legs: 1, reachedAt: since.milliseconds)
            }
        }
        self.traffic = traffic
        started = traffic.reduce(0) { $0 + $1.incoming }
        waitAverage = accepted.mean
        waitMaximum = accepted.count > 0 ? accepted.maximum.seconds : nil
        heroes = ranking.top(3).enumerated().map { index, entry in
            let profile = roster.agents[entry.agent]?.profile
            return Hero(
                place: index + 1, agent: entry.agent, nickname: profile?.nickname ?? entry.agent.text,
                photo: profile?.photo, count: entry.count)
        }
    }
}

/// Agents by how many chats they began; of equals the one who began his last earlier, so reached the number first.
private struct HeroRanking {
    private var legs: [AgentHandle: (count: Int64, reachedAt: Int64)] = [:]

    mutating func add(_ agent: AgentHandle, legs count: Int64, reachedAt: Int64) {
        guard count > 0 else { return }
        let entry = legs[agent] ?? (0, 0)
        legs[agent] = (entry.count + count, max(entry.reachedAt, reachedAt))
    }

    func top(_ limit: Int) -> [(agent: AgentHandle, count: Int)] {
        let order = legs.sorted { left, right in
            (-left.value.count, left.value.reachedAt, left.key.text)
                < (-right.value.count, right.value.reachedAt, right.key.text)
        }
        return order.prefix(limit).map { ($0.key, Int($0.value.count)) }
    }
}
