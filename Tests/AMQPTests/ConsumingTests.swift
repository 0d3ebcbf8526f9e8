import BrokerTesting
import Foundation
import Testing

@testable import AMQP

@Suite("Consuming", .enabled(if: TestBroker.isAvailable))
struct ConsumingTests {
    private func fill(_ connection: Connection, _ queue: String, _ count: Int, kind: QueueArguments.Kind = .quorum)
        async throws
    {
        try await connection.declareQueue(queue, arguments: QueueArguments(kind: kind))
        try await connection.selectConfirms()
        let answer = Answer<Void>()
        connection.publish((0..<count).map { Publishing(to: queue, "\($0)") }) { range, confirmation in
            #expect(confirmation.isAcknowledged)
            if range.upperBound == count { answer.give(()) }
        }
        await answer.value()
    }

    @Test("batches bring everything in order, and acknowledging the last one acknowledges all")
    func batches() async throws {
        try await withConnection { connection, host, loop in
            try await self.fill(connection, "q", 1000)
            let consumer = try await connection.consume("q", tag: "mine", prefetch: 100)
            #expect(consumer.consumerTag == "mine")
            var texts: [String] = []
            for try await batch in consumer.batches() {
                #expect(batch.count <= 100, "the prefetch bounds the buffer")
                texts += batch.map(\.text)
                if let last = batch.last { connection.acknowledge(last.tag, multiple: true) }
                if texts.count == 1000 { break }
            }
            #expect(texts == (0..<1000).map(String.init))
            await connection.close()
            try await eventually { try await host.status("q", on: loop).messageCount == 0 }
        }
    }

    @Test("a limit cuts batches, and one by one works as well")
    func limits() async throws {
        try await withConnection { connection, _, _ in
            try await self.fill(connection, "q", 30)
            let consumer = try await connection.consume("q", prefetch: 30)
            try await eventually { consumer.buffer.count == 30 }
            let batches = consumer.batches(atMost: 7).makeAsyncIterator()
            var texts: [String] = []
            for size in [7, 7, 7] {
                let batch = try #require(try await batches.next())
                #expect(batch.count == size)
                texts += batch.map(\.text)
            }
            for try await delivery in consumer.deliveries {
                texts.append(delivery.text)
                connection.acknowledge(delivery.tag)
                if texts.count == 30 { break }
            }
            #expect(texts == (0..<30).map(String.init))
        }
    }

    @Test("rejected messages come again, or go")
    func rejecting() async throws {
        try await withConnection { connection, host, loop in
            try await self.fill(connection, "q", 3, kind: .classic)
            let first = try #require(try await connection.get("q"))
            #expect(!first.redelivered)
            connection.reject(first.tag, requeue: true)
            let again = try #require(try await connection.get("q"))
            #expect(again.redelivered)
            #expect(again.text == "0")
            connection.reject(again.tag, requeue: false)
            let second = try #require(try await connection.get("q"))
            let third = try #require(try await connection.get("q"))
            #expect([second.text, third.text] == ["1", "2"])
            connection.reject(third.tag, multiple: true, requeue: false)
            await connection.close()
            try await eventually { try await host.status("q", on: loop).messageCount == 0 }
        }
    }

    @Test("the tag of a dead connection acknowledges nothing on a new one")
    func foreignTag() async throws {
        try await withConnection { connection, host, loop in
            try await self.fill(connection, "q", 2)
            let old = try await Connection.open(host.configuration, on: loop)
            let stale = try #require(try await old.get("q"))
            await old.close()
            let consumer = try await connection.consume("q", prefetch: 10)
            try await eventually { consumer.buffer.count == 2 }
            connection.acknowledge(stale.tag, multiple: true)
            await connection.close()
            // The broker takes back what was unacknowledged a moment after it has said goodbye.
            try await eventually { try await host.status("q", on: loop).messageCount == 2 }
        }
    }

