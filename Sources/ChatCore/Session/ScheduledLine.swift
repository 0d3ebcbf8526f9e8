import ChatContract

/// A bot's line that becomes visible later (contract, `visibleAt`): it has no number yet.
public struct ScheduledLine: Codable, Sendable, Equatable {
    public var at: Timestamp
    public var text: String
    public var format: TextFormat
    public var options: [String]?
    public var source: MessageSource?
}
