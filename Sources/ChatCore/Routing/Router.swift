import ChatContract

/// Chooses who is asked to take a waiting chat: filter before rank, ties by the last turn (guarantees 12 and 13).
///
/// Pure, and made anew for each look at a queue: it sees the agents as they are now.
struct Router {
    private let policy: Channel.Routing.Policy
    private let version: Int64
    /// The members who may respond, with what they are; by handle, so that a replay sees the same order.
    private var candidates: [Candidate]

    private struct Candidate {
        let agent: AgentHandle
        let state: AgentState?
        /// Why nobody asks him, whatever the chat.
        let exclusion: EventData.RoutingExplained.Candidate.Exclusion?
        let rank: [Int64]
    }

    /// Who is asked, and why he.
    struct Choice {
        var agent: AgentHandle
        var explanation: EventData.RoutingExplained
    }

    init(_ settings: Channel, _ members: [AgentHandle: Member], _ roster: Roster) {
        policy = settings.routing.policy
        version = settings.version ?? 1
        let policy = policy
        candidates = members.values.filter(\.respond).map { member in
            let state = roster.agents[member.agent]
            return Candidate(
                agent: member.agent, state: state, exclusion: Self.exclusion(of: state, policy),
                rank: state.map { Self.rank($0, policy) } ?? [])
        }.sorted { $0.agent < $1.agent }
    }

    /// Whether anybody can be asked at all.
    var hasAnybody: Bool { candidates.contains { $0.exclusion == nil } }

    /// Who is asked to take this chat; `nil` when nobody can be now.
    func choose(for waiting: Waiting, at now: Timestamp) -> Choice? {
        let kept = preferred(for: waiting, at: now)
        var best: Candidate?
        var excluded: [AgentHandle: EventData.RoutingExplained.Candidate.Exclusion] = [:]
        for candidate in candidates {
            if let reason = candidate.exclusion {
                excluded[candidate.agent] = reason
            } else if let until = waiting.passed[candidate.agent], until > now {
                excluded[candidate.agent] = .passed
            } else if let kept, kept != candidate.agent {
                excluded[candidate.agent] = .keptForAnother
            } else if best.map({ isBefore(candidate, $0) }) ?? true {
                best = candidate
            }
        }
        guard let best else { return nil }
        let explained = candidates.map { candidate in
            EventData.RoutingExplained.Candidate(
                agent: candidate.agent, rank: candidate.exclusion == nil ? candidate.rank : nil,
                excluded: excluded[candidate.agent])
        }
        return Choice(
            agent: best.agent,
            explanation: EventData.RoutingExplained(
                candidates: explained, policy: policy, version: version, preferred: kept != nil))
    }

    /// The agent for whom the chat is kept: as long as its time runs, he is there and did not pass it on.
    private func preferred(for waiting: Waiting, at now: Timestamp) -> AgentHandle? {
        guard let preference = waiting.preference, preference.until > now,
            waiting.passed[preference.agent].map({ $0 <= now }) ?? true,
            let candidate = candidates.first(where: { $0.agent == preference.agent }),
            candidate.exclusion == nil || candidate.exclusion == .full
        else { return nil }
        return preference.agent
    }

    private func isBefore(_ left: Candidate, _ right: Candidate) -> Bool {
        left.rank == right.rank ? left.agent < right.agent : left.rank.lexicographicallyPrecedes(right.rank)
    }

    private static func exclusion(
        of state: AgentState?, _ policy: Channel.Routing.Policy
    ) -> EventData.RoutingExplained.Candidate.Exclusion? {
        switch state?.effective {
        case nil, .disconnected: .disconnected
        case .away: .away
        case .notResponding: .notResponding
        case .present: state?.hasFreeSlot(policy) == true ? nil : .full
        }
    }

    /// The smallest goes first: the policy's own measure, then whose turn was longest ago.
    private static func rank(_ state: AgentState, _ policy: Channel.Routing.Policy) -> [Int64] {
        switch policy {
        case .manual, .roundRobin: [state.lastTurn]
        case .leastBusy: [Int64(state.load), state.lastTurn]
        case .longestIdle: [state.load == 0 ? 0 : 1, state.freeSince.milliseconds, state.lastTurn]
        }
    }
}
