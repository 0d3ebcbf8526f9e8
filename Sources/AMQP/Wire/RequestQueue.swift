/// The requests that wait for an answer. The broker answers those of one channel in the order in which they were sent.
///
/// A pure state machine; `Waiter` is whatever the owner wants to get back.
struct RequestQueue<Waiter> {
    private struct Pending {
        var replies: [MethodID]
        var deadline: MonotonicTime
        var waiter: Waiter
    }

    private var pending: [Pending] = []

    var isEmpty: Bool { self.pending.isEmpty }

    /// When the first of them is overdue.
    var deadline: MonotonicTime? { self.pending.lazy.map(\.deadline).min() }

    mutating func append(_ waiter: Waiter, awaiting replies: [MethodID], deadline: MonotonicTime) {
        self.pending.append(Pending(replies: replies, deadline: deadline, waiter: waiter))
    }

    /// - Returns: Whose answer this is; `nil` if nobody waits for it now.
    mutating func reply(_ method: MethodID) -> Waiter? {
        guard let first = self.pending.first, first.replies.contains(method) else { return nil }
        return self.pending.removeFirst().waiter
    }

    /// - Returns: All that waited, in order.
    mutating func drain() -> [Waiter] {
        defer { self.pending = [] }
        return self.pending.map(\.waiter)
    }
}
