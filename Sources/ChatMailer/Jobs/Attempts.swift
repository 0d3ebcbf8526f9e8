import ChatContract

/// What follows from each attempt to send one mail. Pure: it knows no clock and sends nothing.
struct Attempts: Sendable {
    /// What is to be done next.
    enum Next: Sendable, Equatable {
        case report(TranscriptReport.Outcome, reason: String?)
        /// To be tried again after this.
        case wait(Duration)
        /// Back to the queue, behind the others.
        case giveBack
    }

    let plan: RetryPlan
    let requestedAt: Timestamp
    let takenAt: Timestamp
    private var failures: Int

    /// - Parameter isGivenBack: whether it was given back before: then waits begin with the longest.
    init(_ plan: RetryPlan, requestedAt: Timestamp, takenAt: Timestamp, isGivenBack: Bool) {
        self.plan = plan
        self.requestedAt = requestedAt
        self.takenAt = takenAt
        failures = isGivenBack ? 20 : 0
    }

    mutating func next(after outcome: SendingOutcome, at now: Timestamp) -> Next {
        switch outcome {
        case .sent:
            return .report(.sent, reason: nil)
        case .permanent(let reason):
            return .report(.failed, reason: reason)
        case .temporary(let reason):
            guard Self.duration(now - requestedAt) < plan.life else { return .report(.failed, reason: reason) }
            let wait = min(plan.longest, plan.first * (1 << min(failures, 20)))
            failures += 1
            return Self.duration(now - takenAt) + wait > plan.hold ? .giveBack : .wait(wait)
        }
    }

    private static func duration(_ span: Span) -> Duration { .milliseconds(span.milliseconds) }
}
