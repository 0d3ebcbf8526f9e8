import Synchronization

/// How many connections one address may hold at a time (guarantee 30): who opens them all only to keep them is closed out.
final class ConnectionLimit: Sendable {
    /// A company behind one address has that many chats at once, hardly more.
    private static let standard = 2000.0

    private let limit: Int
    private let open = Mutex([String: Int]())
    private let refusedCount = Atomic(0)

    /// - Parameter factor: as of ``RequestLimits``; 0 for no limit.
    init(factor: Double) {
        limit = factor > 0 ? max(1, Int(Self.standard * factor)) : .max
    }

    /// How many were closed at once.
    var refused: Int { refusedCount.load(ordering: .relaxed) }

    func enter(_ address: String) -> Bool {
        let isAllowed = open.withLock { open in
            guard open[address, default: 0] < limit else { return false }
            open[address, default: 0] += 1
            return true
        }
        if !isAllowed { refusedCount.add(1, ordering: .relaxed) }
        return isAllowed
    }

    func leave(_ address: String) {
        open.withLock { open in
            guard let count = open[address] else { return }
            open[address] = count > 1 ? count - 1 : nil
        }
    }
}
