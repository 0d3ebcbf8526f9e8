import BrokerTesting
import Foundation
import Testing

@testable import AMQP

@Suite("Recovery", .enabled(if: TestBroker.isAvailable))
struct RecoveryTests {
    @Test("a killed connection comes back, declares and consumes again, and nothing is lost")
    func killed() async throws {
        try await withConnection { publisher, host, loop in
            try await publisher.declareQueue("q", arguments: QueueArguments(kind: .quorum))
            try await publisher.selectConfirms()
            var configuration = host.configuration
            configuration.name = "recovering"
            let buffer = DeliveryBuffer()
            let states = Collected<String>()
            let recovering = RecoveringConnection(
                configuration, on: loop, backOff: BackOff(base: .milliseconds(10)),
                onOpen: { connection in
                    try await connection.declareQueue("q", arguments: QueueArguments(kind: .quorum))
                    _ = try await connection.consume("q", prefetch: 10, into: buffer)
                },
                onState: { state in
                    switch state {
                    case .connecting: states.append("connecting")
                    case .open: states.append("open")
                    case .waiting: states.append("waiting")
                    case .closed: states.append("closed")
                    }
                })
            let running = Task { await recovering.run() }
            try await eventually { recovering.current != nil }

            let seen = Collected<String>()
            let worker = Thread {
                while Set(seen.all).count < 200 {
                    for delivery in buffer.take(atMost: 5, waiting: .seconds(10)) {
                        seen.append(delivery.text)
                        delivery.connection.acknowledge(delivery.tag)
                    }
                }
            }
            worker.start()
            for round in 0..<2 {
                for number in 0..<100 {
                    #expect(try await publisher.publish(Publishing(to: "q", "\(round)-\(number)")).isAcknowledged)
                }
                let current = recovering.current
                try await eventually {
                    try await host.closeConnections(named: "recovering") == 1
                }
                #expect(await current?.closed().replyCode == 320)
            }
            try await eventually { Set(seen.all).count == 200 }
            try await eventually { recovering.current != nil }
            await recovering.close()
            await running.value
            #expect(recovering.current == nil)
            #expect(states.all.prefix(4) == ["connecting", "open", "waiting", "connecting"])
            #expect(states.all.last == "closed")
        }
    }

    @Test("a set-up that fails is tried again, and its connection closed")
    func failingSetUp() async throws {
        try await TestBroker.withVirtualHost { host in
            let loop = ConnectionLoop(name: "test")
            defer { loop.stop() }
            let attempts = Collected<Connection>()
            let recovering = RecoveringConnection(
                host.configuration, on: loop, backOff: BackOff(base: .milliseconds(5)),
                onOpen: { connection in
                    attempts.append(connection)
                    if attempts.all.count < 3 { throw TestFailure("not yet") }
                })
            let running = Task { await recovering.run() }
            try await eventually { recovering.current != nil }
            #expect(attempts.all.count == 3)
            #expect(attempts.all.map(\.isOpen) == [false, false, true])
            running.cancel()
            await running.value
            #expect(attempts.all.last?.isOpen == false)
        }
    }

    @Test("closing ends the waiting between attempts")
    func closeWhileWaiting() async throws {
        let loop = ConnectionLoop(name: "test")
        defer { loop.stop() }
        let states = Collected<Bool>()
        // Port 1 belongs to a service that nobody runs; a free one might be another test's a moment later.
        let recovering = RecoveringConnection(
            ConnectionConfiguration(endpoints: [Endpoint(host: "127.0.0.1", port: 1)]), on: loop,
            backOff: BackOff(base: .seconds(1000), maximum: .seconds(1000)), onOpen: { _ in },
            onState: { if case .waiting = $0 { states.append(true) } })
        let running = Task { await recovering.run() }
        try await eventually { !states.all.isEmpty }
        await recovering.close()
        await running.value
    }
}
