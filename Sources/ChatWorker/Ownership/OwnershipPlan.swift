import ChatContract
import ChatStore

/// What a worker does about one queue: pure, from what all workers can see.
public enum OwnershipPlan {
    public enum Step: Sendable, Equatable {
        /// Nothing to do.
        case keep
        /// Begin to consume.
        case subscribe
        /// Give the queue up in good order: finish what is in hand, close the connection, and come back if wanted.
        case handOver
    }

    /// How long a standby waits for the preferred worker to subscribe first.
    public static let patience = Span.seconds(3)

    /// Decides the step of `me`.
    ///
    /// The broker serves the consumer that came first. So the preferred worker comes first and the standby after it; a
    /// worker that came before the preferred one makes room as soon as the preferred one stands in line, and no worker
    /// moves twice for the same reason: the times at which they subscribed decide, and they only grow.
    ///
    /// - Parameters:
    ///   - ranking: all live workers by their claim (``Rendezvous``).
    ///   - subscribed: since when each worker consumes the queue; without those who do not.
    ///   - waitingSince: since when `me` sees that the preferred worker lives but does not consume.
    public static func step(
        of me: String, ranking: [String], subscribed: [String: Timestamp], waitingSince: Timestamp, at now: Timestamp
    ) -> Step {
        guard let preferred = ranking.first, let place = ranking.firstIndex(of: me) else { return .keep }
        let mine = subscribed[me]
        if preferred == me { return mine == nil ? .subscribe : .keep }
        guard let theirs = subscribed[preferred] else {
            // The preferred worker lives but is not there yet: who has the queue keeps it.
            if mine != nil { return .keep }
            return place == 1 && now - waitingSince >= patience ? .subscribe : .keep
        }
        if let mine { return mine <= theirs || place > 1 ? .handOver : .keep }
        return place == 1 ? .subscribe : .keep
    }
}
