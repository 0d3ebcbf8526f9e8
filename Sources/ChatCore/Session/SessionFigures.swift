import ChatContract

/// What statistics need of a session as it runs (`spec/statistics.md`, "Definitions").
public struct SessionFigures: Sendable, Equatable, Codable {
    /// The legs begun so far.
    public var legs = 0
    public var queueLegs = 0
    public var agentLegs = 0
    public var wait = Span.zero
    public var firstWait: Span?
    public var firstResponse: Span?
    public var handle = Span.zero
    public var active = Span.zero
    public var visitorMessages = 0
    public var agentMessages = 0
    public var firstVisitorMessageAt: Timestamp?
    /// When the first visitor message that no agent has answered came.
    public var unansweredSince: Timestamp?
    public var lastMessageAt: Timestamp?
    public var endings = 0

    public init() {}

    /// Gaps between messages count as active up to this length.
    static let activeGap = Span.minutes(5)

    /// Notes a message of either side; gives the active time that it adds.
    mutating func noteMessage(at now: Timestamp) -> Span {
        let gap = lastMessageAt.map { min(now - $0, Self.activeGap) } ?? .zero
        lastMessageAt = now
        active += gap
        return gap
    }
}

/// What statistics need of an agent's leg as it runs.
public struct AgentLegFigures: Sendable, Equatable, Codable {
    public var messages = 0
    public var active = Span.zero
    public var firstResponse: Span?
    public var responses = LegEnded.Responses()

    public init() {}
}
