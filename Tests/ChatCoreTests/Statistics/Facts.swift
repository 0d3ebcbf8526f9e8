import ChatContract

@testable import ChatCore

/// Statistic events made by hand and at random.
enum Facts {
    static let start = DeskFixture.start

    static func at(_ second: Int) -> Timestamp { start + .seconds(second) }

    static func id(_ number: Int) -> SessionID { SessionID(high: 0x8000, low: UInt64(number)) }

    static func queue(
        session: Int, leg: Int = 1, on channel: ChannelHandle = "support", from start: Int, to end: Int,
        _ reason: LegEnded.Reason
    ) -> LegEnded {
        Facts.leg(.queue, session, leg, channel, at(start), at(end), reason)
    }

    static func leg(
        _ kind: LegEnded.Kind, _ session: Int, _ leg: Int, _ channel: ChannelHandle, _ start: Timestamp,
        _ end: Timestamp, _ reason: LegEnded.Reason
    ) -> LegEnded {
        var event = LegEnded(
            channel: channel, session: id(session), leg: leg, kind: kind, from: start, to: end, reason: reason)
        if kind == .queue { event.waitMilliseconds = (end - start).milliseconds }
        return event
    }

    static func interval(
        _ agent: AgentHandle = "anna", _ n: Int64 = 1, from start: Timestamp, to end: Timestamp,
        _ effective: EffectivePresence = .present, capacity: Int? = nil, held: Int = 0
    ) -> StatisticEvent {
        .agentInterval(
            AgentInterval(
                agent: agent, n: n, from: start, to: end, wanted: .present, effective: effective, capacity: capacity,
                held: held))
    }
}

/// A stream of sessions and agents' time that keeps the laws, with every kind of leg and end, over many days.
struct RandomFacts {
    private(set) var events: [StatisticEvent] = []
    private(set) var offersPending = 0
    private var random: SeededRandom
    private var session = 0
    static let agents: [AgentHandle] = ["anna", "ben", "cleo"]
    static let channels: [ChannelHandle] = ["support", "sales"]

    init(seed: UInt64, sessions: Int) {
        random = SeededRandom(seed: seed)
        for _ in 0..<sessions { addSession() }
        for agent in Self.agents { addTime(of: agent) }
        events.shuffle(using: &random)
    }

    private mutating func span(_ seconds: Int) -> Span { .milliseconds(Int64(random.number(0...(seconds * 1000)))) }

    private mutating func addSession() {
        session += 1
        let channel = random.pick(Self.channels)
        var now = Facts.start + .milliseconds(Int64(random.number(0...(40 * 86_400_000))))
        let opened = now
        var legs: [LegEnded] = []
        var waits: [Span] = []
        var handles: [Span] = []
        var acceptedAt: Timestamp?
        var outcome: Outcome?
        if random.oneIn(5) {
            let end = now + span(200)
            legs.append(Facts.leg(.bot, session, 1, channel, now, end, .handedOff))
            now = end
        }
        let enqueuedAt = now
        repeat {
            let end = now + span(random.oneIn(8) ? 8000 : 60)
            var queue = Facts.leg(.queue, session, legs.count + 1, channel, now, end, .accepted)
            queue.isFirst = waits.isEmpty
            queue.businessMilliseconds = random.oneIn(2) ? queue.waitMilliseconds.map { $0 / 2 } : nil
            waits.append(end - now)
            let leaves = random.oneIn(5)
            if leaves {
                queue.reason = random.pick([.abandoned, .abandoned, .request, .closed])
                outcome =
                    queue.reason == .abandoned ? .abandoned : queue.reason == .request ? .requestFromQueue : .missed
            }
            legs.append(queue)
            now = end
            guard !leaves else { break }
            acceptedAt = acceptedAt ?? now
            now = addAgentLegs(channel, now, &legs, &handles)
        } while random.oneIn(4)
        let written = random.pick([Outcome.completed, .dropped, .missed])
        let waited = waits.reduce(Span.zero, +)
        let isShort = outcome == .abandoned && waits.count == 1 && waited <= .seconds(10)
        var ended = SessionEnded(
            channel: channel, session: Facts.id(session), n: 1, outcome: outcome ?? written, by: .visitor,
            openedAt: opened, queuedAt: enqueuedAt, firstAcceptedAt: acceptedAt, endedAt: now, shortAbandon: isShort,
            queueLegs: waits.count, agentLegs: handles.count, wait: waited, firstWait: waits.first,
            firstResponse: acceptedAt.map { _ in span(90) }, handle: handles.reduce(.zero, +), active: span(60),
            wall: now - enqueuedAt, visitorMessages: random.number(0...5), agentMessages: random.number(0...5),
            unansweredAtClose: random.oneIn(4))
        ended.agent = legs.last { $0.kind == .agent }?.agent
        ended.firstResponseBy = legs.first { $0.kind == .agent }?.agent
        ended.firstResponseAt = acceptedAt
        ended.ratingAsked = random.oneIn(2)
        ended.rating = ended.ratingAsked == true && random.oneIn(2) ? random.number(1...5) : nil
        events += legs.map(StatisticEvent.legEnded) + [.sessionEnded(ended)]
    }

    /// With agents, one after the other; the first took the chat out of the queue.
    private mutating func addAgentLegs(
        _ channel: ChannelHandle, _ start: Timestamp, _ legs: inout [LegEnded], _ handles: inout [Span]
    ) -> Timestamp {
        var now = start
        var how = random.oneIn(2) ? EventData.Assigned.How.pickUp : .offer
        repeat {
            let end = now + span(900)
            var leg = Facts.leg(
                .agent, session, legs.count + 1, channel, now, end,
                random.pick([.closed, .requeued, .transferred, .takenOver, .lost]))
            leg.agent = random.pick(Self.agents)
            leg.how = how
            leg.handleMilliseconds = (end - now).milliseconds
            leg.messages = random.number(0...3)
            let longest = Int64(random.number(0...50_000))
            leg.responses = LegEnded.Responses(count: 2, sumMilliseconds: longest + 5, maxMilliseconds: longest)
            if how == .offer {
                var offer = Facts.leg(.offer, session, 1000 + legs.count, channel, now, now, .accepted)
                offer.agent = leg.agent
                legs.append(offer)
                for reason in [LegEnded.Reason.declined, .missed, .withdrawn] where random.oneIn(3) {
                    var other = Facts.leg(.offer, session, 1000 + legs.count, channel, now, now, reason)
                    other.agent = random.pick(Self.agents)
                    legs.append(other)
                }
            }
            legs.append(leg)
            handles.append(end - now)
            now = end
            how = random.oneIn(2) ? .transfer : .takeOver
        } while random.oneIn(4)
        return now
    }

    private mutating func addTime(of agent: AgentHandle) {
        var now = Facts.start
        for n in 1...Int64(random.number(200...400)) {
            let end = now + span(random.oneIn(10) ? 90_000 : random.oneIn(200) ? 6_000_000 : 1800)
            let state = random.pick(EffectivePresence.allCases)
            events.append(
                Facts.interval(
                    agent, n, from: now, to: end, state, capacity: random.oneIn(3) ? nil : 3,
                    held: random.number(0...3)))
            now = end
        }
    }
}

extension Rollup {
    init(_ events: some Sequence<StatisticEvent>) {
        self.init()
        for event in events { add(event) }
    }

    /// All buckets together, without the long stretches.
    var total: Tally { tallies.values.reduce(into: Tally()) { $0.merge($1) } }

    /// The rows as the store gives them.
    var rows: [(key: RollupKey, tally: Tally)] { tallies.map { ($0.key, $0.value) } }
}
