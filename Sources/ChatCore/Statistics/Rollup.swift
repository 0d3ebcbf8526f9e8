import ChatContract

/// Statistic events folded into buckets.
///
/// One rule for all (fault 3): an event belongs to the half-open bucket of its own time, a length of time to the bucket
/// in which it ends, a state is split where buckets end. A figure stands in exactly one bucket, so a channel's figures
/// are those of its rows with and without an agent put together.
public struct Rollup: Sendable, Equatable {
    public private(set) var tallies: [RollupKey: Tally] = [:]
    public private(set) var stretches: Set<AgentStretch> = []

    public init() {}

    /// Within this long an abandoned wait is short: neither for nor against anybody.
    static let shortAbandon = Span.seconds(10)

    public mutating func add(_ event: StatisticEvent) {
        var part = EventPart()
        switch event {
        case .legEnded(let leg): part.add(leg)
        case .sessionEnded(let session): part.add(session)
        case .agentInterval(let interval):
            let stretch = AgentStretch(interval)
            if stretch.isLong { stretches.formUnion(stretch.pieces) } else { part.add(stretch) }
        }
        for (key, var tally) in part.tallies {
            // Each event counts once in each bucket that it touches.
            tally.revision = 1
            tallies[key, default: Tally()].merge(tally)
        }
    }

    public mutating func merge(_ other: Rollup) {
        for (key, tally) in other.tallies { tallies[key, default: Tally()].merge(tally) }
        stretches.formUnion(other.stretches)
    }
}

/// What one event adds, and where.
private struct EventPart {
    var tallies: [RollupKey: Tally] = [:]

    private subscript(moment: Timestamp, channel: ChannelHandle, agent: AgentHandle?) -> Tally {
        get { tallies[RollupKey(quarter: Quarter(containing: moment), channel: channel, agent: agent)] ?? Tally() }
        set { tallies[RollupKey(quarter: Quarter(containing: moment), channel: channel, agent: agent)] = newValue }
    }

    mutating func add(_ leg: LegEnded) {
        switch leg.kind {
        case .queue: addQueue(leg)
        case .offer: addOffer(leg)
        case .agent: addAgent(leg)
        case .bot:
            self[leg.to, leg.channel, nil].add(.botTime, (leg.to - leg.from).milliseconds)
            self[leg.to, leg.channel, nil].add(leg.reason == .handedOff ? .botHandedOff : .botClosed)
        }
    }

    private mutating func addQueue(_ leg: LegEnded) {
        // Events from before the field was told: then the queue came first of all.
        let isFirst = leg.isFirst ?? (leg.leg == 1)
        let wait = leg.waitMilliseconds ?? (leg.to - leg.from).milliseconds
        self[leg.from, leg.channel, nil].add(.enqueued)
        if isFirst { self[leg.from, leg.channel, nil].add(.incoming) }
        for (quarter, milliseconds) in Quarter.split(from: leg.from, to: leg.to) {
            self[quarter.start, leg.channel, nil].add(.waitingMilliseconds, milliseconds)
        }
        var tally = self[leg.to, leg.channel, nil]
        tally.add(.queueWait, wait)
        tally.add(.queueWaitBusiness, leg.businessMilliseconds)
        switch leg.reason {
        case .accepted: tally.add(.queueAccepted)
        case .abandoned: tally.add(.queueAbandoned)
        case .transferred: tally.add(.queueOverflowed)
        case .missed: tally.add(.queueTimedOut)
        case .request: tally.add(.queueRequest)
        case .closed, .requeued, .takenOver, .lost, .declined, .withdrawn, .handedOff: tally.add(.queueClosed)
        }
        if isFirst {
            tally.add(.firstWait, wait)
            tally.addServiceLevel(leg.reason, wait: Span(milliseconds: wait))
        }
        self[leg.to, leg.channel, nil] = tally
    }

    private mutating func addOffer(_ leg: LegEnded) {
        self[leg.from, leg.channel, leg.agent].add(.offered)
        let answer: Counter =
            switch leg.reason {
            case .accepted: .offerAccepted
            case .declined: .offerDeclined
            case .missed: .offerMissed
            // The visitor left, or the chat went elsewhere: not the agent's miss.
            case .withdrawn, .abandoned, .requeued, .transferred, .takenOver, .lost, .closed, .request, .handedOff:
                .offerWithdrawn
            }
        self[leg.to, leg.channel, leg.agent].add(answer)
    }

