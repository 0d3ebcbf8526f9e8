import Synchronization

/// How a bot is doing, and what it counted.
final class BotStatus: Sendable {
    enum Count: String, CaseIterable, Sendable {
        case said, handedOff, closed, passed, refused
    }

    private struct State {
        var isStopping = false
        var canSend = false
        var hears = false
        var problem: String?
        var counts: [Count: Int] = [:]
        var sessions = 0
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func stop() { state.withLock { $0.isStopping = true } }
    func note(canSend: Bool) { state.withLock { $0.canSend = canSend } }
    func note(hears: Bool) { state.withLock { $0.hears = hears } }
    func note(_ problem: String?) { state.withLock { $0.problem = problem } }
    func note(sessions: Int) { state.withLock { $0.sessions = sessions } }
    func count(_ count: Count) { state.withLock { $0.counts[count, default: 0] += 1 } }

    var health: BotHealth {
        state.withLock { state in
            var problems: [String] = []
            if !state.canSend || !state.hears { problems.append("the broker is not connected") }
            if let problem = state.problem { problems.append(problem) }
            if state.isStopping { problems.append("it stops") }
            return BotHealth(isReady: state.canSend && state.hears && !state.isStopping, problems: problems)
        }
    }

    /// The figures, as Prometheus reads them.
    var metrics: String {
        let isReady = health.isReady
        let (counts, sessions) = state.withLock { ($0.counts, $0.sessions) }
        var lines = [
            "# HELP samtale_bot_actions_total What the bot did, by kind; refused is what came too late.",
            "# TYPE samtale_bot_actions_total counter",
        ]
        lines += Count.allCases.map { "samtale_bot_actions_total{action=\"\($0.rawValue)\"} \(counts[$0] ?? 0)" }
        lines += [
            "# HELP samtale_bot_sessions Sessions that the bot has.", "# TYPE samtale_bot_sessions gauge",
            "samtale_bot_sessions \(sessions)", "# HELP samtale_bot_up 1 while the bot hears and answers.",
            "# TYPE samtale_bot_up gauge", "samtale_bot_up \(isReady ? 1 : 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
