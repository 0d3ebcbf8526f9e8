import ChatContract

/// How posts that fail are tried again.
public struct PostingPlan: Sendable, Equatable {
    /// The wait after the first failure; each further one doubles it.
    public var first: Duration
    /// The longest wait, also where a receiver asks for a longer one.
    public var longest: Duration
    /// From when the event was there for the receiver; what fails after that is a dead letter.
    public var life: Duration
    /// How long a receiver may take to answer.
    public var timeout: Duration
    /// How many posts are on their way at a time, each of another session.
    public var width: Int
    /// How many events are in hand at a time: so much memory, and no more, a receiver that is down costs.
    public var window: Int
    /// For how long events are held before the broker gets them back for a moment. Shorter than its consumer timeout
    /// (30 min).
    public var hold: Duration

    /// How old an event may be without being asked whether it was erased meanwhile.
    public var fresh: Duration

    public init(
        first: Duration = .seconds(5), longest: Duration = .seconds(300), life: Duration = .seconds(86_400),
        timeout: Duration = .seconds(10), width: Int = 8, window: Int = 500, hold: Duration = .seconds(900),
        fresh: Duration = .seconds(10)
    ) {
        self.first = first
        self.longest = longest
        self.life = life
        self.timeout = timeout
        self.width = width
        self.window = window
        self.hold = hold
        self.fresh = fresh
    }

    /// What was set of a receiver, and the other plan's where he says nothing.
    init(_ webhook: Webhook, otherwise plan: PostingPlan) {
        self = plan
        if let hours = webhook.giveUpHours { life = .seconds(hours * 3600) }
        if let seconds = webhook.timeoutSeconds { timeout = .seconds(seconds) }
        if let parallel = webhook.parallel { width = parallel }
    }

    /// The wait after so many failures in a row.
    func wait(afterFailures failures: Int) -> Duration {
        min(longest, first * (1 << min(max(failures - 1, 0), 20)))
    }
}
