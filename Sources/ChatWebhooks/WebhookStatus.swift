import AMQP
import ChatContract
import Synchronization

/// How those who post are doing, and what they counted.
final class WebhookStatus: Sendable {
    /// What became of events for a receiver.
    enum Count: String, CaseIterable, Sendable {
        case delivered, failed, dead, erased
    }

    private struct Receiver {
        var counts: [Count: Int] = [:]
        var inHand = 0
        /// Why posts fail, until one works.
        var problem: String?
        /// Why nothing can be posted as it was set.
        var settingProblem: String?
        /// Why its queue cannot be read.
        var brokerProblem: String? = "the broker is not connected yet"
    }

    private struct State {
        var isStopping = false
        var problems = [
            "events": "the broker is not connected yet", "receivers": "it is not known yet who the receivers are",
        ]
        var receivers: [WebhookHandle: Receiver] = [:]
        var sorted = 0
    }

    private let state = Mutex(State())

    /// Those who are receivers from now on.
    func keep(_ receivers: [WebhookHandle]) {
        state.withLock { state in
            let before = state.receivers
            state.receivers = Dictionary(receivers.map { ($0, before[$0] ?? Receiver()) }) { first, _ in first }
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func stop() {
        state.withLock { $0.isStopping = true }
    }

    /// What is wrong with a connection of the sorting; `nil` when nothing is.
    func note(_ problem: String?, of part: String) {
        state.withLock { $0.problems[part] = problem }
    }

    /// - Parameter problem: `nil`: it is set as it has to be.
    /// - Returns: whether that is news.
    @discardableResult
    func note(setting problem: String?, of receiver: WebhookHandle) -> Bool {
        state.withLock { state in
            guard state.receivers[receiver]?.settingProblem != problem else { return false }
            state.receivers[receiver]?.settingProblem = problem
            return true
        }
    }

    /// - Parameter problem: `nil`: a post was taken.
    func note(_ problem: String?, posting receiver: WebhookHandle) {
        state.withLock { $0.receivers[receiver]?.problem = problem }
    }

    func note(_ change: RecoveringConnection.State, of receiver: WebhookHandle) {
        let problem = Self.problem(change)
        state.withLock { $0.receivers[receiver]?.brokerProblem = problem }
    }

    static func problem(_ change: RecoveringConnection.State) -> String? {
        switch change {
        case .open: nil
        case .connecting, .closed: "the broker is not connected"
        case .waiting(let error, _): "the broker is not there: \(error)"
        }
    }

    func count(_ count: Count, of receiver: WebhookHandle) {
        state.withLock { $0.receivers[receiver]?.counts[count, default: 0] += 1 }
    }

    func note(inHand: Int, of receiver: WebhookHandle) {
        state.withLock { $0.receivers[receiver]?.inHand = inHand }
    }

    func countSorted(_ count: Int) {
        state.withLock { $0.sorted += count }
    }

    /// A receiver that does not answer is a problem, and no reason to be not ready: others get theirs.
    var health: WebhookHealth {
        state.withLock { state in
            let receivers = state.receivers.sorted { $0.key < $1.key }
            let broken =
                state.problems.values.sorted()
                + receivers.compactMap { $0.value.settingProblem == nil ? $0.value.brokerProblem : nil }
            let failing = receivers.compactMap { name, receiver in
                (receiver.settingProblem ?? receiver.problem).map { "\(name): \($0)" }
            }
            var seen: Set<String> = []
            return WebhookHealth(
                isReady: broken.isEmpty && !state.isStopping,
                problems: broken.filter { seen.insert($0).inserted } + failing + (state.isStopping ? ["it stops"] : []))
        }
    }

    /// The figures, as Prometheus reads them.
    var metrics: String {
        let isReady = health.isReady
        let (receivers, sorted) = state.withLock { state in
            (state.receivers.sorted { $0.key < $1.key }, state.sorted)
        }
        var lines = [
            "# HELP samtale_webhook_posts_total Posts by receiver and outcome; failed ones are tried again.",
            "# TYPE samtale_webhook_posts_total counter",
        ]
        for (name, receiver) in receivers {
            lines += Count.allCases.map { count in
                "samtale_webhook_posts_total{receiver=\"\(name)\",outcome=\"\(count.rawValue)\"} "
                    + String(receiver.counts[count] ?? 0)
            }
        }
        lines += [
            "# HELP samtale_webhook_in_hand Events that wait here for their receiver.",
            "# TYPE samtale_webhook_in_hand gauge",
        ]
        lines += receivers.map { "samtale_webhook_in_hand{receiver=\"\($0.key)\"} \($0.value.inHand)" }
        lines += [
            "# HELP samtale_webhook_failing 1 while the latest post to a receiver failed.",
            "# TYPE samtale_webhook_failing gauge",
        ]
        lines += receivers.map {
            "samtale_webhook_failing{receiver=\"\($0.key)\"} \(($0.value.settingProblem ?? $0.value.problem) == nil ? 0 : 1)"
        }
        lines += [
            "# HELP samtale_webhook_events_total Events that were sorted for receivers.",
            "# TYPE samtale_webhook_events_total counter", "samtale_webhook_events_total \(sorted)",
            "# HELP samtale_webhooks_up 1 while events are taken.", "# TYPE samtale_webhooks_up gauge",
            "samtale_webhooks_up \(isReady ? 1 : 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
