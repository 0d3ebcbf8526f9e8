import AMQP
import ChatContract

/// An event as it came from the broker: one of a session, with its number, or transient news.
public struct ReceivedEvent: Sendable {
    /// The key under which it was published: `channel.<channel>.session.<session>.<type>` and the like.
    public let routingKey: String
    public let properties: Properties
    public let body: [UInt8]
    /// Counts the subscription's queues from 1: when it grows, the connection had been lost, and what was published
    /// meanwhile is to be asked for by number.
    public let incarnation: Int

    init(_ delivery: Delivery, incarnation: Int) {
        routingKey = delivery.routingKey
        properties = delivery.properties
        body = delivery.body
        self.incarnation = incarnation
    }

    public var headers: Table { properties.headers }

    /// The type, as the property says.
    public var type: String { properties.type ?? "" }

    /// The session's event; `nil` when it is transient, or of a type that this client does not know. Read anew at each
    /// call.
    public var event: Event? {
        guard EventType(rawValue: type) != nil else { return nil }
        return try? WireJSON.decode(Event.self, from: body)
    }

    /// The type of news that has no number and is not kept; `nil` when it is an event of a session.
    public var transientType: TransientType? { TransientType(rawValue: type) }

    /// The data of transient news, when it has that form.
    public func data<Data: Decodable>(as type: Data.Type = Data.self) -> Data? {
        try? WireJSON.decode(TransientBody<Data>.self, from: body).data
    }

    /// The session that it is about, as the header says.
    public var session: SessionID? { headers[Header.session]?.stringValue.flatMap { SessionID($0) } }

    /// Its number, as the header says.
    public var seq: Int64? { headers[Header.seq]?.integerValue.map(Int64.init) }

    private struct TransientBody<Data: Decodable>: Decodable {
        var data: Data
    }
}
