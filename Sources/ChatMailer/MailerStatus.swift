import AMQP
import Synchronization

/// What a mailer has in hand, and how it is.
final class MailerStatus: Sendable {
    /// What happened to mails; repeated ones came again although they were dealt with, or in hand; erased ones are not sent.
    enum Count: String, CaseIterable, Sendable {
        case sent, failed, retried, givenBack, repeated, erased
    }

    private struct State {
        var isStopping = false
        var isClientThere = false
        var isConsuming = false
        /// Why the broker cannot be reached.
        var brokerProblem: String?
        /// Why the last mail could not be sent, until one could.
        var mailProblem: String?
        /// The delivery of each mail in hand: the latest, where the broker delivered it again.
        var inHand: [String: Delivery] = [:]
        var pauses: [UInt64: Task<Void, Never>] = [:]
        var lastPause: UInt64 = 0
        var counts: [Count: Int] = [:]
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Ends all pauses, and those to come.
    func stop() {
        let pauses = state.withLock { state in
            state.isStopping = true
            return state.pauses.values.map { $0 }
        }
        for pause in pauses { pause.cancel() }
    }

    /// Waits.
    ///
    /// - Returns: whether the time is over; otherwise the mailer stops.
    func pause(_ duration: Duration) async -> Bool {
        let sleep = Task<Void, Never> { try? await Task.sleep(for: duration) }
        let number: UInt64? = state.withLock { state in
            guard !state.isStopping else { return nil }
            state.lastPause += 1
            state.pauses[state.lastPause] = sleep
            return state.lastPause
        }
        guard let number else {
            sleep.cancel()
            return false
        }
        await sleep.value
        return state.withLock { state in
            state.pauses[number] = nil
            return !state.isStopping
        }
    }

    /// Takes note of a delivery.
    ///
    /// - Returns: whether it is new: a mail that is in hand already was only delivered anew.
    func begin(_ identity: String, _ delivery: Delivery) -> Bool {
        state.withLock { $0.inHand.updateValue(delivery, forKey: identity) == nil }
    }

    /// The mail is dealt with here.
    ///
    /// - Returns: the delivery to answer for.
    func end(_ identity: String) -> Delivery? {
        state.withLock { $0.inHand.removeValue(forKey: identity) }
    }

    func count(_ count: Count) {
        state.withLock { $0.counts[count, default: 0] += 1 }
    }

    /// - Parameter problem: `nil`: a mail went out.
    func noteMail(_ problem: String?) {
        state.withLock { $0.mailProblem = problem }
    }

    func noteClient(_ problem: String?) {
        state.withLock { state in
            state.isClientThere = problem == nil
            state.brokerProblem = problem
        }
    }

    func noteConsumer(_ change: RecoveringConnection.State) {
        state.withLock { state in
            switch change {
            case .connecting, .closed:
                state.isConsuming = false
            case .open:
                state.isConsuming = true
                state.brokerProblem = nil
            case .waiting(let error, _):
                state.isConsuming = false
                state.brokerProblem = "the broker is not there: \(error)"
            }
        }
    }

    var health: MailerHealth {
        state.withLock { state in
            let problems = [state.brokerProblem, state.mailProblem].compactMap(\.self)
            return MailerHealth(
                isReady: state.isClientThere && state.isConsuming && !state.isStopping,
                problems: problems + (state.isStopping ? ["it stops"] : []))
        }
    }

    /// The figures, as Prometheus reads them.
    var metrics: String {
        let (counts, inHand, isUp) = state.withLock { state in
            (state.counts, state.inHand.count, state.isConsuming && !state.isStopping)
        }
        var lines = [
            "# HELP samtale_mails_total Mails by what became of them.", "# TYPE samtale_mails_total counter",
        ]
        lines += Count.allCases.map { "samtale_mails_total{outcome=\"\($0.rawValue)\"} \(counts[$0] ?? 0)" }
        lines += [
            "# HELP samtale_mails_in_hand Mails that this mailer tries to send.", "# TYPE samtale_mails_in_hand gauge",
            "samtale_mails_in_hand \(inHand)", "# HELP samtale_mailer_up 1 while the mailer takes jobs.",
            "# TYPE samtale_mailer_up gauge", "samtale_mailer_up \(isUp ? 1 : 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
