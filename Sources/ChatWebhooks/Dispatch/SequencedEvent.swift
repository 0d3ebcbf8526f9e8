import AMQP
import ChatClient
import ChatContract

/// An event of a session with its number, as it came from the broker or, where it did not come, from the store.
struct SequencedEvent: Sendable, NumberedEvent {
    let session: SessionID
    let channel: ChannelHandle
    let seq: Int64
    let type: EventType
    let at: String
    let body: [UInt8]
    /// `nil` for one that was asked for.
    let delivery: Delivery?

    var previous: Int64? { nil }
    var id: String { "\(session).\(seq)" }

    private struct Head: Decodable {
        var at: String
    }

    /// - Returns: `nil` for news without a number, which may be lost and are posted to nobody.
    init?(_ delivery: Delivery) {
        let headers = delivery.properties.headers
        guard let type = delivery.properties.type.flatMap(EventType.init(rawValue:)),
            let session = headers[Header.session]?.stringValue.flatMap({ SessionID($0) }),
            let channel = headers[Header.channel]?.stringValue.flatMap({ ChannelHandle($0) }),
            let seq = headers[Header.seq]?.integerValue,
            let head = try? WireJSON.decode(Head.self, from: delivery.body)
        else { return nil }
        self.session = session
        self.channel = channel
        self.seq = Int64(seq)
        self.type = type
        at = head.at
        body = delivery.body
        self.delivery = delivery
    }

    init(_ event: Event) throws {
        session = event.session
        channel = event.channel
        seq = event.seq
        type = event.type
        at = event.at.description
        body = try event.json()
        delivery = nil
    }
}
