import BrokerTesting
import Testing

@testable import AMQP

@Suite("Publishing", .enabled(if: TestBroker.isAvailable))
struct PublishingTests {
    /// Publishes and collects what became of each message, by index, checking the order.
    private func publish(_ connection: Connection, _ batch: [Publishing]) async -> [AMQP.Confirmation] {
        let told = Collected<(Range<Int>, AMQP.Confirmation)>()
        let answer = Answer<Void>()
        connection.publish(batch) { range, confirmation in
            told.append((range, confirmation))
            if range.upperBound == batch.count { answer.give(()) }
        }
        await answer.value()
        var next = 0
        for (range, _) in told.all {
            #expect(range.lowerBound == next)
            next = range.upperBound
        }
        return told.all.flatMap { range, confirmation in range.map { _ in confirmation } }
    }

    @Test("many batches are confirmed in order and arrive in order")
    func many() async throws {
        try await withConnection { connection, host, loop in
            try await connection.declareQueue("q", arguments: QueueArguments(kind: .quorum))
            try await connection.declareQueue("r", arguments: QueueArguments(kind: .classic))
            try await connection.selectConfirms()
            let told = Collected<Int>()
            for batch in 0..<20 {
                // Two kinds of queues confirm at different speeds, so out of order.
                let messages = (0..<100).map { Publishing(to: $0 % 2 == 0 ? "q" : "r", "\(batch * 100 + $0)") }
                connection.publish(messages) { range, confirmation in
                    #expect(confirmation.isAcknowledged)
                    for index in range { told.append(batch * 100 + index) }
                }
            }
            try await eventually { told.all.count == 2000 }
            #expect(told.all == Array(0..<2000))
            let consumer = try await connection.consume("q", prefetch: 0, noAcknowledgement: true)
            try await eventually { consumer.buffer.count == 1000 }
            let texts = consumer.buffer.take(atMost: 1000, waiting: .zero).map(\.text)
            #expect(texts == (0..<1000).map { "\($0 * 2)" })
        }
    }

    @Test("a full queue that rejects gives nacks to the right messages")
    func rejected() async throws {
        try await withConnection { connection, _, _ in
            try await connection.declareQueue(
                "full", arguments: QueueArguments(kind: .classic, overflow: .rejectPublish, maxLength: 3))
            try await connection.selectConfirms()
            let confirmations = await self.publish(connection, (0..<10).map { Publishing(to: "full", "\($0)") })
            #expect(confirmations.count == 10)
            let rejected = confirmations.indices.filter {
                if case .rejected = confirmations[$0] { true } else { false }
            }
            #expect(rejected == Array(3..<10))
        }
    }

    @Test("what comes back is told for the message that it was")
    func returned() async throws {
        try await withConnection { connection, _, _ in
            try await connection.declareQueue("q")
            try await connection.selectConfirms()
            let batch = (0..<60).map { Publishing(to: $0 % 3 == 1 ? "nowhere" : "q", "\($0)", mandatory: $0 % 6 != 4) }
            let confirmations = await self.publish(connection, batch)
            #expect(confirmations.count == 60)
            for (index, confirmation) in confirmations.enumerated() {
                switch confirmation {
                case .returned(let message):
                    #expect(index % 3 == 1 && index % 6 != 4)
                    #expect(message.properties.messageID == "\(index)")
                    #expect(message.replyCode == 312)
                    #expect(message.routingKey == "nowhere")
                case .acknowledged:
                    #expect(index % 3 != 1 || index % 6 == 4)
                case .rejected, .unknown:
                    Issue.record("\(index): \(confirmation)")
                }
            }
        }
    }

    @Test("without confirm mode nothing is published that wants a confirmation, and returns are told apart")
    func withoutConfirms() async throws {
        try await withConnection { connection, _, _ in
            try await connection.declareQueue("q")
            let confirmation = try await connection.publish(Publishing(to: "q", "x"))
            guard case .unknown(let error) = confirmation else {
                Issue.record("\(confirmation)")
                return
            }
            #expect(error.code == .confirmsNotSelected)
            let returns = Collected<Return>()
            connection.onReturn { returns.append($0) }
            connection.publish([Publishing(to: "q", "y"), Publishing(to: "nowhere", "z")])
            try await eventually { returns.all.count == 1 }
            #expect(returns.all.first?.properties.messageID == "z")
            #expect(try await connection.get("q", noAcknowledgement: true)?.text == "y")
        }
    }

    @Test("an unknown exchange ends the connection, and every message is accounted for")
    func unknownExchange() async throws {
        try await withConnection { connection, _, _ in
            try await connection.selectConfirms()
            try await connection.declareQueue("q")
            let batch = [Publishing(to: "q", "a"), Publishing(exchange: "nowhere", routingKey: "", body: [])]
            let confirmations = await self.publish(connection, batch + batch)
            #expect(confirmations.count == 4)
            guard case .unknown(let error) = confirmations[3] else {
                Issue.record("\(confirmations)")
                return
            }
            #expect(error.code == .notFound)
            #expect(await connection.closed().code == .notFound)
            let late = await self.publish(connection, batch)
            #expect(late.count == 2)
            #expect(late.allSatisfy { if case .unknown = $0 { true } else { false } })
        }
    }

    @Test("a forbidden exchange and a foreign user-id are refused")
    func refused() async throws {
        try await withConnection { _, host, loop in
            let user = host.uniqueName("writer")
            try await host.addUser(user, password: "p", configure: "^$", write: "^amq\\.topic$", read: "^$")
            try await host.setTopicPermission(user, exchange: "amq.topic", write: "^good\\.", read: "^$")
            let attempts: [(Publishing, AMQPError.Code?)] = [
                (Publishing(exchange: "amq.topic", routingKey: "good.key", body: []), nil),
                (Publishing(exchange: "amq.topic", routingKey: "bad.key", body: []), .accessRefused),
                (Publishing(exchange: "amq.direct", routingKey: "", body: []), .accessRefused),
                (
                    Publishing(
                        exchange: "amq.topic", routingKey: "good.key", properties: Properties(userID: "guest"), body: []
                    ),
                    .preconditionFailed
                ),
            ]
            for (message, code) in attempts {
                let connection = try await Connection.open(
                    host.configuration(user: user, password: "p"), on: loop)
                try await connection.selectConfirms()
                switch try await connection.publish(message) {
                case .acknowledged: #expect(code == nil)
                case .unknown(let error): #expect(error.code == code)
                case .rejected, .returned: Issue.record("\(message)")
                }
                await connection.close()
            }
        }
    }
}
