import AMQP
import ArgumentParser
import Foundation
import Synchronization

/// `samtale bench relay`: the raw side. Receives, publishes persistent with confirms, acknowledges; nothing else.
struct BenchRelay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "The raw side of the bench.", shouldDisplay: false)

    @Argument var uri: String
    @Argument var queues: Int

    static let source = "bench.in"
    static let target = "bench.out"

    func run() async throws {
        let configuration = try ConnectionConfiguration(uri: uri)
        let consumers = ConnectionLoop(name: "consumer")
        let publishers = ConnectionLoop(name: "publisher")
        let publisher = try await Connection.open(configuration, on: publishers)
        try await publisher.selectConfirms()
        let buffer = DeliveryBuffer()
        for queue in 0..<queues {
            let connection = try await Connection.open(configuration, on: consumers)
            _ = try await connection.consume("\(Self.source).\(queue)", prefetch: 600, into: buffer)
        }
        Thread.detachNewThread {
            while true { Self.pass(buffer.take(atMost: 200, waiting: nil), on: publisher) }
        }
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        try await Task.sleep(for: .seconds(86_400))
    }

    /// Publishes a batch; each message is acknowledged when the broker has confirmed its successor.
    private static func pass(_ batch: [Delivery], on publisher: Connection) {
        let publishings = batch.map { delivery in
            Publishing(
                exchange: target, routingKey: delivery.routingKey,
                properties: Properties(
                    contentType: "application/json", deliveryMode: .persistent,
                    correlationID: delivery.properties.messageID, messageID: delivery.properties.messageID),
                body: delivery.body)
        }
        publisher.publish(publishings) { range, _ in
            var last: [ObjectIdentifier: Delivery] = [:]
            for delivery in batch[range] { last[ObjectIdentifier(delivery.connection)] = delivery }
            for delivery in last.values { delivery.connection.acknowledge(delivery.tag, multiple: true) }
        }
    }
}
