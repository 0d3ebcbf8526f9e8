import BrokerTesting
import Testing

@testable import AMQP

private enum TLSBroker {
    static let uri = TestBroker.environment("SAMTALE_TEST_BROKER_TLS")
    static let directory = TestBroker.environment("SAMTALE_TEST_BROKER_TLS_DIR")
}

/// `SAMTALE_TEST_BROKER_TLS` is an `amqps` URI, `SAMTALE_TEST_BROKER_TLS_DIR` the folder with `ca.pem`, `client.pem` and
/// `client-key.pem`.
@Suite(
    "TLS",
    .enabled("SAMTALE_TEST_BROKER_TLS and SAMTALE_TEST_BROKER_TLS_DIR name a broker with TLS") {
        TestBroker.isAvailable && TLSBroker.uri != nil && TLSBroker.directory != nil
    })
struct TLSTests {
    private func open(
        _ host: TestVirtualHost, _ loop: ConnectionLoop, _ change: (inout TLSConfiguration) -> Void = { _ in },
        endpoint: Endpoint? = nil
    ) async throws -> Connection {
        let directory = try #require(TLSBroker.directory)
        var configuration = try ConnectionConfiguration(uri: try #require(TLSBroker.uri))
        configuration.virtualHost = host.name
        var tls = TLSConfiguration(caFile: "\(directory)/ca.pem")
        change(&tls)
        configuration.tls = tls
        if let endpoint { configuration.endpoints = [endpoint] }
        return try await Connection.open(configuration, on: loop)
    }

    private func check(_ connection: Connection) async throws {
        try await connection.declareQueue("q", durable: false, exclusive: true)
        try await connection.selectConfirms()
        let told = Collected<Int>()
        let batch = (0..<300).map { number in
            Publishing(
                exchange: "", routingKey: "q", mandatory: true,
                properties: Properties(
                    headers: ["n": .integer(number), "t": ["a": [1, "b"]]], messageID: "\(number)"),
                body: .init(repeating: UInt8(number & 255), count: number * number))
        }
        connection.publish(batch) { range, confirmation in
            #expect(confirmation.isAcknowledged)
            told.append(range.count)
        }
        let consumer = try await connection.consume("q", prefetch: 20)
        var index = 0
        for try await delivery in consumer.deliveries {
            #expect(delivery.body == batch[index].body)
            #expect(delivery.properties == batch[index].properties)
            connection.acknowledge(delivery.tag)
            index += 1
            if index == batch.count { break }
        }
        try await eventually { told.all.reduce(0, +) == 300 }
        await connection.close()
        #expect(await connection.closed().code == .closedLocally)
    }

    @Test("with the right authority everything works")
    func trusted() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            try await self.check(try await self.open(host, loop))
        }
    }

    @Test("with a certificate of the client's own")
    func clientCertificate() async throws {
        let directory = try #require(TLSBroker.directory)
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let connection = try await self.open(
                host, loop,
                {
                    $0.certificateFile = "\(directory)/client.pem"
                    $0.keyFile = "\(directory)/client-key.pem"
                })
            try await self.check(connection)
        }
    }

    @Test("another authority, another name and a missing file are refused")
    func refused() async throws {
        let directory = try #require(TLSBroker.directory)
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let system = await amqpError {
                try await self.open(host, loop, { $0.caFile = TLSConfiguration().caFile })
            }
            #expect(system?.code == .tlsFailed)
            #expect(system?.isRetriable == false)
            let missing = await amqpError {
                try await self.open(host, loop, { $0.caFile = "\(directory)/no-such.pem" })
            }
            #expect(missing?.code == .tlsFailed)
            let configuration = try ConnectionConfiguration(uri: try #require(TLSBroker.uri))
            let endpoint = Endpoint(host: "127.0.0.1", port: try #require(configuration.endpoints.first).port)
            let wrongName = await amqpError { try await self.open(host, loop, endpoint: endpoint) }
            #expect(wrongName?.code == .tlsFailed)
            let unchecked = try await self.open(host, loop, { $0.verifyHostName = false }, endpoint: endpoint)
            await unchecked.close()
            let keyless = await amqpError {
                try await self.open(
                    host, loop,
                    {
                        $0.certificateFile = "\(directory)/no-such.pem"; $0.keyFile = "\(directory)/x"
                    })
            }
            #expect(keyless?.code == .tlsFailed)
        }
    }
}
