import BrokerTesting
import Glibc
import Testing

@testable import AMQP

@Suite("Connections", .enabled(if: TestBroker.isAvailable))
struct ConnectionTests {
    @Test("opens, declares, publishes with a confirm, gets, acknowledges and closes")
    func wholeWay() async throws {
        try await withConnection { connection, host, loop in
            #expect(connection.isOpen)
            #expect(!connection.isBlocked)
            #expect(connection.serverProperties["product"] == "RabbitMQ")
            let status = try await connection.declareQueue("q")
            #expect(status == QueueStatus(name: "q", messageCount: 0, consumerCount: 0))
            try await connection.selectConfirms()
            let confirmation = try await connection.publish(
                Publishing(exchange: "", routingKey: "q", body: Array("hello".utf8)))
            #expect(confirmation.isAcknowledged)
            let delivery = try #require(try await connection.get("q"))
            #expect(delivery.body == Array("hello".utf8))
            #expect(delivery.connection === connection)
            connection.acknowledge(delivery.tag)
            #expect(try await connection.get("q") == nil)
            await connection.close()
            #expect(!connection.isOpen)
            #expect(await connection.closed().code == .closedLocally)
            #expect(await amqpError { try await connection.declareQueue("r") }?.code == .closedLocally)
        }
    }

