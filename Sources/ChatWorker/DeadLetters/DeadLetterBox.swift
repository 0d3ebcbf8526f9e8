import AMQP
import ChatContract

/// The queue `chat.dead`, looked at each time on a connection of its own: what was not taken out returns to its place when
/// that is closed. One at a time, since what one looks at another does not see.
actor DeadLetterBox {
    /// How far is looked for a letter.
    private static let depth = 10_000

    private let configuration: ConnectionConfiguration
    private var last: Task<Void, Never>?

    init(_ broker: ConnectionConfiguration) {
        var configuration = broker
        configuration.name += " dead letters"
        self.configuration = configuration
    }

    /// The oldest letters, and how many there are.
    func letters(limit: Int) async throws -> (items: [DeadLetter], total: Int) {
        try await alone { connection in
            let total = try await connection.declareQueue(Queue.dead, passive: true).messageCount
            var items: [DeadLetter] = []
            while items.count < limit, let delivery = try await connection.get(Queue.dead) {
                items.append(DeadLetter(delivery, upTo: DeadLetter.listedLength))
            }
            return (items, max(total, items.count))
        }
    }

    /// Sends a letter again, or throws it away.
    ///
    /// - Returns: whether it was there.
    /// - Throws: where the broker does not take it: then it stays.
    func settle(_ order: DeadLetterOrder, at now: Timestamp) async throws -> Bool {
        let login = configuration.user
        return try await alone { connection in
            try await connection.selectConfirms()
            for _ in 0..<Self.depth {
                guard let delivery = try await connection.get(Queue.dead) else { return false }
                guard delivery.properties.messageID == order.id else { continue }
                if case .requeue = order {
                    let confirmation = try await connection.publish(DeadLetter.again(delivery, login: login, at: now))
                    guard case .acknowledged = confirmation else {
                        throw AMQPError(.connectionClosed, "the broker did not take it: \(confirmation)")
                    }
                }
                connection.acknowledge(delivery.tag)
                return true
            }
            return false
        }
    }

    private func alone<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        let before = last
        let work = Task { [configuration] in
            await before?.value
            let loop = ConnectionLoop(name: "dead letters")
            defer { loop.stop() }
            let connection = try await Connection.open(configuration, on: loop)
            do {
                let value = try await body(connection)
                await connection.close()
                return value
            } catch {
                await connection.close()
                throw error
            }
        }
        last = Task { _ = await work.result }
        return try await work.value
    }
}