    @Test("closing gives unacknowledged messages back in order, and drops them from the buffer")
    func handOver() async throws {
        try await withConnection { connection, host, loop in
            try await self.fill(connection, "q", 20)
            let first = try await Connection.open(host.configuration, on: loop)
            let consumer = try await first.consume("q", prefetch: 10)
            try await eventually { consumer.buffer.count == 10 }
            let taken = consumer.buffer.take(atMost: 4, waiting: .zero)
            #expect(taken.map(\.text) == ["0", "1", "2", "3"])
            first.acknowledge(taken[1].tag, multiple: true)
            await first.close()
            #expect(consumer.buffer.count == 0)
            let second = try await connection.consume("q", prefetch: 100)
            try await eventually { second.buffer.count == 18 }
            let texts = second.buffer.take(atMost: 100, waiting: .zero).map(\.text)
            #expect(texts == (2..<20).map(String.init))
            let error = await amqpError { for try await _ in consumer.batches() {} }
            #expect(error?.code == .closedLocally)
        }
    }

    @Test("deleting the queue ends the consumer with an error, and the connection goes on")
    func cancelNotice() async throws {
        try await withConnection { connection, host, loop in
            try await connection.declareQueue("q", arguments: QueueArguments(kind: .quorum))
            let consumer = try await connection.consume("q", prefetch: 10)
            let ended = Collected<AMQPError?>()
            consumer.onEnd { ended.append($0) }
            let waiting = Task { await amqpError { for try await _ in consumer.batches() {} } }
            let other = try await Connection.open(host.configuration, on: loop)
            try await other.deleteQueue("q")
            #expect(await waiting.value?.code == .consumerCancelled)
            #expect(ended.all.map { $0?.code } == [.consumerCancelled])
            #expect(!consumer.isActive)
            #expect(connection.isOpen)
            try await connection.declareQueue("r")
            await other.close()
        }
    }

    @Test("cancelling ends the sequence after what had arrived")
    func cancelling() async throws {
        try await withConnection { connection, host, loop in
            try await self.fill(connection, "q", 5)
            let consumer = try await connection.consume("q", prefetch: 10)
            try await eventually { consumer.buffer.count == 5 }
            await consumer.cancel()
            #expect(!consumer.isActive)
            var texts: [String] = []
            for try await batch in consumer.batches() {
                texts += batch.map(\.text)
                for delivery in batch { connection.acknowledge(delivery.tag) }
            }
            #expect(texts == ["0", "1", "2", "3", "4"])
            try await eventually { try await connection.declareQueue("q", passive: true).consumerCount == 0 }
        }
    }

    @Test("cancelling the task ends the iteration")
    func cancelledTask() async throws {
        try await withConnection { connection, _, _ in
            try await connection.declareQueue("q")
            let consumer = try await connection.consume("q", prefetch: 10)
            let task = Task {
                var count = 0
                for try await _ in consumer.batches() { count += 1 }
                return count
            }
            task.cancel()
            #expect(try await task.value == 0)
            #expect(consumer.isActive)
        }
    }

    @Test("one buffer serves several queues, connections and a blocking thread")
    func sharedBuffer() async throws {
        try await withConnection { connection, host, loop in
            let buffer = DeliveryBuffer()
            let other = try await Connection.open(host.configuration, on: loop)
            try await self.fill(connection, "a", 50)
            try await self.fill(connection, "b", 50)
            _ = try await connection.consume("a", prefetch: 10, into: buffer)
            _ = try await other.consume("b", prefetch: 10, into: buffer)
            let texts: [String: [String]] = await withCheckedContinuation { continuation in
                Thread {
                    var texts: [String: [String]] = [:]
                    while texts.values.reduce(0, { $0 + $1.count }) < 100 {
                        let batch = buffer.take(atMost: 8, waiting: .seconds(10))
                        if batch.isEmpty { break }
                        for delivery in batch {
                            texts[delivery.queue, default: []].append(delivery.text)
                            delivery.connection.acknowledge(delivery.tag)
                        }
                    }
                    continuation.resume(returning: texts)
                }.start()
            }
            #expect(texts["a"] == (0..<50).map(String.init))
            #expect(texts["b"] == (0..<50).map(String.init))
            await other.close()
        }
    }
}
