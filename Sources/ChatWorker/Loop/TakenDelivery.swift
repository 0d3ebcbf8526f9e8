import AMQP

/// A message as the loop took it from a queue.
package protocol TakenDelivery {
    /// The queue, as the consumer named it.
    var queue: String { get }
    var routingKey: String { get }
    /// Whether it was handed out before.
    var redelivered: Bool { get }
    var properties: Properties { get }
    var body: [UInt8] { get }
}

extension Delivery: TakenDelivery {}

extension TakenDelivery {
    /// How often it came back to its queue.
    var returns: Int {
        guard redelivered else { return 0 }
        return properties.headers["x-delivery-count"]?.integerValue ?? 0
    }
}
