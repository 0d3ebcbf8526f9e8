/// How long to wait before the next attempt: a random time under a limit that doubles with each failure.
///
/// The whole range is random ("full jitter"), so that a thousand clients do not come back together.
public struct BackOff: Sendable, Hashable {
    /// The limit after the first failure.
    public var base: Duration
    /// The highest limit.
    public var maximum: Duration

    public init(base: Duration = .milliseconds(100), maximum: Duration = .seconds(30)) {
        self.base = base
        self.maximum = maximum
    }

    /// The limit of the wait after that many failures in a row.
    public func limit(afterFailures failures: Int) -> Duration {
        min(self.maximum, self.base * (1 << min(max(failures - 1, 0), 20)))
    }

    /// A wait after that many failures in a row.
    public func delay(
        afterFailures failures: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        self.limit(afterFailures: failures) * Double.random(in: 0...1, using: &generator)
    }

    /// A wait after that many failures in a row.
    public func delay(afterFailures failures: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return self.delay(afterFailures: failures, using: &generator)
    }
}
