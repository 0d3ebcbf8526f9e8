import AMQP
import ChatClient
import ChatContract
import Logging
import Synchronization

/// Posts events to receivers elsewhere (spec section 8.7; guarantee 4): at least once, in order within each session,
/// each under an id that stays the same.
///
/// Start it twice for a standby; kill it any time. Events wait in queues of the broker, first all of them in one, then
/// each receiver's in his own: one who is down, slow or refuses something holds up nobody else.
public final class WebhookPoster: Sendable {
    private let configuration: WebhookPosterConfiguration
    private let logger: Logger
    private let status: WebhookStatus
    private let stopping: AsyncStream<Void>
    private let stopSignal: AsyncStream<Void>.Continuation

    public init(_ configuration: WebhookPosterConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        status = WebhookStatus()
        (stopping, stopSignal) = AsyncStream.makeStream()
    }

    /// How it is at this moment.
    public var health: WebhookHealth { status.health }

    /// Its figures, as Prometheus reads them.
    public var metrics: String { status.metrics }

    /// Begins the end; ``run()`` returns when no post is on its way any more.
    public func stop() {
        status.stop()
        stopSignal.finish()
    }

    private func named(_ role: String) -> ConnectionConfiguration {
        var broker = configuration.broker
        broker.name = "samtale \(configuration.name) \(role)"
        return broker
    }

    /// Works until ``stop()`` or the task's cancellation. To be called once.
    public func run() async {
        await withTaskCancellationHandler {
            await work()
        } onCancel: {
            stop()
        }
    }

    private func work() async {
        let loop = ConnectionLoop(name: "webhooks")
        defer { loop.stop() }
        let client = ChatClient.begin(named("webhooks client"), onChange: { _ in })
        let roster = ReceiverRoster(configuration, on: loop, status: status, logger: logger)
        let (known, areKnown) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let sorter = EventSorter(
            { roster.webhooks }, broker: named("webhooks"), on: loop, client: client, status: status, logger: logger,
            prepare: { [configuration] connection in
                try await configuration.prepare(connection)
                try await WebhookQueue.declare(for: roster.webhooks.map(\.webhook), on: connection)
            })
        await withDiscardingTaskGroup { group in
            group.addTask { await roster.run(client, onKnown: { areKnown.yield() }) }
            group.addTask {
                // Before it is known who gets what, nothing is taken.
                for await _ in known { break }
                await sorter.run()
            }
            group.addTask { [stopping] in
                for await _ in stopping {}
                areKnown.finish()
                sorter.stop()
                roster.stop()
                // Who waits for an answer of a worker waits no longer.
                await client.close()
            }
        }
    }
}
