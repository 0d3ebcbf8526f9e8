import ChatContract
import ChatStore

/// What one worker does about all queues: pure, from what all workers can see.
package struct Ownership {
    /// A step towards every queue being where it belongs.
    package enum Move: Sendable, Equatable {
        case subscribe(WorkQueue)
        /// The queue goes to another worker.
        case handOver(WorkQueue, to: String)
        /// Nobody works on the queue any more.
        case leave(WorkQueue)
    }

    /// Since when the preferred worker of a queue lives without consuming it.
    private var waitingSince: [WorkQueue: Timestamp] = [:]

    /// The queues to which `me` had the first claim when it looked last.
    package private(set) var preferred: Set<WorkQueue> = []

    package init() {}

    /// Decides the moves of `me`, in the order of the queues.
    ///
    /// - Parameters:
    ///   - workers: all that live.
    ///   - wanted: all queues that there is work on.
    ///   - mine: the queues that `me` consumes or is about to, with the time since when.
    package mutating func moves(
        of me: String, among workers: [WorkerLease], wanted: Set<WorkQueue>, mine: [WorkQueue: Timestamp],
        at now: Timestamp
    ) -> [Move] {
        preferred = []
        var moves: [Move] = mine.keys.filter { !wanted.contains($0) }.sorted().map { .leave($0) }
        for queue in wanted.sorted() {
            let ranking = Rendezvous.ranking(of: workers.map(\.worker), for: queue)
            if ranking.first == me { preferred.insert(queue) }
            var subscribed: [String: Timestamp] = [:]
            for other in workers where other.worker != me {
                subscribed[other.worker] = other.subscribed[queue.name]
            }
            subscribed[me] = mine[queue]
            if let preferred = ranking.first, subscribed[preferred] == nil {
                waitingSince[queue] = waitingSince[queue] ?? now
            } else {
                waitingSince[queue] = nil
            }
            let step = OwnershipPlan.step(
                of: me, ranking: ranking, subscribed: subscribed, waitingSince: waitingSince[queue] ?? now, at: now)
            switch step {
            case .keep: break
            case .subscribe: moves.append(.subscribe(queue))
            case .handOver: moves.append(.handOver(queue, to: ranking.first ?? ""))
            }
        }
        return moves
    }
}
