import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// One process that serves until it is asked to stop: what it is for, and the HTTP for operators.
struct ServiceProcess {
    let settings: Settings
    let logger: Logger

    /// Begins the log. To be made once in a process.
    init(_ settings: Settings) {
        self.settings = settings
        let level = settings.logLevel
        switch settings.logFormat {
        case .json: LoggingSystem.bootstrap { JSONLogHandler(label: $0, logLevel: level) }
        case .text: LoggingSystem.bootstrap { TextLogHandler(label: $0, logLevel: level) }
        }
        logger = Logger(label: "samtale")
    }

    /// Runs until SIGTERM or SIGINT, then lets the service end in good order; a second signal ends it at once.
    func run(
        _ service: any Service, named name: String, usesStore: Bool = false,
        health: @escaping @Sendable () -> OperationsServer.Health,
        metrics: @escaping @Sendable () -> String
    ) async throws {
        var metadata: Logger.Metadata = [
            "version": "\(Samtale.version)", "broker": "\(settings.broker)", name: "\(settings.workerName)",
        ]
        if usesStore { metadata["store"] = "\(settings.storePath)" }
        logger.info("starts", metadata: metadata)
        // In this order they start; the service stops first, so that /readyz can tell that it drains.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if settings.httpPort >= 0 {
            let server = OperationsServer(
                health: health, metrics: metrics, host: settings.httpHost, port: settings.httpPort, logger: logger)
            services.append(.init(service: server.service(), serviceName: "operations"))
        }
        services.append(
            .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: name))
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
}
