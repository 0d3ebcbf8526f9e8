import AMQP
import ChatContract

/// The queues of webhooks: all events of sessions in one, and what each receiver chose of them in one of his own.
///
/// They are made by whoever posts, not with the others: without anybody who posts they would fill up for ever.
public enum WebhookQueue {
    /// What happened, before it is sorted for receivers.
    public static let events = Queue.webhooks

    /// What waits for a receiver, in order. One that is down holds up nobody else.
    public static func of(_ receiver: WebhookHandle) -> String { events + "." + receiver.text }

    /// The receiver of a queue; `nil` for queues that are none of these.
    public static func receiver(of queue: String) -> WebhookHandle? {
        guard queue.hasPrefix(events + ".") else { return nil }
        return WebhookHandle(queue.dropFirst(events.count + 1))
    }

    /// All that is published for integrations.
    public static let routingKey = "channel.#"

    /// One consumer at a time, and what comes back comes first (that is what the delivery limit does): so order is kept.
    public static let arguments = QueueArguments(
        kind: .quorum, singleActiveConsumer: true, deliveryLimit: 1_000_000, deadLetterExchange: Exchange.dead,
        deadLetterStrategy: .atLeastOnce, overflow: .rejectPublish)

    /// Makes the queues. Events are kept for receivers from then on.
    public static func declare(
        for receivers: some Sequence<WebhookHandle> & Sendable, on connection: Connection
    ) async throws(AMQPError) {
        for receiver in receivers { try await connection.declareQueue(of(receiver), arguments: arguments) }
        try await connection.declareQueue(events, arguments: arguments)
        try await connection.bindQueue(events, to: Exchange.events, routingKey: routingKey)
    }
}
