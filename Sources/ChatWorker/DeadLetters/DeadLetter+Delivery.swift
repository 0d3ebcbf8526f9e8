import AMQP
import ChatContract

extension DeadLetter {
    /// How much of a body a list shows.
    public static let listedLength = 4096

    /// Reads a message of the queue `chat.dead`.
    ///
    /// - Parameter length: how many bytes of the body are shown at most.
    public init(_ delivery: Delivery, upTo length: Int = .max) {
        let properties = delivery.properties
        let headers = properties.headers
        func text(_ name: String) -> String { headers[name]?.stringValue ?? "" }
        let broker = text("x-first-death-reason")
        self.init(
            id: properties.messageID ?? "",
            reason: text(Header.reason).isEmpty ? broker : text(Header.reason),
            error: text(Header.error), type: properties.type ?? "", routingKey: delivery.routingKey,
            publisher: text(Header.publisher).isEmpty ? properties.userID ?? "" : text(Header.publisher),
            actor: text(Header.actor),
            queue: text(Header.queue).isEmpty ? text("x-first-death-queue") : text(Header.queue),
            attempts: Int(headers[Header.attempts]?.integerValue ?? 0),
            at: properties.timestamp.map { Timestamp(milliseconds: Int64($0) * 1000) },
            command: properties.correlationID ?? "", bytes: delivery.body.count, body: Self.shown(delivery.body, length)
        )
    }

    /// Session keys and visitors' secrets are for nobody's eyes, operators' neither.
    private static func shown(_ body: [UInt8], _ length: Int) -> String {
        let text = String(decoding: body, as: UTF8.self)
            .replacing(/"(visitorId|sessionKey|scrypt|password|identity)"\s*:\s*"[^"]*"/) {
                "\"\($0.output.1)\":\"***\""
            }
        return text.utf8.count <= length ? text : text.prefix(length) + "…"
    }

    /// The message as it is sent once more: an event to the queue of the receiver who did not take it, else a command.
    ///
    /// - Parameter login: who sends it; whose it was stays known.
    public static func again(_ delivery: Delivery, login: String, at now: Timestamp) -> Publishing {
        let letter = DeadLetter(delivery)
        guard letter.queue.hasPrefix(Queue.webhooks + ".") else { return command(delivery, letter, login: login) }
        return Publishing(
            exchange: "", routingKey: letter.queue, mandatory: true,
            properties: Properties(
                contentType: delivery.properties.contentType, headers: delivery.properties.headers,
                deliveryMode: .persistent, messageID: letter.command,
                timestamp: UInt64(clamping: now.milliseconds / 1000), type: letter.type), body: delivery.body)
    }

    /// The command as it goes to `chat.commands` once more. Its message-id is the letter's, so that a letter that is sent
    /// twice, because somebody died between sending and forgetting it, is done once (guarantee 4).
    private static func command(_ delivery: Delivery, _ letter: DeadLetter, login: String) -> Publishing {
        var headers: Table = [:]
        for name in [Header.actor, Header.sessionKey, Header.traceparent] {
            if let value = delivery.properties.headers[name] { headers.append(name, value) }
        }
        headers.append(Header.publisher, .string(letter.publisher))
        return Publishing(
            exchange: Exchange.commands, routingKey: delivery.routingKey, mandatory: true,
            properties: Properties(
                contentType: delivery.properties.contentType ?? "application/json", headers: headers,
                deliveryMode: .persistent, messageID: String("requeued.\(letter.id)".prefix(128)),
                type: letter.type.isEmpty ? nil : letter.type, userID: login),
            body: delivery.body)
    }
}
