import AMQP
import ChatContract
import ChatGateway
import Logging
import ServiceLifecycle
import Synchronization

/// A gateway of this process, on a free port of loopback.
final class RunningGateway: Sendable {
    let name: GatewayHandle
    let gateway: Gateway
    let record = ExchangeRecord()
    private let group: ServiceGroup
    private let task: Task<Void, Never>
    private let over = Mutex(false)

    private struct GatewayService: Service {
        let gateway: Gateway
        func run() async throws { try await gateway.run() }
    }

    init(
        name: GatewayHandle, broker: ConnectionConfiguration, logger: Logger,
        change: (inout GatewayConfiguration) -> Void = { _ in }
    ) {
        self.name = name
        var configuration = GatewayConfiguration(
            broker: broker, name: name, port: 0, secret: Array(repeating: 7, count: 32))
        // Tests do not depend on the world's DNS.
        configuration.checksEmailDomains = false
        change(&configuration)
        let gateway = Gateway(configuration, logger: logger)
        self.gateway = gateway
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: GatewayService(gateway: gateway), successTerminationBehavior: .gracefullyShutdownGroup)
                ], logger: logger))
        self.group = group
        task = Task { try? await group.run() }
    }

    /// Where it listens; 0 until it does.
    var port: Int { gateway.port ?? 0 }
    /// Whether it says that it is ready.
    var isReady: Bool { gateway.health.isReady }
    /// Its figures, as Prometheus reads them.
    var metrics: String { gateway.metrics }
    var isOver: Bool { over.withLock { $0 } }

    /// What SIGTERM does: it says goodbye and ends.
    func stop() async {
        over.withLock { $0 = true }
        await group.triggerGracefulShutdown()
        await task.value
    }

    /// Ends it without a goodbye.
    func kill() async {
        over.withLock { $0 = true }
        task.cancel()
        await task.value
    }
}
