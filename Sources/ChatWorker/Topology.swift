import AMQP
import ChatContract

/// The exchanges and queues of the contract, as they are declared.
public enum Topology {
    /// The arguments of the queues that feed workers.
    ///
    /// Without a delivery limit a message that comes back goes to the end of its queue; poison is the store's business.
    public static let commandQueue = QueueArguments(
        kind: .quorum, singleActiveConsumer: true, deliveryLimit: 1_000_000, deadLetterExchange: Exchange.dead,
        deadLetterStrategy: .atLeastOnce, overflow: .rejectPublish)

    public static let queryQueue = QueueArguments(
        kind: .classic, overflow: .rejectPublish, messageTTL: .seconds(10), maxLength: 10_000)

    /// What nobody could work on, until a person looks.
    public static let keptQueue = QueueArguments(
        kind: .quorum, overflow: .rejectPublish, maxLengthBytes: 1 << 30)

    /// What is to be mailed, until a mailer reported what became of it.
    ///
    /// Without a delivery limit what a mailer gives back goes to the end, so that it holds up no other.
    public static let mailQueue = QueueArguments(
        kind: .quorum, deadLetterExchange: Exchange.dead, deadLetterStrategy: .atLeastOnce, overflow: .rejectPublish)

    /// Makes all exchanges and queues that belong to no single channel.
    public static func declare(on connection: Connection) async throws(AMQPError) {
        try await connection.declareExchange(Exchange.unroutable, kind: .fanout)
        try await connection.declareExchange(
            Exchange.commands, kind: .topic, arguments: ["alternate-exchange": .string(Exchange.unroutable)])
        try await connection.declareExchange(Exchange.events, kind: .topic)
        try await connection.declareExchange(Exchange.statistics, kind: .topic)
        try await connection.declareExchange(Exchange.dead, kind: .topic)
        try await connection.declareQueue(Queue.dead, arguments: keptQueue)
        try await connection.bindQueue(Queue.dead, to: Exchange.dead, routingKey: "#")
        try await connection.declareQueue(Queue.unroutable, arguments: keptQueue)
        try await connection.bindQueue(Queue.unroutable, to: Exchange.unroutable)
        try await connection.declareQueue(Queue.control, arguments: commandQueue)
        try await connection.bindQueue(
            Queue.control, to: Exchange.commands, routingKey: RoutingKey.controlCommands)
        try await connection.declareQueue(Queue.queries, arguments: queryQueue)
        try await connection.bindQueue(Queue.queries, to: Exchange.commands, routingKey: RoutingKey.queries)
        try await connection.declareQueue(Queue.mail, arguments: mailQueue)
        try await connection.bindQueue(Queue.mail, to: Exchange.events, routingKey: RoutingKey.mailRequests)
    }

    /// Makes the queue of a channel's commands.
    public static func declare(_ channel: ChannelHandle, on connection: Connection) async throws(AMQPError) {
        try await connection.declareQueue(Queue.channel(channel), arguments: commandQueue)
        try await connection.bindQueue(
            Queue.channel(channel), to: Exchange.commands, routingKey: RoutingKey.commands(of: channel))
    }
}
