import AMQP
import ChatContract

/// RabbitMQ as the contract uses it: command queues, readers' queues fed by routing keys and `BCC`, answers.
final class SimulatedBroker {
    private let engine: Engine
    private(set) var queues: [String: CommandQueue] = [:]
    private var readers: [ReaderQueue] = []
    /// Who waits for answers, by the name of his queue.
    private var replies: [String: (Publishing) -> Void] = [:]
    /// Events that came in, by message-id: all the keys under which they did.
    private(set) var told: [String: Set<String>] = [:]
    /// Statistic events that came in, by message-id.
    private(set) var figures: Set<String> = []
    /// What nobody could work on.
    private(set) var dead: [Publishing] = []
    /// Whether it refuses what is published with confirms.
    var isFull = false
    /// What is looked at when an event comes in.
    var onEvent: (Publishing) -> Void = { _ in }

    /// What is looked at when a command is acknowledged.
    var onDone: (Publishing) -> Void = { _ in }

    init(_ engine: Engine) {
        self.engine = engine
    }

    /// Makes a queue for workers, unless it is there.
    func declare(_ name: String) {
        guard queues[name] == nil else { return }
        queues[name] = CommandQueue(name, engine) { [weak self] in self?.onDone($0) }
    }

    func add(_ reader: ReaderQueue) { readers.append(reader) }

    func expectReplies(to queue: String, _ receive: @escaping (Publishing) -> Void) { replies[queue] = receive }
    func forgetReplies(to queue: String) { replies[queue] = nil }

    /// Queues in the order of their names.
    var allQueues: [CommandQueue] { queues.keys.sorted().compactMap { queues[$0] } }

    /// A message comes in.
    func route(_ publishing: Publishing) {
        switch publishing.exchange {
        case "":
            if let receive = replies[publishing.routingKey] {
                receive(publishing)
            } else {
                queues[publishing.routingKey]?.publish(publishing)
            }
        case Exchange.commands:
            let queue: CommandQueue? =
                switch RoutingKey.CommandAddress(publishing.routingKey) {
                case .channel(let channel, _): queues[Queue.channel(channel)]
                case .control: queues[Queue.control]
                case .query, nil: nil
                }
            queue?.publish(publishing)
        case Exchange.events:
            tell(publishing)
        case Exchange.statistics:
            if let id = publishing.properties.messageID { figures.insert(id) }
        default:
            dead.append(publishing)
        }
    }

    private func tell(_ publishing: Publishing) {
        // News that may be lost is.
        guard publishing.properties.deliveryMode == .persistent, let id = publishing.properties.messageID else {
            return
        }
        var keys = [publishing.routingKey]
        if case .array(let copies) = publishing.properties.headers[Header.blindCarbonCopy] {
            keys += copies.compactMap(\.stringValue)
        }
        told[id, default: []].formUnion(keys)
        onEvent(publishing)
        let beginnings = Set(keys.map(Self.beginning))
        for reader in readers where !reader.bindings.isDisjoint(with: beginnings) { reader.take(publishing) }
    }

    /// The first two parts of a routing key: `gateway.edge` of `gateway.edge.message.posted`.
    static func beginning(_ key: String) -> String {
        key.split(separator: ".", maxSplits: 2).prefix(2).joined(separator: ".")
    }
}
