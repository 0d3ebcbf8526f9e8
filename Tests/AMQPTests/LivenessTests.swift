import BrokerTesting
import Testing

@testable import AMQP

@Suite("Liveness", .enabled(if: TestBroker.isAvailable))
struct LivenessTests {
    /// Opens a connection through a proxy.
    private func proxied(
        _ host: TestVirtualHost, _ change: (inout ConnectionConfiguration) -> Void = { _ in },
        _ body: (Connection, StallingProxy) async throws -> Void
    ) async throws {
        let target = try #require(host.configuration.endpoints.first)
        let proxy = try StallingProxy(target: target)
        let loop = ConnectionLoop(name: "test")
        defer {
            loop.stop()
            proxy.close()
        }
        var configuration = host.configuration
        configuration.endpoints = [proxy.endpoint]
        change(&configuration)
        try await body(try await Connection.open(configuration, on: loop), proxy)
    }

    @Test("an idle connection stays open over many heartbeats")
    func idle() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            var configuration = host.configuration
            configuration.heartbeat = 1
            let connection = try await Connection.open(configuration, on: loop)
            let lost = Task { await connection.closed() }
            // The broker gives up after two heartbeats. Idleness is what is tested, so time has to pass.
            try await Task.sleep(for: .seconds(4))
            #expect(connection.isOpen)
            try await connection.declareQueue("q", durable: false, exclusive: true)
            await connection.close()
            #expect(await lost.value.code == .closedLocally)
        }
    }

    @Test("a dead peer is noticed after two heartbeats, and tells everybody")
    func deadPeer() async throws {
        try await TestBroker.withVirtualHost { host in
            try await self.proxied(host, { $0.heartbeat = 1 }) { connection, proxy in
                try await connection.declareQueue("q")
                try await connection.selectConfirms()
                let consumer = try await connection.consume("q", prefetch: 10)
                let clock = ContinuousClock()
                let start = clock.now
                proxy.stall()
                let confirmation = Task { try await connection.publish(Publishing(to: "q", "x")) }
                let request = Task { await amqpError { try await connection.declareQueue("r") } }
                let iteration = Task { await amqpError { for try await _ in consumer.batches() {} } }
                #expect(await connection.closed().code == .timeout)
                #expect(clock.now - start < .seconds(30))
                guard case .unknown(let error) = try await confirmation.value else {
                    Issue.record("confirmed by a dead broker")
                    return
                }
                #expect(error.code == .timeout)
                #expect(error.isRetriable)
                #expect(await request.value?.code == .timeout)
                #expect(await iteration.value?.code == .timeout)
            }
        }
    }

    @Test("a request that is not answered ends in time")
    func requestTimeout() async throws {
        try await TestBroker.withVirtualHost { host in
            try await self.proxied(host, { $0.requestTimeout = .milliseconds(400) }) { connection, proxy in
                proxy.stall()
                #expect(await amqpError { try await connection.declareQueue("q") }?.code == .timeout)
                #expect(await connection.closed().code == .timeout)
            }
        }
    }

    @Test("closing does not hang on a peer that is silent")
    func closeInTime() async throws {
        try await TestBroker.withVirtualHost { host in
            try await self.proxied(host, { $0.requestTimeout = .milliseconds(300) }) { connection, proxy in
                proxy.stall()
                await connection.close()
                #expect(await connection.closed().code == .closedLocally)
            }
        }
    }

    @Test("a peer that does not read holds up neither the loop nor the publisher, and nothing is lost when it reads on")
    func backPressure() async throws {
        try await TestBroker.withVirtualHost { host in
            try await self.proxied(host) { connection, proxy in
                try await connection.declareQueue("q", durable: false, exclusive: true)
                try await connection.selectConfirms()
                proxy.stall()
                // More than all socket buffers on the way take.
                let batch = (0..<2000).map { number in
                    Publishing(
                        exchange: "", routingKey: "q", properties: Properties(messageID: "\(number)"),
                        body: .init(repeating: 1, count: 20_000))
                }
                let told = Collected<Int>()
                connection.publish(batch) { range, confirmation in
                    #expect(confirmation.isAcknowledged)
                    told.append(range.count)
                }
                // The loop is free: a job that is posted to it runs.
                let answer = Answer<Bool>()
                connection.post { _ in answer.give(true) }
                #expect(await answer.value())
                #expect(told.all.isEmpty)
                proxy.resume()
                try await eventually { told.all.reduce(0, +) == 2000 }
            }
        }
    }

    @Test("a connection that breaks is lost at once")
    func broken() async throws {
        try await TestBroker.withVirtualHost { host in
            try await self.proxied(host) { connection, proxy in
                let told = Collected<AMQPError>()
                connection.onClose { told.append($0) }
                proxy.close()
                let error = await connection.closed()
                #expect(error.code == .connectionClosed)
                #expect(error.isRetriable)
                #expect(told.all.count == 1)
                connection.onClose { told.append($0) }
                #expect(told.all.count == 2, "called at once when it is gone")
            }
        }
    }
}
