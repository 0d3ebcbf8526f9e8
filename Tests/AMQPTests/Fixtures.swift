import AMQP
import BrokerTesting
import Synchronization

/// Runs a test with an open connection in a virtual host of its own.
func withConnection<Result>(
    _ body: (Connection, TestVirtualHost, ConnectionLoop) async throws -> Result
) async throws -> Result {
    try await TestBroker.withVirtualHost { host in
        let loop = ConnectionLoop(name: "test")
        let connection = try await Connection.open(host.configuration, on: loop)
        do {
            let result = try await body(connection, host, loop)
            await connection.close()
            loop.stop()
            return result
        } catch {
            await connection.close()
            loop.stop()
            throw error
        }
    }
}

/// Expects an AMQP error of a kind and returns it.
func amqpError(_ body: () async throws -> some Sendable) async -> AMQPError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? AMQPError
    }
}

/// Collects what handlers on other threads are told.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func append(_ element: Element) { self.elements.withLock { $0.append(element) } }

    var all: [Element] { self.elements.withLock { $0 } }
}

extension Publishing {
    /// A small persistent message to a queue.
    init(to queue: String, _ text: String, mandatory: Bool = true) {
        self.init(
            exchange: "", routingKey: queue, mandatory: mandatory,
            properties: Properties(deliveryMode: .persistent, messageID: text), body: Array(text.utf8))
    }
}

extension Delivery {
    var text: String { String(decoding: self.body, as: UTF8.self) }
}

/// A generator that repeats itself, so that a failing test can be run again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
