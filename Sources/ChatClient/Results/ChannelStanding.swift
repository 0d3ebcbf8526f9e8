import ChatContract

/// The result of `channel.state`: whether somebody is there.
public struct ChannelStanding: Codable, Sendable, Equatable {
    public enum Mode: String, Codable, Sendable, CaseIterable {
        case online, busy, lunch, closed, away, deleted
    }

    public var open: Bool
    public var mode: Mode
    public var waiting: Int
    public var available: Int
    public var averageWait: String?
    public var nextChange: Timestamp?
    /// When it opens again, in the channel's language.
    public var sentence: String?
}
