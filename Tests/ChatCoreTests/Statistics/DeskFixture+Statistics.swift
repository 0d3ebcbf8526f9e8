import ChatContract
import Testing

@testable import ChatCore

extension DeskFixture {
    /// What the store reads of the sessions that are not over.
    var liveSessions: [LiveSession] {
        desks.values.flatMap(\.sessions.values).map { session in
            let place: LiveSession.Place =
                switch session.phase {
                case .waiting(let waiting): .queue(since: waiting.since)
                case .conversation(let conversation):
                    .agent(
                        conversation.agent, since: conversation.since, how: conversation.how,
                        messages: conversation.figures.messages)
                case .preChatForm, .faq, .offlineForm, .withBot, .finished, .ended: .elsewhere
                }
            return LiveSession(
                session: session.id, channel: session.channel, status: session.status, place: place,
                queueLegs: session.figures.queueLegs, agentLegs: session.figures.agentLegs,
                handle: session.figures.handle)
        }
    }

    func dashboard(zone: String = "Etc/UTC", day: Timestamp? = nil) throws -> Dashboard {
        Dashboard(
            rows: Rollup(statistics).rows, live: liveSessions,
            available: registry.available(on: Array(registry.channels.keys), roster), roster: roster,
            in: try #require(ReportingZone(name: zone)), day: day ?? now, at: now)
    }

    func report(
        by grouping: Report.Grouping? = nil, from start: Timestamp = "2026-11-22T00:00:00Z",
        to end: Timestamp = "2026-11-23T00:00:00Z", zone: String = "Etc/UTC", plus more: [StatisticEvent] = []
    ) throws -> Report {
        let rollup = Rollup(statistics + more)
        var input = ReportInput(
            channels: registry.channels.keys.sorted(), from: start, to: end, by: grouping)
        input.rows = rollup.rows.filter { $0.key.quarter.start >= start && $0.key.quarter.start < end }
        input.stretches = Array(rollup.stretches)
        input.live = liveSessions
        input.roster = roster
        input.members = registry.members
        input.policies = registry.channels.mapValues(\.routing.policy)
        return Report(input, in: try #require(ReportingZone(name: zone)), at: now)
    }

    /// Moves the clock to so many seconds after the start.
    mutating func at(_ second: Int) { advance(Self.start + .seconds(second) - now) }
}