    @Test("the broker sees name, capabilities and heartbeat")
    func clientProperties() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            var configuration = host.configuration
            configuration.name = "named"
            configuration.heartbeat = 7
            let connection = try await Connection.open(configuration, on: loop)
            var facts: TestVirtualHost.ConnectionFacts?
            try await eventually {
                facts = try await host.connections().first { $0.connectionName == "named" }
                return facts?.timeout != nil
            }
            #expect(facts?.timeout == 7)
            let capabilities = facts?.clientProperties?["capabilities"]
            for name in ["consumer_cancel_notify", "connection.blocked", "publisher_confirms", "basic.nack"] {
                #expect(capabilities?[name] == .boolean(true))
            }
            await connection.close()
        }
    }

    @Test("a wrong password is refused, and not retriable")
    func wrongPassword() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let configuration = host.configuration(user: host.configuration.user, password: "hemmelig")
            let error = await amqpError { try await Connection.open(configuration, on: loop) }
            #expect(error?.code == .accessRefused)
            #expect(error?.isRetriable == false)
            #expect(error?.replyCode == 403)
            #expect(error?.description.contains("hemmelig") == false)
        }
    }

    @Test("a virtual host that is not there is not allowed")
    func noVirtualHost() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            var configuration = host.configuration
            configuration.virtualHost = "no-such-host"
            #expect(await amqpError { try await Connection.open(configuration, on: loop) }?.code == .notAllowed)
        }
    }

    @Test("a broker that never answers is a timeout, in time")
    func blackHole() async throws {
        // Listens, and never says a word.
        let listener = try ListeningSocket()
        let loop = ConnectionLoop(name: "test")
        defer { loop.stop() }
        let configuration = ConnectionConfiguration(
            endpoints: [Endpoint(host: "127.0.0.1", port: listener.port)], connectTimeout: .milliseconds(300))
        let clock = ContinuousClock()
        let start = clock.now
        let error = await amqpError { try await Connection.open(configuration, on: loop) }
        #expect(error?.code == .timeout)
        #expect(clock.now - start < .seconds(20))
        listener.close()
    }

    @Test("an endpoint that refuses is passed over")
    func nextEndpoint() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let listener = try ListeningSocket()
            listener.close()
            var configuration = host.configuration
            configuration.endpoints = [Endpoint(host: "127.0.0.1", port: listener.port)]
            let error = await amqpError { try await Connection.open(configuration, on: loop) }
            #expect(error?.code == .connectionFailed)
            #expect(error?.isRetriable == true)
            configuration.endpoints += host.configuration.endpoints
            for _ in 0..<4 { // the order is random
                let connection = try await Connection.open(configuration, on: loop)
                #expect(connection.endpoint == host.configuration.endpoints.first)
                await connection.close()
            }
        }
    }

    @Test("404, 405, 406 and 403 are told apart, and end the connection")
    func channelErrors() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let user = host.uniqueName("reader")
            try await host.addUser(user, password: "p", configure: "^$", write: "^$", read: ".*")

            func failure(
                _ configuration: ConnectionConfiguration, _ body: @Sendable (Connection) async throws -> Void
            ) async throws -> AMQPError? {
                let connection = try await Connection.open(configuration, on: loop)
                let error = await amqpError { try await body(connection) }
                #expect(!connection.isOpen)
                #expect(await connection.closed().code == error?.code)
                return error
            }

            let owner = try await Connection.open(host.configuration, on: loop)
            try await owner.declareQueue("durable")
            try await owner.declareQueue("exclusive", durable: false, exclusive: true)
            let missing = try await failure(host.configuration) { try await $0.declareQueue("nowhere", passive: true) }
            #expect(missing?.code == .notFound)
            #expect(missing?.replyCode == 404)
            #expect(missing?.replyText?.contains("nowhere") == true)
            #expect(
                try await failure(host.configuration) { _ = try await $0.consume("nowhere", prefetch: 1) }?.code
                    == .notFound)
            #expect(
                try await failure(host.configuration) { try await $0.declareQueue("durable", durable: false) }?.code
                    == .preconditionFailed)
            #expect(
                try await failure(host.configuration) {
                    try await $0.declareQueue("exclusive", durable: false, exclusive: true)
                }?.code == .resourceLocked)
            #expect(
                try await failure(host.configuration(user: user, password: "p")) {
                    try await $0.declareQueue("mine")
                }?.code == .accessRefused)
            #expect(
                try await failure(host.configuration) {
                    try await $0.declareExchange("x", kind: .custom("no-such-type"))
                }?.code == .protocolViolation)
            await owner.close()
        }
    }

    @Test("a name that is too long is refused here, and the connection goes on")
    func longName() async throws {
        try await withConnection { connection, _, _ in
            let long = String(repeating: "x", count: 256)
            #expect(await amqpError { try await connection.declareQueue(long) }?.code == .invalidArgument)
            try await connection.selectConfirms()
            let confirmation = try await connection.publish(Publishing(exchange: long, routingKey: "", body: []))
            guard case .unknown(let error) = confirmation else {
                Issue.record("\(confirmation)")
                return
            }
            #expect(error.code == .invalidArgument)
            #expect(connection.isOpen)
            try await connection.declareQueue("short")
        }
    }

    @Test("exchanges, bindings, purging and deleting")
    func topology() async throws {
        try await withConnection { connection, host, _ in
            try await connection.declareExchange("in", kind: .topic)
            try await connection.declareExchange("out", kind: .fanout, autoDelete: true, internal: true)
            try await connection.bindExchange("out", to: "in", routingKey: "a.#")
            try await connection.declareQueue("q", arguments: QueueArguments(kind: .quorum, deliveryLimit: 5))
            try await connection.bindQueue("q", to: "out")
            try await connection.selectConfirms()
            _ = try await connection.publish(Publishing(exchange: "in", routingKey: "a.b", body: [1]))
            _ = try await connection.publish(Publishing(exchange: "in", routingKey: "b", body: [2]))
            try await eventually { try await connection.declareQueue("q", passive: true).messageCount == 1 }
            #expect(try await connection.purgeQueue("q") == 1)
            try await connection.unbindQueue("q", from: "out")
            try await connection.unbindExchange("out", from: "in", routingKey: "a.#")
            #expect(try await connection.deleteQueue("q") == 0)
            try await connection.deleteExchange("in")
            let made = try await connection.declareQueue(durable: false, exclusive: true)
            #expect(made.name.hasPrefix("amq.gen-"))
        }
    }

    @Test("queue arguments arrive as they are meant")
    func arguments() async throws {
        try await withConnection { connection, host, _ in
            let arguments = QueueArguments(
                kind: .quorum, singleActiveConsumer: true, deliveryLimit: 7, deadLetterExchange: "dlx",
                deadLetterRoutingKey: "k", deadLetterStrategy: .atLeastOnce, overflow: .rejectPublish,
                messageTTL: .seconds(90), maxLength: 1000, maxLengthBytes: 1_000_000, expires: .seconds(3600),
                others: ["x-queue-leader-locator": "balanced"])
            try await connection.declareQueue("q", arguments: arguments)
            let queue = try #require(try await host.queue("q"))
            let expected: [String: JSONValue] = [
                "x-queue-type": .string("quorum"), "x-single-active-consumer": .boolean(true),
                "x-delivery-limit": .number(7), "x-dead-letter-exchange": .string("dlx"),
                "x-dead-letter-routing-key": .string("k"), "x-dead-letter-strategy": .string("at-least-once"),
                "x-overflow": .string("reject-publish"), "x-message-ttl": .number(90_000),
                "x-max-length": .number(1000), "x-max-length-bytes": .number(1_000_000),
                "x-expires": .number(3_600_000), "x-queue-leader-locator": .string("balanced"),
            ]
            #expect(queue.arguments == expected)
            #expect(queue.type == "quorum")
        }
    }

    @Test("requests posted together are answered each")
    func pipelined() async throws {
        try await withConnection { connection, _, _ in
            try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        try await connection.declareQueue("q\(number)", durable: false, exclusive: true).name
                    }
                }
                var names: Set<String> = []
                for try await name in group { names.insert(name) }
                #expect(names.count == 50)
            }
        }
    }

    @Test("stopping the loop closes its connections")
    func stoppedLoop() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            let connection = try await Connection.open(host.configuration, on: loop)
            loop.stop()
            #expect(await connection.closed().code == .closedLocally)
            #expect(await amqpError { try await connection.declareQueue("q") }?.code == .closedLocally)
            try await eventually {
                await amqpError { try await Connection.open(host.configuration, on: loop) }?.code == .closedLocally
            }
        }
    }

    @Test("a cancelled task does not wait for the connection")
    func cancelledOpen() async throws {
        let listener = try ListeningSocket()
        let loop = ConnectionLoop(name: "test")
        defer { loop.stop() }
        let configuration = ConnectionConfiguration(
            endpoints: [Endpoint(host: "127.0.0.1", port: listener.port)], connectTimeout: .seconds(2))
        let task = Task { await amqpError { try await Connection.open(configuration, on: loop) }?.code }
        task.cancel()
        #expect(await task.value == .cancelled)
        listener.close()
    }
}
