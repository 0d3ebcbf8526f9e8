/// How a mailer is: what `/healthz` and `/readyz` say.
public struct MailerHealth: Sendable, Equatable {
    /// Whether it takes jobs.
    public var isReady: Bool
    /// What is wrong, in words.
    public var problems: [String]
}
