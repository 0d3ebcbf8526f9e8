/// How a gateway is: what `/healthz` and `/readyz` say.
public struct GatewayHealth: Sendable, Equatable {
    /// Whether it takes requests, and the broker is there.
    public var isReady: Bool
    /// What is wrong, in words.
    public var problems: [String]
}
