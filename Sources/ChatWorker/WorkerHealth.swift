/// How a worker is: what `/healthz` and `/readyz` say.
public struct WorkerHealth: Sendable, Equatable {
    /// Whether its loop turns. A broker or store that is away does not make it dead: restarting would not help.
    public var isLive: Bool
    /// Whether it takes commands.
    public var isReady: Bool
    /// What is wrong, in words.
    public var problems: [String]

    public init(isLive: Bool, isReady: Bool, problems: [String]) {
        self.isLive = isLive
        self.isReady = isReady
        self.problems = problems
    }
}
