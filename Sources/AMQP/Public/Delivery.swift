/// A message from a queue.
public struct Delivery: Sendable {
    /// What ``Connection/acknowledge(_:multiple:)`` and ``Connection/reject(_:requeue:)`` take.
    public let tag: DeliveryTag
    /// The queue, as the consumer named it.
    public let queue: String
    /// The consumer; empty for a message that was fetched with ``Connection/get(_:noAcknowledgement:)``.
    public let consumerTag: String
    /// Whether the message was handed out before.
    public let redelivered: Bool
    public let exchange: String
    public let routingKey: String
    public let properties: Properties
    public let body: [UInt8]
    /// The connection that it came on.
    public let connection: Connection
}
