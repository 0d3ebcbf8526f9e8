/// What the broker says of a queue when it is declared.
public struct QueueStatus: Sendable, Hashable {
    /// The name, which the broker made up if none was given.
    public let name: String
    /// The messages that wait, without those in the hands of consumers.
    public let messageCount: Int
    public let consumerCount: Int
}
