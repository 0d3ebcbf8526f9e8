/// So many at once, so many a second: what is left of an allowance.
struct TokenBucket: Sendable, Equatable {
    /// What an allowance is: how many at once, and how many come back each second.
    struct Rate: Sendable, Equatable {
        var burst: Double
        var perSecond: Double
    }

    private(set) var tokens: Double
    private(set) var at: Double

    /// A full one at a time in seconds.
    init(_ rate: Rate, at now: Double) {
        tokens = rate.burst
        at = now
    }

    /// Takes one.
    ///
    /// - Returns: `nil` when there was one; else for how many seconds there is none.
    mutating func take(_ rate: Rate, at now: Double) -> Double? {
        // A clock that goes back gives nothing and takes nothing.
        tokens = min(rate.burst, tokens + max(0, now - at) * rate.perSecond)
        at = max(at, now)
        guard tokens >= 1 else { return (1 - tokens) / rate.perSecond }
        tokens -= 1
        return nil
    }

    /// Whether it says nothing any more: it would be full by now.
    func isFull(_ rate: Rate, at now: Double) -> Bool { tokens + max(0, now - at) * rate.perSecond >= rate.burst }
}
