import ChatContract
import Testing

@testable import ChatCore

@Suite("Roll-ups")
struct RollupTests {
    @Test("the laws of conservation hold on any stream", arguments: 1...8 as ClosedRange<UInt64>)
    func laws(_ seed: UInt64) {
        let facts = RandomFacts(seed: seed, sessions: 400)
        let rollup = Rollup(facts.events)
        let all = rollup.total
        func sum(_ counters: Counter...) -> Int64 { counters.reduce(0) { $0 + all[$1] } }
        #expect(
            all[.enqueued]
                == sum(.queueAccepted, .queueAbandoned, .queueOverflowed, .queueTimedOut, .queueClosed, .queueRequest))
        #expect(all[.enqueued] == all[.queueLegs] && all[.enqueued] == all[.queueWait].count)
        #expect(all[.started] == 400 && all[.incoming] == 400)
        #expect(
            all[.started]
                == sum(
                    .abandonedShort, .abandoned, .abandonedInTransfer, .missed, .dropped, .completed,
                    .requestFromQueue))
        #expect(all[.handle].sum == all[.sessionHandle].sum && all[.handle].count == all[.agentLegs])
        #expect(all[.queueWait].sum == all[.sessionWait].sum && all[.waitingMilliseconds] == all[.queueWait].sum)
        #expect(all[.offered] == sum(.offerAccepted, .offerDeclined, .offerMissed, .offerWithdrawn))
        #expect(all[.queueAccepted] == sum(.byPickUp, .byOffer) && all[.byOffer] == all[.offerAccepted])
        #expect(all[.ratingsGiven] <= all[.ratingsAsked] && all[.ratingsGood] <= all[.ratingsGiven])
        expectTime(facts, rollup)
        // Every counter is told by something.
        let silent = Counter.allCases.filter { all[$0] == 0 }
        #expect(
            silent == [
                .queueOverflowed, .queueTimedOut, .byReopening, .botClosed, .selfServed, .botOnly, .notStarted,
                .offlineRequest,
                .offline, .handedOff, .transfers, .reopenings,
            ])
    }

    /// Agents' time: the integrals over buckets and long stretches are those of the intervals.
    private func expectTime(_ facts: RandomFacts, _ rollup: Rollup) {
        var expected = Tally()
        for event in facts.events {
            if case .agentInterval(let interval) = event {
                expected.add(AgentStretch(interval), milliseconds: (interval.to - interval.from).milliseconds)
            }
        }
        var time = rollup.total
        for stretch in rollup.stretches {
            #expect(stretch.to - stretch.from <= AgentStretch.pieceLength)
            time.add(stretch, milliseconds: (stretch.to - stretch.from).milliseconds)
        }
        for counter in Counter.allCases where (100...120).contains(counter.rawValue) {
            #expect(time[counter] == expected[counter], "\(counter)")
        }
        #expect(rollup.stretches.count > 10)
    }

    @Test("in whatever order and portions events come, the buckets are the same, bit for bit", arguments: 1...8)
    func order(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let events = RandomFacts(seed: seed, sessions: 150).events
        let whole = Rollup(events)
        var parts = Rollup()
        var rest = events.shuffled(using: &random)[...]
        while !rest.isEmpty {
            let count = random.number(1...60)
            parts.merge(Rollup(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(parts == whole)
        for (key, tally) in whole.tallies { #expect(parts.tallies[key]?.bytes == tally.bytes) }
    }

    @Test("the stored form is read back as it was", arguments: 1...4 as ClosedRange<UInt64>)
    func coding(_ seed: UInt64) {
        for tally in Rollup(RandomFacts(seed: seed, sessions: 200).events).tallies.values {
            let bytes = tally.bytes
            #expect(Tally(bytes: bytes) == tally)
            #expect(Tally(bytes: bytes)?.bytes == bytes)
            #expect(Tally(bytes: bytes.dropLast()) == nil)
            #expect(Tally(bytes: bytes + [0]) == nil)
        }
        #expect(Tally(bytes: Tally().bytes) == Tally())
        #expect(Tally(bytes: []) == nil && Tally(bytes: [9, 0, 0, 0]) == nil)
    }

    @Test("damaged bytes are refused, never a crash")
    func damage() {
        var random = SeededRandom(seed: 5)
        let tallies = Rollup(RandomFacts(seed: 5, sessions: 50).events).tallies.values.map(\.bytes)
        for _ in 0..<5000 {
            var bytes = random.pick(tallies)
            for _ in 0...random.number(0...3) {
                bytes[random.number(0...(bytes.count - 1))] = UInt8(random.number(0...255))
            }
            if let tally = Tally(bytes: bytes) { #expect(Tally(bytes: tally.bytes) == tally) }
        }
    }

    @Test("an event belongs to the half-open bucket of its own time, a wait to the one in which it ends")
    func buckets() {
        let edge = Quarter(containing: Facts.start).start
        func leg(_ start: Span, _ end: Span) -> StatisticEvent {
            .legEnded(Facts.leg(.queue, 1, 1, "support", edge + start, edge + end, .accepted))
        }
        let rollup = Rollup([leg(.seconds(890), .seconds(900))])
        func tally(_ quarter: Int64) -> Tally? {
            rollup.tallies[
                RollupKey(
                    quarter: Quarter(number: Quarter(containing: edge).number + quarter), channel: "support", agent: nil
                )]
        }
        #expect(tally(0)?[.incoming] == 1 && tally(0)?[.queueAccepted] == 0)
        #expect(tally(0)?[.waitingMilliseconds] == 10_000)
        #expect(tally(1)?[.incoming] == 0 && tally(1)?[.queueAccepted] == 1)
        #expect(tally(1)?[.queueWait].sum == 10_000 && tally(1)?[.waitingMilliseconds] == 0)
        #expect(tally(0)?.revision == 1 && tally(1)?.revision == 1)
        let split = Quarter.split(from: edge - .seconds(1), to: edge + .seconds(901))
        #expect(split.map(\.milliseconds) == [1000, 900_000, 1000])
        #expect(Quarter.split(from: edge, to: edge).isEmpty)
        #expect(Quarter(containing: Timestamp(milliseconds: -1)).number == -1)
    }

    @Test("the first answer is its sender's, where and when he gave it; ratings are of who had the session last")
    func credit() {
        var ended = SessionEnded(
            channel: "sales", session: Facts.id(1), n: 1, outcome: .completed, by: .agent, openedAt: Facts.at(0),
            queuedAt: Facts.at(0), firstAcceptedAt: Facts.at(5), endedAt: Facts.at(4000), shortAbandon: false,
            queueLegs: 2, agentLegs: 2, wait: .seconds(5), firstWait: .seconds(5), firstResponse: .seconds(7),
            handle: .seconds(50), active: .zero, wall: .seconds(4000), visitorMessages: 1, agentMessages: 1,
            unansweredAtClose: false)
        ended.agent = "ben"
        ended.firstResponseBy = "anna"
        ended.firstResponseOn = "support"
        ended.firstResponseAt = Facts.at(7)
        ended.ratingAsked = true
        ended.rating = 4
        let rollup = Rollup([.sessionEnded(ended)])
        func tally(_ second: Int, _ channel: ChannelHandle, _ agent: AgentHandle?) -> Tally? {
            rollup.tallies[
                RollupKey(quarter: Quarter(containing: Facts.at(second)), channel: channel, agent: agent)]
        }
        #expect(rollup.tallies.count == 3)
        #expect(tally(7, "support", "anna")?[.firstResponse].sum == 7000)
        #expect(tally(4000, "sales", "ben")?[.ratingSum] == 4 && tally(4000, "sales", "ben")?[.ratingsGood] == 1)
        #expect(tally(4000, "sales", nil)?[.completed] == 1 && tally(4000, "sales", nil)?[.duration].sum == 4_000_000)
    }
}
