/// How those who post are: what `/healthz` and `/readyz` say.
public struct WebhookHealth: Sendable, Equatable {
    /// Whether events are taken.
    public var isReady: Bool
    /// What is wrong, in words; a receiver that does not answer too.
    public var problems: [String]
}
