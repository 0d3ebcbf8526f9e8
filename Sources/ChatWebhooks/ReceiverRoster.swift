import AMQP
import ChatClient
import ChatContract
import Logging
import Synchronization

/// Who the receivers are at this moment: asked of the workers, at the start, when it is told that they changed and from time
/// to time; each has a ``ReceiverDesk`` while he is one.
///
/// A new receiver's queue is there before anything is sorted into it. One who was removed gets nothing more from then on:
/// his queue is deleted with what waits in it.
final class ReceiverRoster: Sendable {
    /// A desk at work.
    private struct Running: Sendable {
        var receiver: WebhookReceiver
        var desk: ReceiverDesk
        var work: Task<Void, Never>
    }

    private struct State {
        /// Who gets events.
        var webhooks: [Webhook] = []
        /// The list that was carried out last; `nil` before the first.
        var list: WebhookList?
        var running: [WebhookHandle: Running] = [:]
        var isStopping = false
    }

    private let configuration: WebhookPosterConfiguration
    private let loop: ConnectionLoop
    private let status: WebhookStatus
    private let logger: Logger
    private let state = Mutex(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// The wait after a question that nobody answered.
    private static let patience = Duration.seconds(2)

    init(_ configuration: WebhookPosterConfiguration, on loop: ConnectionLoop, status: WebhookStatus, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.status = status
        self.logger = logger
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The receivers, by what was set of them.
    var webhooks: [Webhook] { state.withLock { $0.webhooks } }

    /// Looks who the receivers are until ``stop()``; their posts that are on their way then are waited for.
    ///
    /// - Parameter onKnown: is called once, when it is known for the first time.
    func run(_ client: ChatClient, onKnown: @escaping @Sendable () -> Void) async {
        let hub = client.eventHub(onChange: { _ in })
        _ = await hub.open(
            [RoutingKey.webhooksChanged], onOpen: { [signal] in signal.yield() },
            onEvents: { [signal] _ in signal.yield() })
        let clock = Task { [signal, configuration] in
            while !Task.isCancelled {
                let isKnown = self.state.withLock { $0.list != nil }
                try? await Task.sleep(for: isKnown ? configuration.interval : Self.patience)
                signal.yield()
            }
        }
        var isKnown = false
        for await _ in signals {
            if state.withLock({ $0.isStopping }) { break }
            await look(client)
            guard !isKnown, state.withLock({ $0.list != nil }) else { continue }
            isKnown = true
            onKnown()
        }
        clock.cancel()
        await hub.close()
        await end(state.withLock { Array($0.running.values) })
    }

    /// Begins the end.
    func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return Array(state.running.values)
        }
        for one in running { one.desk.stop() }
        signal.yield()
    }

    // MARK: - Looking

    private func look(_ client: ChatClient) async {
        let list: WebhookList
        do {
            let answer = try await client.send(
                .webhookList, as: .system("webhooks"), EmptyResult(), returning: WebhookList.self)
            list = try answer.get()
        } catch {
            // Those who are known go on.
            guard state.withLock({ $0.list == nil }) else { return }
            return status.note("no worker says who the receivers are: \(error)", of: "receivers")
        }
        do {
            try await carryOut(list, client)
            status.note(nil, of: "receivers")
        } catch {
            status.note("the receivers' queues cannot be made: \(error)", of: "receivers")
            logger.warning("the receivers' queues cannot be made", metadata: ["error": "\(error)"])
        }
    }

    private func carryOut(_ list: WebhookList, _ client: ChatClient) async throws {
        let before = state.withLock { $0.list }
        let names = list.items.map(\.webhook)
        if before?.items.map(\.webhook) != names || before?.removed != list.removed {
            let connection = try await Connection.open(named("webhooks queues"), on: loop)
            do {
                try await configuration.prepare(connection)
                try await WebhookQueue.declare(for: names, on: connection)
                status.keep(names)
                // Whoever was removed gets nothing more into his queue before that goes.
                state.withLock { $0.webhooks = list.items }
                await end(leaving(names))
                for webhook in list.removed where before?.removed.contains(webhook) != true {
                    try await remove(webhook, connection)
                }
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
        state.withLock { state in
            state.webhooks = list.items
            state.list = list
        }
        for webhook in list.items { await open(webhook, client) }
    }

    /// Deletes the queue of a receiver who was removed.
    private func remove(_ webhook: WebhookHandle, _ connection: Connection) async throws(AMQPError) {
        let count = try await connection.deleteQueue(WebhookQueue.of(webhook))
        guard count > 0 else { return }
        logger.warning(
            "a receiver was removed, and events that waited for him went with his queue",
            metadata: ["receiver": "\(webhook)", "events": "\(count)"])
    }

    // MARK: - Desks

    /// Opens a receiver's desk, or another one where something of him changed.
    private func open(_ webhook: Webhook, _ client: ChatClient) async {
        let receiver: WebhookReceiver
        do throws(WebhookProblem) {
            receiver = try WebhookReceiver(webhook, plan: configuration.plan)
            status.note(setting: nil, of: webhook.webhook)
        } catch {
            // What he chose is kept for him; one whose secret cannot be read now goes on with what is known of it.
            guard status.note(setting: "\(error)", of: webhook.webhook) else { return }
            return logger.error(
                "nothing can be posted to a receiver",
                metadata: ["receiver": "\(webhook.webhook)", "error": "\(error)"])
        }
        let last = state.withLock { $0.running[webhook.webhook] }
        guard last?.receiver != receiver else { return }
        if let last { await end([last]) }
        let desk = ReceiverDesk(
            receiver, broker: named("webhooks \(receiver.name)"), on: loop, client: client, status: status,
            logger: logger)
        let isStopping = state.withLock { state in
            if !state.isStopping {
                state.running[receiver.name] = Running(receiver: receiver, desk: desk, work: Task { await desk.run() })
            }
            return state.isStopping
        }
        guard !isStopping else { return }
        logger.notice(
            last == nil ? "a receiver gets events" : "a receiver was changed",
            metadata: ["receiver": "\(receiver.name)", "url": "\(receiver.target.host)"])
    }

    /// Takes those who are receivers no more.
    private func leaving(_ names: [WebhookHandle]) -> [Running] {
        state.withLock { state in
            let leaving = state.running.filter { !names.contains($0.key) }
            for name in leaving.keys { state.running[name] = nil }
            return Array(leaving.values)
        }
    }

    private func end(_ running: [Running]) async {
        for one in running { one.desk.stop() }
        for one in running { await one.work.value }
    }

    private func named(_ role: String) -> ConnectionConfiguration {
        var broker = configuration.broker
        broker.name = "samtale \(configuration.name) \(role)"
        return broker
    }
}
