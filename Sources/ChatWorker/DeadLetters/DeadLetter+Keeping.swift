import AMQP
import ChatContract
import ChatStore

extension DeadLetter {
    /// The letter for a delivery that could not be worked on.
    ///
    /// - Parameters:
    ///   - reason: an error code, or `poison`.
    ///   - error: what was wrong, for people.
    static func message(
        of delivery: some TakenDelivery, reason: String, error: String, attempts: Int, at now: Timestamp
    ) -> OutboxMessage {
        let properties = delivery.properties
        var message = OutboxMessage(
            exchange: Exchange.dead, routingKey: short(delivery.routingKey), messageID: id(of: delivery),
            type: short(properties.type ?? ""), at: now, body: delivery.body)
        message.correlationID = properties.messageID.map(short)
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

    /// What fits into a short string of AMQP: bytes that were no UTF-8 have become longer.
    private static func short(_ text: String) -> String {
        guard text.utf8.count > 255 else { return text }
        return String(decoding: text.utf8.prefix(252), as: UTF8.self).filter { $0 != "\u{FFFD}" }
    }

    /// A name for the letter: the time and some randomness, since the message-id of what came may be anything.
    private static func id(of delivery: some TakenDelivery) -> String {
        let random = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        return "dead.\(random.prefix(24))"
    }
}
