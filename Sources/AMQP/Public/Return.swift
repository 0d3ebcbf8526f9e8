/// A mandatory message that the broker sent back because no queue would take it.
public struct Return: Sendable {
    /// 312 (`NO_ROUTE`) for a message without a queue.
    public let replyCode: Int
    public let replyText: String
    public let exchange: String
    public let routingKey: String
    public let properties: Properties
    public let body: [UInt8]
}
