/// How long mails that could not be sent yet are tried again.
public struct RetryPlan: Sendable, Equatable {
    /// The wait after the first failure; each further one doubles it.
    public var first: Duration
    /// The longest wait.
    public var longest: Duration
    /// For how long a mailer holds a mail before it gives it back. Shorter than the broker's consumer timeout (30 min).
    public var hold: Duration
    /// From the request on; what fails after that has failed for good.
    public var life: Duration

    public init(
        first: Duration = .seconds(5), longest: Duration = .seconds(300), hold: Duration = .seconds(900),
        life: Duration = .seconds(86_400)
    ) {
        self.first = first
        self.longest = longest
        self.hold = hold
        self.life = life
    }
}
