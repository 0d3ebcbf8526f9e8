/// When to give a sign of life, and when to take the peer for dead.
///
/// A pure state machine. It gives a sign twice per interval and expects one per two intervals, as the specification
/// asks for.
struct HeartbeatClock {
    /// `nil` if both sides agreed on none.
    private let interval: Duration?
    private var lastSent: MonotonicTime
    private var lastReceived: MonotonicTime

    init(seconds: Int, now: MonotonicTime) {
        self.interval = seconds > 0 ? .seconds(seconds) : nil
        self.lastSent = now
        self.lastReceived = now
    }

    mutating func sent(at now: MonotonicTime) { self.lastSent = now }

    mutating func received(at now: MonotonicTime) { self.lastReceived = now }

    func mustSend(at now: MonotonicTime) -> Bool {
        self.interval.map { now >= self.lastSent + $0 / 2 } ?? false
    }

    func isDead(at now: MonotonicTime) -> Bool {
        self.interval.map { now >= self.lastReceived + $0 * 2 } ?? false
    }

    /// When to look again.
    var deadline: MonotonicTime? {
        self.interval.map { min(self.lastSent + $0 / 2, self.lastReceived + $0 * 2) }
    }
}
