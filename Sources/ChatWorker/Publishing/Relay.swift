import AMQP
import ChatContract
import ChatStore
import Logging
import Synchronization

/// Publishes what is committed, until the broker has confirmed it.
///
/// Has a connection and a thread of its own: a broker that takes no messages does not stop the consumer at once. What
/// is unconfirmed when the connection is lost is published again, in order; readers know repeats by their number.
final class Relay: OutboxPublisher, Sendable {
    private struct State {
        var connection: Connection?
        /// Whether the exchanges and queues of the contract were declared once.
        var isDeclared = false
        var entries = UnconfirmedEntries()
        /// Somebody was told that there is no connection.
        var isLossTold = false
    }

    private let state = Mutex(State())
    private let configuration: ConnectionConfiguration
    private let loop = ConnectionLoop(name: "publisher")
    private let metrics: Metrics
    private let login: String
    private let logger: Logger

    init(_ configuration: ConnectionConfiguration, metrics: Metrics, logger: Logger) {
        self.configuration = configuration
        self.metrics = metrics
        login = configuration.user
        self.logger = logger
    }

    /// Keeps the connection open until the task is cancelled.
    func run() async {
        let connection = RecoveringConnection(configuration, on: loop, backOff: BackOff(maximum: .seconds(2))) {
            connection in
            try await Topology.declare(on: connection)
            try await connection.selectConfirms()
            self.begin(on: connection)
        } onState: { state in
            switch state {
            case .open: self.tell(ofLoss: nil)
            case .connecting(let failures): if failures > 0 { self.metrics.count(.reconnects, ["role": "publisher"]) }
            case .waiting(let error, _):
                self.lose(error)
                self.tell(ofLoss: error)
            case .closed: self.lose(nil)
            }
        }
        await connection.run()
        loop.stop()
    }

    /// Logs once that there is no connection, and why; and once that it is back.
    private func tell(ofLoss error: AMQPError?) {
        let wasTold = state.withLock { state in
            defer { state.isLossTold = error != nil }
            return state.isLossTold
        }
        if let error, !wasTold {
            logger.warning("there is no connection to the broker; it is tried again", metadata: ["reason": "\(error)"])
        } else if error == nil, wasTold {
            logger.notice("the broker is there")
        }
    }

    /// Whether there is a connection that takes messages.
    var isOpen: Bool { state.withLock { $0.connection.map { $0.isOpen && !$0.isBlocked } ?? false } }

    /// Whether the exchanges and queues of the contract are there: consumers wait for that. RabbitMQ 3.10 stumbles when
    /// several connections make the same quorum queue at once, so in a worker only this one makes queues.
    var isDeclared: Bool { state.withLock { $0.isDeclared } }

    /// Whether the broker says that it takes no messages at the moment.
    var isBlocked: Bool { state.withLock { $0.connection?.isBlocked ?? false } }

    /// How many messages wait for their confirmation, and how old the oldest of them is.
    var backlog: (count: Int, oldest: Timestamp?) { state.withLock { $0.entries.backlog } }

    /// Publishes entries of the outbox, and remembers them until they are confirmed.
    func publish(_ entries: [OutboxEntry]) {
        guard !entries.isEmpty else { return }
        state.withLock { state in
            let new = state.entries.add(entries)
            send(new, state)
        }
    }

    /// Publishes answers and news: lost when the connection is.
    func tell(_ messages: [Publishing]) {
        guard !messages.isEmpty else { return }
        state.withLock { $0.connection }?.publish(messages)
    }

    /// The entries that were confirmed since the last call.
    func takeConfirmed() -> [Int64] { state.withLock { $0.entries.takeConfirmed() } }

    /// Gives back what was taken and could not be deleted.
    func putBack(confirmed ids: [Int64]) { state.withLock { $0.entries.putBack(confirmed: ids) } }

    /// Publishes again what the broker refused for want of room.
    func retryRefused() {
        state.withLock { state in
            guard let connection = state.connection, !connection.isBlocked else { return }
            let again = state.entries.retry()
            send(again, state)
        }
    }

    /// Makes what belongs to no single channel, where it went missing.
    func declare() async throws(AMQPError) {
        try await Topology.declare(on: try open())
    }

    /// Makes the queue of a channel.
    func declare(_ channel: ChannelHandle) async throws(AMQPError) {
        try await Topology.declare(channel, on: try open())
    }

