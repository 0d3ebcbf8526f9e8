/// A message on its way to the broker.
public struct Publishing: Sendable {
    /// The exchange; empty is the default exchange, which routes to the queue named by the routing key.
    public var exchange: String
    public var routingKey: String
    /// Whether the broker sends the message back when no queue would take it.
    public var mandatory: Bool
    public var properties: Properties
    public var body: [UInt8]

    public init(
        exchange: String,
        routingKey: String,
        mandatory: Bool = false,
        properties: Properties = Properties(),
        body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.properties = properties
        self.body = body
    }
}
