import AMQP
import ChatContract
import ChatStore
import Foundation
import Logging

/// A worker: consumes the queues that fall to it, and answers queries. Start as many as you like; kill them any time.
public final class Worker: Sendable {
    private let configuration: WorkerConfiguration
    private let store: Store
    private let metrics: Metrics
    private let logger: Logger
    private let status = WorkerStatus()
    private let buffer = DeliveryBuffer()

    /// - Parameter store: opened; the worker does not close it.
    public init(_ configuration: WorkerConfiguration, store: Store, metrics: Metrics, logger: Logger) {
        self.configuration = configuration
        self.store = store
        self.metrics = metrics
        self.logger = logger
    }

    /// Works until ``stop()`` or the task's cancellation, then hands everything over in good order.
    public func run() async {
        var broker = configuration.broker
        broker.name = "samtale \(configuration.name)"
        var configuration = configuration
        configuration.broker = broker
        var publishing = broker
        publishing.name += " publisher"
        let relay = Relay(publishing, metrics: metrics, logger: logger)
        // One for all who look at the letters here: each sees what another gave back.
        let deadLetters = DeadLetterBox(broker)
        let queries = QueryResponder(
            configuration, store: store, relay: relay, deadLetters: deadLetters, metrics: metrics, logger: logger)
        // The publisher outlives the loop, which still has something to say while it ends.
        let publisher = Task { await relay.run() }
        let responder = Task { await queries.run() }
        let handover = configuration.directory.map { ContactHandoverJob($0, store: store, logger: logger) }
        let handing = Task { await handover?.run() }
        let sweeping = Task { [store, logger] in
            await DeadLetterSweepJob(deadLetters, store: store, logger: logger).run()
        }
        await withTaskCancellationHandler {
            await runLoop(configuration, relay, deadLetters)
        } onCancel: {
            stop()
        }
        responder.cancel()
        await responder.value
        handing.cancel()
        await handing.value
        sweeping.cancel()
        await sweeping.value
        await status.cleanUp?()
        publisher.cancel()
        await publisher.value
    }

    private func runLoop(
        _ configuration: WorkerConfiguration, _ relay: Relay, _ deadLetters: DeadLetterBox
    ) async {
        await withCheckedContinuation { continuation in
            let thread = Thread { [store, metrics, status, buffer, logger] in
                WorkerLoop(
                    configuration, store: store, relay: relay, deadLetters: deadLetters, buffer: buffer,
                    metrics: metrics, status: status, logger: logger
                ).run()
                continuation.resume()
            }
            thread.name = "worker"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Begins the drain; ``run()`` returns when it is done.
    public func stop() {
        status.stop()
        buffer.wake()
    }

    /// How it is at this moment.
    public var health: WorkerHealth { status.health(at: WallClock.now()) }
}
