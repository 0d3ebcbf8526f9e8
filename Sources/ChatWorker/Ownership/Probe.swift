import AMQP
import ChatContract

/// A worker's question whether it is the one who hears a queue: only the active consumer gets it, and everything before
/// it is read then.
package enum Probe {
    /// Begins the message-id of a probe.
    static let prefix = "probe."

    /// The probe as it is published.
    package static func message(_ name: String, to queue: String, login: String) -> Publishing {
        Publishing(
            exchange: "", routingKey: queue,
            properties: Properties(deliveryMode: .persistent, messageID: prefix + name, userID: login),
            body: Answer.nothing)
    }
}
