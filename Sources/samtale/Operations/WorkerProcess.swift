import AMQP
import ChatStore
import ChatWorker
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// One process that works: store, worker and operations HTTP, until it is asked to stop.
struct WorkerProcess {
    let settings: Settings

    /// Runs until SIGTERM or SIGINT, then drains; a second signal ends it at once.
    func run() async throws {
        let logger = Self.logger(settings)
        let store = try Store(path: settings.storePath)
        defer { try? store.close() }
        let metrics = Metrics()
        let worker = Worker(
            WorkerConfiguration(
                broker: settings.broker, name: settings.workerName, trustedPublishers: settings.trustedPublishers),
            store: store, metrics: metrics, logger: logger)
        logger.info(
            "starts",
            metadata: [
                "version": "\(Samtale.version)", "broker": "\(settings.broker)", "store": "\(settings.storePath)",
                "worker": "\(settings.workerName)",
            ])
        // In this order they start; the worker stops first, so that /readyz can tell that it drains.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if settings.httpPort >= 0 {
            let server = OperationsServer(
                worker: worker, metrics: metrics, host: settings.httpHost, port: settings.httpPort, logger: logger)
            services.append(.init(service: server.service(), serviceName: "operations"))
        }
        services.append(
            .init(
                service: WorkerService(worker: worker), successTerminationBehavior: .gracefullyShutdownGroup,
                serviceName: "worker"))
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        configuration.gracefulShutdownSignals = [.sigterm, .sigint]
        let impatience = ImpatientExit()
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw CommandFailure(
                .unavailable, "http: cannot listen on \(settings.httpHost):\(settings.httpPort): \(error)",
                remedy: "choose another port with SAMTALE_HTTP_PORT or --http-port; 0 for any, -1 for none")
        }
        withExtendedLifetime(impatience) { logger.info("stopped") }
    }

    private static func logger(_ settings: Settings) -> Logger {
        let level = settings.logLevel
        switch settings.logFormat {
        case .json: LoggingSystem.bootstrap { JSONLogHandler(label: $0, logLevel: level) }
        case .text: LoggingSystem.bootstrap { TextLogHandler(label: $0, logLevel: level) }
        }
        return Logger(label: "samtale")
    }
}
