import ChatContract

/// A queue that workers share: each has one active consumer.
public enum WorkQueue: Hashable, Comparable, Sendable, CustomStringConvertible {
    case control
    case channel(ChannelHandle)

    /// The name of the queue at the broker.
    public var name: String {
        switch self {
        case .control: Queue.control
        case .channel(let channel): Queue.channel(channel)
        }
    }

    /// The queue where a command with this routing key belongs; `nil` for queries, and for what is no command's address.
    init?(routingKey: String) {
        switch RoutingKey.CommandAddress(routingKey) {
        case .channel(let channel, _): self = .channel(channel)
        case .control: self = .control
        case .query, nil: return nil
        }
    }

    /// What is hashed with a worker to find who works on it.
    var key: String {
        switch self {
        case .control: "control"
        case .channel(let channel): "channel.\(channel)"
        }
    }

    public var description: String { name }

    public static func < (left: WorkQueue, right: WorkQueue) -> Bool { left.key < right.key }
}