    /// Has nothing more come into the queue of a channel.
    func unbind(_ channel: ChannelHandle) async throws(AMQPError) {
        try await open().unbindQueue(
            Queue.channel(channel), from: Exchange.commands, routingKey: RoutingKey.commands(of: channel))
    }

    /// Deletes the queue of a channel.
    func delete(_ channel: ChannelHandle) async throws(AMQPError) {
        try await open().deleteQueue(Queue.channel(channel))
    }

    private func open() throws(AMQPError) -> Connection {
        guard let connection = state.withLock({ $0.connection }), connection.isOpen else {
            throw AMQPError(.connectionClosed, "no connection to the broker")
        }
        return connection
    }

    private func begin(on connection: Connection) {
        state.withLock { state in
            state.connection = connection
            state.isDeclared = true
            let all = state.entries.begin()
            send(all, state)
        }
    }

    private func lose(_ error: AMQPError?) {
        state.withLock { $0.connection = nil }
    }

    private func send(_ entries: [OutboxEntry], _ state: borrowing State) {
        guard !entries.isEmpty, let connection = state.connection else { return }
        var owners: [Int64] = []
        var publishings: [Publishing] = []
        for entry in entries {
            for message in entry.messages {
                owners.append(entry.id)
                publishings.append(Publishing(message, login: login))
            }
        }
        let generation = state.entries.generation
        let sentAt = WallClock.seconds()
        connection.publish(publishings) { [owners] range, confirmation in
            self.metrics.observe(.publishSeconds, WallClock.seconds() - sentAt)
            self.note(confirmation, owners[range], generation)
        }
    }

    private func note(_ confirmation: Confirmation, _ owners: ArraySlice<Int64>, _ generation: Int) {
        state.withLock { state in
            switch confirmation {
            case .acknowledged, .returned:
                state.entries.settle(owners, of: generation)
            case .rejected:
                state.entries.refuse(owners, of: generation)
            case .unknown(let error) where error.code == .invalidArgument:
                // It can never be sent: kept, it would hold up all others for ever.
                state.entries.settle(owners, of: generation)
            case .unknown:
                // The connection is gone: all that is unconfirmed goes out again on the next one.
                break
            }
        }
    }
}

extension Publishing {
    /// A message of the outbox as it goes to the broker.
    package init(_ message: OutboxMessage, login: String) {
        var headers = Table()
        for header in message.headers {
            switch header.value {
            case .text(let text): headers.append(header.name, .string(text))
            case .number(let number): headers.append(header.name, .int64(number))
            }
        }
        if !message.blindCopies.isEmpty {
            headers.append(Header.blindCarbonCopy, .array(message.blindCopies.map(FieldValue.string)))
        }
        self.init(
            exchange: message.exchange, routingKey: message.routingKey,
            properties: Properties(
                contentType: message.exchange == Exchange.dead ? nil : "application/json", headers: headers,
                deliveryMode: .persistent, correlationID: message.correlationID, messageID: message.messageID,
                timestamp: UInt64(max(0, message.at.milliseconds / 1000)), type: message.type,
                userID: message.exchange == Exchange.commands ? login : nil),
            body: message.body)
    }

    /// News as it goes to the broker: not kept there either. Its own key is the channel's or agent's, as with events.
    init?(_ news: TransientEvent) {
        let routingKey: String
        switch (news.channel, news.session, news.agent) {
        case (let channel?, let session?, _): routingKey = "channel.\(channel).session.\(session).\(news.type.rawValue)"
        case (let channel?, nil, _): routingKey = RoutingKey.channel(channel, news.type.rawValue)
        case (nil, _, let agent?): routingKey = RoutingKey.agent(agent, news.type.rawValue)
        case (nil, _, nil):
            guard let key = news.routingKeys.first else { return nil }
            routingKey = key
        }
        var headers = Table()
        if let channel = news.channel { headers.append(Header.channel, .string(channel.text)) }
        if let session = news.session { headers.append(Header.session, .string(session.description)) }
        let copies = news.routingKeys.filter { $0 != routingKey }
        if !copies.isEmpty { headers.append(Header.blindCarbonCopy, .array(copies.map(FieldValue.string))) }
        self.init(
            exchange: Exchange.events, routingKey: routingKey,
            properties: Properties(
                contentType: "application/json", headers: headers, deliveryMode: .transient,
                timestamp: UInt64(max(0, news.at.milliseconds / 1000)), type: news.type.rawValue),
            body: news.json())
    }
}
