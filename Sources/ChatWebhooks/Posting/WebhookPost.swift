import AMQP
import ChatContract

/// An event on its way to a receiver: a message of his queue.
struct WebhookPost: Sendable {
    /// `<session>.<number>`: the same however often it is posted.
    let id: String
    let type: String
    let channel: String
    let session: SessionID
    let at: String
    let body: [UInt8]
    /// Since when it waits for the receiver.
    let since: Timestamp
    /// The message that is acknowledged for it: the latest, where the broker delivered it anew.
    var delivery: Delivery

    /// - Returns: `nil` when it is no such message.
    init?(_ delivery: Delivery) {
        let properties = delivery.properties
        let headers = properties.headers
        guard let id = properties.messageID, let type = properties.type, EventType(rawValue: type) != nil,
            let session = headers[Header.session]?.stringValue.flatMap({ SessionID($0) }),
            let channel = headers[Header.channel]?.stringValue, let seconds = properties.timestamp
        else { return nil }
        self.id = id
        self.type = type
        self.channel = channel
        self.session = session
        at = headers[Self.timeHeader]?.stringValue ?? ""
        body = delivery.body
        since = Timestamp(milliseconds: Int64(clamping: seconds) * 1000)
        self.delivery = delivery
    }

    /// When the event happened: the property `timestamp` says since when it waits.
    static let timeHeader = "at"

    /// An event as it is put into a receiver's queue.
    static func message(
        _ event: SequencedEvent, for receiver: WebhookHandle, at now: Timestamp
    ) -> Publishing {
        var body = JSONObject(extending: event.body)
        body.append("id", plain: event.id)
        return Publishing(
            exchange: "", routingKey: WebhookQueue.of(receiver), mandatory: true,
            properties: Properties(
                contentType: "application/json",
                headers: [
                    Header.session: .string(event.session.description), Header.channel: .string(event.channel.text),
                    Header.seq: .int64(event.seq), timeHeader: .string(event.at),
                ], deliveryMode: .persistent, messageID: event.id,
                timestamp: UInt64(clamping: now.milliseconds / 1000), type: event.type.rawValue), body: body.json)
    }
}
