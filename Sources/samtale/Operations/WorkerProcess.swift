import ChatContract
import ChatStore
import ChatWorker

/// One process that works: store, worker and operations HTTP, until it is asked to stop.
struct WorkerProcess {
    let settings: Settings

    /// Runs until SIGTERM or SIGINT, then drains; a second signal ends it at once.
    func run() async throws {
        let process = ServiceProcess(settings)
        let store = try Store(path: settings.storePath)
        defer { try? store.close() }
        let metrics = Metrics()
        var configuration = WorkerConfiguration(
            broker: settings.broker, name: settings.workerName, trustedPublishers: settings.trustedPublishers)
        configuration.retention = .days(settings.retentionDays)
        configuration.directory = try settings.directory?.configuration()
        let worker = Worker(configuration, store: store, metrics: metrics, logger: process.logger)
        try await process.run(
            WorkerService(worker: worker), named: "worker", usesStore: true,
            health: {
                let health = worker.health
                return OperationsServer.Health(
                    live: health.isLive, ready: health.isReady, problems: health.problems)
            }, metrics: { metrics.text() })
    }
}
