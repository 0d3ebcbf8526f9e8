import AMQP
import ChatContract
import ChatStore

/// A message that could not be worked on, kept in `chat.dead` with the reason.
enum DeadLetter {
    /// The letter for a delivery.
    ///
    /// - Parameters:
    ///   - reason: an error code, or `poison`.
    ///   - error: what was wrong, for people.
    static func message(
        of delivery: Delivery, reason: String, error: String, attempts: Int, at now: Timestamp
    ) -> OutboxMessage {
        let properties = delivery.properties
        var message = OutboxMessage(
            exchange: Exchange.dead, routingKey: delivery.routingKey, messageID: id(of: delivery),
            type: properties.type ?? "", at: now, body: delivery.body)
        message.correlationID = properties.messageID
        message.headers = [
            OutboxHeader(Header.reason, reason), OutboxHeader(Header.error, error),
            OutboxHeader(Header.publisher, properties.userID ?? ""), OutboxHeader(Header.queue, delivery.queue),
            OutboxHeader(Header.attempts, Int64(attempts)),
        ]
        // What the command came with, so that it can be sent again.
        for name in [Header.actor, Header.sessionKey, Header.traceparent] {
            guard let value = properties.headers[name]?.stringValue else { continue }
            message.headers.append(OutboxHeader(name, value))
        }
        return message
    }

    /// A name for the letter: the time and some randomness, since the message-id of what came may be anything.
    private static func id(of delivery: Delivery) -> String {
        let random = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        return "dead.\(random.prefix(24))"
    }
}
