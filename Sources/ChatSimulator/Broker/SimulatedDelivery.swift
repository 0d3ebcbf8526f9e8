import AMQP
import ChatWorker

/// A message as a simulated worker takes it.
struct SimulatedDelivery: TakenDelivery {
    let queue: String
    let routingKey: String
    let redelivered: Bool
    let properties: Properties
    let body: [UInt8]
    let connection: ConsumerConnection
    /// Counts the deliveries of the connection; 0 for a copy that the broker knows nothing of.
    let tag: UInt64
}