    private mutating func addAgent(_ leg: LegEnded) {
        var tally = self[leg.to, leg.channel, leg.agent]
        tally.add(.handle, leg.handleMilliseconds ?? (leg.to - leg.from).milliseconds)
        tally.add(.handleBusiness, leg.businessMilliseconds)
        tally.add(.legActive, leg.activeMilliseconds)
        tally.add(.legFirstResponse, leg.firstResponseMilliseconds)
        if let responses = leg.responses {
            var measured = Measured()
            measured.count = Int64(responses.count)
            measured.sum = responses.sumMilliseconds
            measured.maximum = responses.maxMilliseconds
            tally.add(.response, measured)
        }
        tally.add(.legMessages, Int64(leg.messages ?? 0))
        switch leg.reason {
        case .requeued: tally.add(.legRequeued)
        case .transferred: tally.add(.legTransferred)
        case .takenOver: tally.add(.legTakenOver)
        case .lost: tally.add(.legLost)
        case .closed, .accepted, .abandoned, .request, .declined, .missed, .withdrawn, .handedOff:
            tally.add(.legClosed)
        }
        let how = leg.how ?? .pickUp
        switch how {
        case .pickUp: tally.add(.byPickUp)
        case .offer: tally.add(.byOffer)
        case .transfer: tally.add(.byTransfer)
        case .takeOver: tally.add(.byTakeOver)
        case .reopened: tally.add(.byReopening)
        }
        self[leg.to, leg.channel, leg.agent] = tally
        if HeroRule.counts(how, messages: leg.messages ?? 0) {
            self[leg.from, leg.channel, leg.agent].add(.heroLegs)
            self[leg.from, leg.channel, leg.agent].add(.lastHeroLegAt, leg.from.milliseconds)
        }
    }

    mutating func add(_ session: SessionEnded) {
        var tally = self[session.endedAt, session.channel, nil]
        tally.add(.ended)
        if session.queuedAt != nil { tally.add(.started) }
        tally.add(Self.outcome(session))
        tally.add(.duration, session.wallMilliseconds)
        tally.add(.durationBusiness, session.wallBusinessMilliseconds)
        tally.add(.firstWaitBusiness, session.firstWaitBusinessMilliseconds)
        if session.agentLegs > 0 {
            tally.add(.sessionHandle, session.handleMilliseconds)
            tally.add(.sessionActive, session.activeMilliseconds)
        }
        if session.queueLegs > 0 { tally.add(.sessionWait, session.waitMilliseconds) }
        tally.add(.queueLegs, Int64(session.queueLegs))
        tally.add(.agentLegs, Int64(session.agentLegs))
        tally.add(.visitorMessages, Int64(session.visitorMessages))
        tally.add(.agentMessages, Int64(session.agentMessages))
        if session.unansweredAtClose { tally.add(.unansweredAtClose) }
        if session.handedOffAt != nil { tally.add(.handedOff) }
        tally.add(.transfers, Int64(session.transfers ?? 0))
        tally.add(.reopenings, Int64(session.n - 1))
        self[session.endedAt, session.channel, nil] = tally

        // The first answer is its sender's and counts where and when he gave it (guarantee 23).
        let channel = session.firstResponseOn ?? session.channel
        let answeredAt = session.firstResponseAt ?? session.endedAt
        self[answeredAt, channel, session.firstResponseBy].add(.firstResponse, session.firstResponseMilliseconds)
        self[answeredAt, channel, session.firstResponseBy].add(
            .firstResponseBusiness, session.firstResponseBusinessMilliseconds)
        // A rating belongs to the session, and to who had it last (guarantee 28).
        if session.ratingAsked == true { self[session.endedAt, session.channel, session.agent].add(.ratingsAsked) }
        if let rating = session.rating {
            var tally = self[session.endedAt, session.channel, session.agent]
            tally.add(.ratingsGiven)
            tally.add(.ratingSum, Int64(rating))
            if rating >= 4 { tally.add(.ratingsGood) }
            self[session.endedAt, session.channel, session.agent] = tally
        }
        // Buckets that were only looked at.
        tallies = tallies.filter { !$0.value.isEmpty }
    }

    private static func outcome(_ session: SessionEnded) -> Counter {
        switch session.outcome {
        case .abandoned:
            session.shortAbandon ? .abandonedShort : session.queueLegs > 1 ? .abandonedInTransfer : .abandoned
        case .missed: .missed
        case .dropped: .dropped
        case .completed: .completed
        case .requestFromQueue: .requestFromQueue
        case .selfServed: .selfServed
        case .botOnly: .botOnly
        case .notStarted: .notStarted
        case .offlineRequest: .offlineRequest
        case .offline: .offline
        }
    }

    mutating func add(_ stretch: AgentStretch) {
        for (quarter, milliseconds) in Quarter.split(from: stretch.from, to: stretch.to) {
            let key = RollupKey(quarter: quarter, channel: nil, agent: stretch.agent)
            tallies[key, default: Tally()].add(stretch, milliseconds: milliseconds)
        }
    }
}

extension Tally {
    /// Counts a first queue leg that ended.
    fileprivate mutating func addServiceLevel(_ reason: LegEnded.Reason, wait: Span) {
        switch reason {
        case .accepted:
            add(.firstAccepted)
            add(.acceptedFirstWait, wait.milliseconds)
            for target in ServiceLevel.Target.allCases where wait <= target.span { add(target.answered) }
        case .abandoned:
            add(.firstAbandoned)
            if wait <= Rollup.shortAbandon { add(.firstShort) }
            for target in ServiceLevel.Target.allCases where wait <= target.span { add(target.abandoned) }
        case .requeued, .transferred, .takenOver, .lost, .closed, .request, .declined, .missed, .withdrawn,
            .handedOff:
            break
        }
    }
}
