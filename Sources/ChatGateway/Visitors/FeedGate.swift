import Synchronization

/// Whether the queue with the visitors' events stands, and since which time of its being made.
///
/// Who is attached while it does not stand would miss what happens until it does, and would have to be attached again:
/// streams that begin wait here instead.
final class FeedGate: Sendable {
    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Int?, Never>
    }

    private struct State {
        var number = 0
        var stands = false
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// The queue stands; whoever waits may go on.
    func made() {
        let (number, waiters) = state.withLock { state in
            state.number += 1
            state.stands = true
            defer { state.waiters = [] }
            return (state.number, state.waiters)
        }
        for waiter in waiters { waiter.continuation.resume(returning: number) }
    }

    /// The queue is gone; what is published meanwhile does not come.
    func lost() { state.withLock { $0.stands = false } }

    /// How often the queue was made.
    var number: Int { state.withLock { $0.number } }

    /// Waits until the queue stands.
    ///
    /// - Returns: how often it was made until then; `nil` when it did not come in time.
    func wait(until deadline: ContinuousClock.Instant) async -> Int? {
        await withCheckedContinuation { continuation in
            let number: Int? = state.withLock { state in
                guard !state.stands else { return state.number }
                state.waiters.append(Waiter(deadline: deadline, continuation: continuation))
                return nil
            }
            if let number { continuation.resume(returning: number) }
        }
    }

    /// Lets those go whose time is over. To be called several times a second.
    func expire(at now: ContinuousClock.Instant) {
        let late = state.withLock { state in
            let late = state.waiters.filter { $0.deadline <= now }
            if !late.isEmpty { state.waiters.removeAll { $0.deadline <= now } }
            return late
        }
        for waiter in late { waiter.continuation.resume(returning: nil) }
    }
}
