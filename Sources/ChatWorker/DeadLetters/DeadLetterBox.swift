import AMQP
import ChatContract

/// The queue `chat.dead`, looked at each time on a connection of its own: what was not taken out returns to its place when
/// that is closed. One at a time, since what one looks at another does not see.
actor DeadLetterBox {
    /// How far is looked for a letter.
    private static let depth = 10_000
    private static let looks = 4
    private static let moment = Duration.milliseconds(200)

    private let configuration: ConnectionConfiguration
    private var last: Task<Void, Never>?

    init(_ broker: ConnectionConfiguration) {
        var configuration = broker
        configuration.name += " dead letters"
        self.configuration = configuration
    }

    /// The oldest letters, and how many there are.
    func letters(limit: Int) async throws -> (items: [DeadLetter], total: Int) {
        try await alone { queue in
            let total = try await queue.count()
            let items = try await queue.take(limit).map { DeadLetter($0, upTo: DeadLetter.listedLength) }
            return (items, max(total, items.count))
        }
    }

    /// Sends a letter again, or throws it away.
    ///
    /// - Returns: whether it was there.
    /// - Throws: where the broker does not take it: then it stays.
    func settle(_ order: DeadLetterOrder, at now: Timestamp) async throws -> Bool {
        // What another process looks at just now is not seen here, and back a moment later.
        for _ in 1..<Self.looks {
            if try await settleOnce(order, at: now) { return true }
            try await Task.sleep(for: Self.moment)
        }
        return try await settleOnce(order, at: now)
    }

    private func settleOnce(_ order: DeadLetterOrder, at now: Timestamp) async throws -> Bool {
        let login = configuration.user
        return try await alone { queue in
            guard let letter = try await queue.find(order.id, depth: Self.depth).letter else { return false }
            switch order {
            case .requeue: try await queue.settle(letter, .requeue(login: login, at: now))
            case .drop: try await queue.settle(letter, .drop)
            }
            return true
        }
    }

    /// Throws letters away.
    ///
    /// - Returns: how many.
    func drop(_ isMeant: @escaping @Sendable (DeadLetterContent) async throws -> Bool) async throws -> Int {
        try await alone { queue in
            var count = 0
            for _ in 0..<Self.depth {
                guard let letter = try await queue.take(1).first else { break }
                guard try await isMeant(DeadLetterContent(letter)) else { continue }
                try await queue.settle(letter, .drop)
                count += 1
            }
            return count
        }
    }

    private func alone<Value: Sendable>(
        _ body: @escaping @Sendable (DeadLetterQueue) async throws -> Value
    ) async throws -> Value {
        let before = last
        let work = Task { [configuration] in
            await before?.value
            let loop = ConnectionLoop(name: "dead letters")
            defer { loop.stop() }
            let connection = try await Connection.open(configuration, on: loop)
            do {
                let value = try await body(try await DeadLetterQueue(connection))
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
