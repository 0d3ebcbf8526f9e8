/// How a bot is: what `/healthz` and `/readyz` say.
public struct BotHealth: Sendable, Equatable {
    /// Whether it hears and answers.
    public var isReady: Bool
    /// What is wrong, in words.
    public var problems: [String]
}
