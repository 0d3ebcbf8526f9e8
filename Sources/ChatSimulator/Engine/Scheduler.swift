import ChatContract

/// Simulated time, and what is to happen in it: in the order of time, and of arrangement where times are equal.
final class Scheduler {
    private struct Entry {
        let at: Timestamp
        let number: UInt64
        let action: () -> Void

        func comes(before other: Entry) -> Bool { (at, number) < (other.at, other.number) }
    }

    private(set) var now: Timestamp
    /// A binary heap, the next one first.
    private var entries: [Entry] = []
    private var lastNumber: UInt64 = 0

    init(at start: Timestamp) {
        now = start
    }

    /// Does something later.
    func after(_ span: Span, _ action: @escaping () -> Void) { at(now + span, action) }

    /// Does something at a time, or at once when that is over.
    func at(_ time: Timestamp, _ action: @escaping () -> Void) {
        lastNumber += 1
        entries.append(Entry(at: max(time, now), number: lastNumber, action: action))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].comes(before: entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Lets the next thing happen, if it does so by then; otherwise it is then.
    ///
    /// - Returns: whether something happened.
    func step(until limit: Timestamp) -> Bool {
        guard let first = entries.first, first.at <= limit else {
            now = max(now, limit)
            return false
        }
        removeFirst()
        now = max(now, first.at)
        first.action()
        return true
    }

    /// Forgets everything that is to happen.
    func clear() { entries = [] }

    private func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].comes(before: entries[least]) { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
