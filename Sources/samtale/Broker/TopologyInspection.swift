import AMQP

/// Compares what should be on the broker with what is there.
///
/// A question that the broker refuses costs the connection, so each gets another one where that happened.
struct TopologyInspection {
    enum Kind: String, Encodable { case exchange, queue, binding }
    enum Standing: String, Encodable {
        case right, missing, different
        /// Without the management API there is no way to look.
        case unknown
    }

    struct Finding: Encodable {
        var kind: Kind
        var name: String
        var standing: Standing
        var messages: Int?
        var consumers: Int?
        /// What the broker says.
        var detail: String?
    }

    let plan: TopologyPlan
    let configuration: ConnectionConfiguration
    let api: BrokerAPI?

    func run() async throws -> [Finding] {
        let loop = ConnectionLoop(name: "samtale")
        defer { loop.stop() }
        var connection: Connection?
        func opened() async throws -> Connection {
            if let connection, connection.isOpen { return connection }
            let fresh = try await BrokerAccess.open(configuration, on: loop, for: "topology")
            connection = fresh
            return fresh
        }
        var findings: [Finding] = []
        for exchange in plan.exchanges {
            findings.append(
                try await look(.exchange, exchange.name) {
                    try await opened().declareExchange(exchange.name, kind: exchange.kind, passive: true)
                    // Only now, so that nothing comes into being.
                    try await opened().declareExchange(
                        exchange.name, kind: exchange.kind, arguments: exchange.arguments)
                    return nil
                })
        }
        for queue in plan.queues {
            findings.append(
                try await look(.queue, queue.name) {
                    let status = try await opened().declareQueue(queue.name, passive: true)
                    try await opened().declareQueue(queue.name, arguments: queue.arguments)
                    return status
                })
        }
        await connection?.close()
        findings += try await bindings()
        return findings
    }

    private func look(
        _ kind: Kind, _ name: String, _ ask: () async throws -> QueueStatus?
    ) async throws -> Finding {
        do {
            let status = try await ask()
            return Finding(
                kind: kind, name: name, standing: .right, messages: status?.messageCount,
                consumers: status?.consumerCount)
        } catch let error as AMQPError {
            switch error.code {
            case .notFound: return Finding(kind: kind, name: name, standing: .missing)
            case .preconditionFailed, .resourceLocked:
                return Finding(kind: kind, name: name, standing: .different, detail: error.replyText)
            case .accessRefused:
                return Finding(kind: kind, name: name, standing: .unknown, detail: error.replyText)
            default: throw error
            }
        }
    }

    private struct Binding: Decodable, Hashable {
        var source: String
        var destination: String
        var routing_key: String
    }

    private func bindings() async throws -> [Finding] {
        // To the default exchange every queue is bound by itself.
        let queues = plan.queues.filter { !$0.exchange.isEmpty }
        let names = queues.map { "\($0.exchange) → \($0.name) \($0.routingKey)" }
        guard let api else {
            return names.map {
                Finding(kind: .binding, name: $0, standing: .unknown, detail: "only broker.api can tell")
            }
        }
        let path = "bindings/\(BrokerAPI.segment(configuration.virtualHost))"
        let there = Set(try await api.get(path, as: [Binding].self) ?? [])
        return zip(queues, names).map { queue, name in
            let binding = Binding(source: queue.exchange, destination: queue.name, routing_key: queue.routingKey)
            return Finding(kind: .binding, name: name, standing: there.contains(binding) ? .right : .missing)
        }
    }
}
