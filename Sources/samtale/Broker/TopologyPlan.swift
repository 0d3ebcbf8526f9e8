import AMQP
import ChatContract
import ChatWebhooks
import ChatWorker

/// What should be on the broker: the same that ``Topology`` declares, as a list to compare with.
struct TopologyPlan {
    struct PlannedExchange {
        var name: String
        var kind: ExchangeKind
        var arguments: Table = [:]
    }

    struct PlannedQueue {
        var name: String
        var arguments: QueueArguments
        var exchange: String
        var routingKey: String
    }

    var exchanges: [PlannedExchange]
    var queues: [PlannedQueue]

    /// - Parameter receivers: Who gets webhooks; where nobody does, there are no queues for them.
    init(channels: [ChannelHandle], receivers: [WebhookHandle] = []) {
        exchanges = [
            PlannedExchange(name: Exchange.unroutable, kind: .fanout),
            PlannedExchange(
                name: Exchange.commands, kind: .topic,
                arguments: ["alternate-exchange": .string(Exchange.unroutable)]),
            PlannedExchange(name: Exchange.events, kind: .topic),
            PlannedExchange(name: Exchange.statistics, kind: .topic),
            PlannedExchange(name: Exchange.dead, kind: .topic),
        ]
        queues =
            [
                PlannedQueue(
                    name: Queue.dead, arguments: Topology.keptQueue, exchange: Exchange.dead, routingKey: "#"),
                PlannedQueue(
                    name: Queue.unroutable, arguments: Topology.keptQueue, exchange: Exchange.unroutable,
                    routingKey: ""),
                PlannedQueue(
                    name: Queue.control, arguments: Topology.commandQueue, exchange: Exchange.commands,
                    routingKey: RoutingKey.controlCommands),
                PlannedQueue(
                    name: Queue.queries, arguments: Topology.queryQueue, exchange: Exchange.commands,
                    routingKey: RoutingKey.queries),
                PlannedQueue(
                    name: Queue.mail, arguments: Topology.mailQueue, exchange: Exchange.events,
                    routingKey: RoutingKey.mailRequests),
            ]
            + channels.map { channel in
                PlannedQueue(
                    name: Queue.channel(channel), arguments: Topology.commandQueue, exchange: Exchange.commands,
                    routingKey: RoutingKey.commands(of: channel))
            }
        guard !receivers.isEmpty else { return }
        queues.append(
            PlannedQueue(
                name: WebhookQueue.events, arguments: WebhookQueue.arguments, exchange: Exchange.events,
                routingKey: WebhookQueue.routingKey))
        queues += receivers.map { receiver in
            // The default exchange, where every queue is bound by its name.
            PlannedQueue(
                name: WebhookQueue.of(receiver), arguments: WebhookQueue.arguments, exchange: "",
                routingKey: WebhookQueue.of(receiver))
        }
    }
}
