import ChatContract
import ChatCore

/// Messages of one transaction that wait for the broker's confirmation.
public struct OutboxEntry: Sendable {
    /// Never used again, also after the row is gone.
    public let id: Int64
    public let at: Timestamp
    public let messages: [OutboxMessage]
}

/// A message on its way to the broker.
public struct OutboxMessage: Sendable, Equatable {
    public var exchange: String
    public var routingKey: String
    /// Further routing keys that the receivers do not see.
    public var blindCopies: [String] = []
    public var messageID: String
    public var type: String
    public var correlationID: String?
    public var at: Timestamp
    public var headers: [OutboxHeader] = []
    public var body: [UInt8]

    public init(
        exchange: String, routingKey: String, messageID: String, type: String, at: Timestamp, body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.messageID = messageID
        self.type = type
        self.at = at
        self.body = body
    }
}

/// A header of an outgoing message.
public struct OutboxHeader: Codable, Sendable, Equatable {
    public enum Value: Codable, Sendable, Equatable {
        case text(String)
        case number(Int64)
    }

    public var name: String
    public var value: Value

    public init(_ name: String, _ text: String) {
        self.name = name
        value = .text(text)
    }

    public init(_ name: String, _ number: Int64) {
        self.name = name
        value = .number(number)
    }
}

/// An event's row, as far as publishing needs it.
struct StoredEvent {
    var id: Int64
    var event: AddressedEventKeys
    var body: [UInt8]
    var visitorBody: [UInt8]?

    struct AddressedEventKeys {
        var channel: ChannelHandle
        var session: SessionID
        var seq: Int64
        var type: EventType
        var at: Timestamp
        var audience: Audience
        var cause: String
        var traceparent: String?
    }

    /// The messages that tell of it: one, or two where visitors get another text than agents.
    ///
    /// The visitors' own text goes by their gateways' keys only, so that whoever reads `channel.#` sees each event once.
    func messages() -> [OutboxMessage] {
        let type = event.type.rawValue
        var message = OutboxMessage(
            exchange: Exchange.events,
            routingKey: RoutingKey.event(event.type, channel: event.channel, session: event.session),
            messageID: event.session.description + "." + String(event.seq), type: type, at: event.at, body: body)
        message.correlationID = event.cause
        message.headers = [
            OutboxHeader(Header.channel, event.channel.text), OutboxHeader(Header.session, event.session.description),
            OutboxHeader(Header.seq, event.seq),
        ]
        if let traceparent = event.traceparent {
            message.headers.append(OutboxHeader(Header.traceparent, traceparent))
        }
        message.blindCopies = event.audience.agents.map { RoutingKey.agent($0, type) }
        for bot in event.audience.bots { message.blindCopies.append(RoutingKey.bot(bot, type)) }
        if event.audience.desk { message.blindCopies.append(RoutingKey.desk(event.channel, type)) }
        let visitorKeys = event.audience.gateways.map { RoutingKey.gateway($0, type) }
        guard let visitorBody else {
            message.blindCopies += visitorKeys
            return [message]
        }
        guard let first = visitorKeys.first else { return [message] }
        var copy = message
        copy.routingKey = first
        copy.blindCopies = Array(visitorKeys.dropFirst())
        copy.body = visitorBody
        return [message, copy]
    }
}

/// The table of what is committed and not yet confirmed.
enum Outbox {
    static func insert(
        events runs: [ClosedRange<Int64>], worker: String, at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) -> Int64 {
        try sql.insert(
            "INSERT INTO outbox (worker, at, events) VALUES (?, ?, ?)",
            [.text(worker), SQLValue(now), .text(Runs.text(runs))])
    }

    static func insert(
        _ message: OutboxMessage, worker: String, at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) -> Int64 {
        try sql.insert(
            """
            INSERT INTO outbox (worker, at, exchange, routing_key, message_id, type, correlation_id, headers, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(worker), SQLValue(now), .text(message.exchange), .text(message.routingKey),
                .text(message.messageID), .text(message.type), SQLValue(message.correlationID),
                try JSONColumn.encode(message.headers), .blob(message.body),
            ])
    }

    /// What a worker has still to publish, oldest first.
    static func entries(of worker: String, _ sql: any SQLConnection) throws(StoreError) -> [OutboxEntry] {
        struct Row {
            var id: Int64
            var at: Timestamp
            var events: [ClosedRange<Int64>]
            var message: OutboxMessage?
        }
        let rows = try sql.all(
            """
            SELECT id, at, events, exchange, routing_key, message_id, type, correlation_id, headers, body
            FROM outbox WHERE worker = ? ORDER BY id
            """, .text(worker)
        ) { row throws(StoreError) in
            var result = Row(id: row.integer(0), at: row.time(1), events: try Runs.runs(row.text(2)))
            if !row.isNull(3) {
                var message = OutboxMessage(
                    exchange: row.text(3), routingKey: row.text(4), messageID: row.text(5), type: row.text(6),
                    at: row.time(1), body: row.bytes(9))
                message.correlationID = row.textIfPresent(7)
                message.headers = try JSONColumn.decode(row, 8)
                result.message = message
            }
            return result
        }
        var entries: [OutboxEntry] = []
        for row in rows {
            var messages = row.message.map { [$0] } ?? []
            for run in row.events { messages += try events(run, at: row.at, sql).flatMap { $0.messages() } }
            entries.append(OutboxEntry(id: row.id, at: row.at, messages: messages))
        }
        return entries
    }

    private static func events(
        _ run: ClosedRange<Int64>, at: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) -> [StoredEvent] {
        // An event belongs to the channel where it happened, wherever its session is by now.
        try sql.all(
            """
            SELECT e.id, json_extract(e.body, '$.channel'), s.session, e.seq, e.type, e.agents, e.gateways, e.desk, e.cause, e.traceparent,
                   e.body, e.visitor_body, e.bots
            FROM event e JOIN session s ON s.number = e.session WHERE e.id BETWEEN ? AND ? ORDER BY e.id
            """, .integer(run.lowerBound), .integer(run.upperBound)
        ) { row throws(StoreError) in
            let agents = try row.text(5).split(separator: ",").map { name throws(StoreError) in
                try handle(name) as AgentHandle
            }
            let gateways = try row.text(6).split(separator: ",").map { name throws(StoreError) in
                try handle(name) as GatewayHandle
            }
            let bots = try row.text(12).split(separator: ",").map { name throws(StoreError) in
                try handle(name) as BotHandle
            }
            return StoredEvent(
                id: row.integer(0),
                event: StoredEvent.AddressedEventKeys(
                    channel: try row.handle(1), session: try row.identifier(2), seq: row.integer(3),
                    type: try row.name(4), at: at,
                    audience: Audience(gateways: gateways, agents: agents, bots: bots, desk: row.bool(7)),
                    cause: row.text(8),
                    traceparent: row.textIfPresent(9)),
                body: row.bytes(10), visitorBody: row.isNull(11) ? nil : row.bytes(11))
        }
    }

    private static func handle<Kind>(_ text: Substring) throws(StoreError) -> Handle<Kind> {
        guard let handle = Handle<Kind>(text) else { throw StoreError(.corrupt, "\"\(text)\" is no handle") }
        return handle
    }
}
