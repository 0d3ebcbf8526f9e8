import ChatContract

/// What follows from each attempt to post one event. Pure: it knows no clock and posts nothing.
struct Attempts: Sendable, Equatable {
    /// What is to be done next.
    enum Next: Sendable, Equatable {
        case done
        case wait(Duration)
        /// To the dead letters.
        case giveUp(String)
    }

    /// However old an event is, it gets so many chances of those who post now.
    static let minimum = 3

    private(set) var failures = 0

    /// - Parameters:
    ///   - since: Since when the event waits for the receiver.
    ///   - spread: From 0 to 1, by chance: so that a thousand sessions do not come back together.
    mutating func next(
        after outcome: PostOutcome, since: Timestamp, at now: Timestamp, plan: PostingPlan, spread: Double
    ) -> Next {
        switch outcome {
        case .delivered: return .done
        case .refused(let reason): return .giveUp(reason)
        case .failed(let reason, let asked), .unreachable(let reason, let asked):
            failures += 1
            let age = Duration.milliseconds((now - since).milliseconds)
            guard age < plan.life || failures < Self.minimum else { return .giveUp(reason) }
            let own = plan.wait(afterFailures: failures) * (0.75 + 0.25 * min(max(spread, 0), 1))
            return .wait(min(plan.longest, max(own, asked ?? .zero)))
        }
    }
}
