import AMQP
import ChatContract
import ChatWebhooks

/// A message of the queue `chat.dead`.
struct DeadLetter: Encodable {
    var id: String
    var reason: String
    var error: String
    var type: String
    var routingKey: String
    var publisher: String
    var actor: String
    var queue: String
    var attempts: Int
    var at: Timestamp?
    /// The message-id of the command.
    var command: String
    var bytes: Int

    init(_ delivery: Delivery) {
        let properties = delivery.properties
        let headers = properties.headers
        func text(_ name: String) -> String { headers[name]?.stringValue ?? "" }
        id = properties.messageID ?? ""
        let broker = text("x-first-death-reason")
        reason = text(Header.reason).isEmpty ? broker : text(Header.reason)
        error = text(Header.error)
        type = properties.type ?? ""
        routingKey = delivery.routingKey
        publisher = text(Header.publisher).isEmpty ? properties.userID ?? "" : text(Header.publisher)
        actor = text(Header.actor)
        queue = text(Header.queue).isEmpty ? text("x-first-death-queue") : text(Header.queue)
        attempts = headers[Header.attempts]?.integerValue ?? 0
        at = properties.timestamp.map { Timestamp(milliseconds: Int64($0) * 1000) }
        command = properties.correlationID ?? ""
        bytes = delivery.body.count
    }

    /// The message as it is sent once more: an event to the queue of the receiver who did not take it, else a command.
    static func again(_ delivery: Delivery, login: String) -> Publishing {
        let letter = DeadLetter(delivery)
        guard WebhookQueue.receiver(of: letter.queue) != nil else { return command(delivery, login: login) }
        let now = LogLine.now.milliseconds / 1000
        return Publishing(
            exchange: "", routingKey: letter.queue, mandatory: true,
            properties: Properties(
                contentType: delivery.properties.contentType, headers: delivery.properties.headers,
                deliveryMode: .persistent, messageID: letter.command, timestamp: UInt64(clamping: now),
                type: letter.type), body: delivery.body)
    }

    /// The command as it goes to `chat.commands` once more: by the operator's login, for whom it was.
    private static func command(_ delivery: Delivery, login: String) -> Publishing {
        let letter = DeadLetter(delivery)
        var headers: Table = [:]
        for name in [Header.actor, Header.sessionKey, Header.traceparent] {
            if let value = delivery.properties.headers[name] { headers.append(name, value) }
        }
        headers.append(Header.publisher, .string(letter.publisher))
        return Publishing(
            exchange: Exchange.commands, routingKey: delivery.routingKey, mandatory: true,
            properties: Properties(
                contentType: delivery.properties.contentType ?? "application/json", headers: headers,
                deliveryMode: .persistent, messageID: "requeued.\(RandomName.make())",
                type: letter.type.isEmpty ? nil : letter.type, userID: login),
            body: delivery.body)
    }
}
