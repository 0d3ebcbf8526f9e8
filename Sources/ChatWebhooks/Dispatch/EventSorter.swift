import AMQP
import ChatClient
import ChatContract
import Foundation
import Logging
import Synchronization

/// Sorts events: takes them from the one queue, puts each session's in order, and gives each receiver what he chose, in
/// a queue of his own.
///
/// An event is acknowledged when all those queues have it. One that never came although later ones did is asked for.
final class EventSorter: Sendable {
    private struct State {
        var order = SessionOrder()
        var connection: Connection?
        var isStopping = false
    }

    private let receivers: @Sendable () -> [Webhook]
    private let broker: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let client: ChatClient
    private let prepare: @Sendable (Connection) async throws -> Void
    private let status: WebhookStatus
    private let logger: Logger
    private let buffer = DeliveryBuffer()
    private let state = Mutex(State())

    /// How many events are in hand at a time.
    private static let window: UInt16 = 500

    /// - Parameters:
    ///   - receivers: Who gets events at this moment.
    ///   - prepare: Makes the queues where they are not there.
    init(
        _ receivers: @escaping @Sendable () -> [Webhook], broker: ConnectionConfiguration, on loop: ConnectionLoop,
        client: ChatClient,
        status: WebhookStatus, logger: Logger, prepare: @escaping @Sendable (Connection) async throws -> Void
    ) {
        self.receivers = receivers
        self.broker = broker
        self.loop = loop
        self.client = client
        self.status = status
        self.logger = logger
        self.prepare = prepare
    }

    /// Works until ``stop()``.
    func run() async {
        let connection = RecoveringConnection(
            broker, on: loop,
            onOpen: { [prepare, buffer] connection in
                try await prepare(connection)
                try await connection.selectConfirms()
                _ = try await connection.consume(WebhookQueue.events, prefetch: Self.window, into: buffer)
            },
            onState: { [status, logger] change in
                status.note(WebhookStatus.problem(change), of: "events")
                if case .waiting(let error, _) = change {
                    logger.warning("the connection for events is lost", metadata: ["error": "\(error)"])
                }
            })
        let keeper = Task { await connection.run() }
        let clock = Task { [buffer] in
            // Holes are looked for although nothing comes.
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(250))
                buffer.wake()
            }
        }
        while !state.withLock({ $0.isStopping }) {
            let batch = await buffer.take(atMost: 100)
            if !batch.isEmpty { await sort(batch) }
            await fillHoles()
        }
        clock.cancel()
        await connection.close()
        await keeper.value
    }

    /// Begins the end.
    func stop() {
        state.withLock { $0.isStopping = true }
        buffer.wake()
    }

    private func sort(_ batch: [Delivery]) async {
        var events: [SequencedEvent] = []
        for delivery in batch {
            guard let event = SequencedEvent(delivery) else {
                delivery.connection.acknowledge(delivery.tag)
                continue
            }
            let taken = state.withLock { state in
                if state.connection !== delivery.connection {
                    // What was in hand comes again.
                    state.connection = delivery.connection
                    state.order = SessionOrder()
                    events = []
                }
                return state.order.take(event, at: .now)
            }
            switch taken {
            case .repeat: delivery.connection.acknowledge(delivery.tag)
            case .deliver(let next): events += next
            case .hold: break
            }
        }
        await pass(on: events)
    }

    /// Puts events into the queues of those who chose them, and acknowledges them when they are there.
    private func pass(on events: [SequencedEvent]) async {
        guard !events.isEmpty, let connection = state.withLock({ $0.connection }) else { return }
        let now = ReceiverDesk.now
        let receivers = self.receivers()
        let messages = events.flatMap { event in
            receivers.filter { $0.wants(event.type, of: event.channel) }
                .map { WebhookPost.message(event, for: $0.webhook, at: now) }
        }
        guard await areTaken(messages, on: connection) else {
            // They come again. A queue that is not there is made then.
            logger.error("events could not be put into the queues of their receivers; once more")
            return await connection.close()
        }
        for event in events {
            if let delivery = event.delivery { delivery.connection.acknowledge(delivery.tag) }
        }
        status.countSorted(events.count)
    }

    private func areTaken(_ messages: [Publishing], on connection: Connection) async -> Bool {
        guard !messages.isEmpty else { return true }
        let (results, continuation) = AsyncStream<Bool>.makeStream()
        let open = Mutex(messages.count)
        connection.publish(messages) { range, confirmation in
            continuation.yield(confirmation.isAcknowledged)
            let isLast = open.withLock { open in
                open -= range.count
                return open == 0
            }
            if isLast { continuation.finish() }
        }
        var areTaken = true
        for await isTaken in results where !isTaken { areTaken = false }
        return areTaken
    }

    private func fillHoles() async {
        for (session, after) in state.withLock({ $0.order.holes(at: .now) }) {
            do {
                let answer = try await client.send(
                    .sessionGet, as: .system("webhooks"), SessionGet(session: session, after: after),
                    returning: EventPage<AgentView>.self)
                let events: [SequencedEvent]
                let through: Int64
                let more: Bool
                switch answer {
                case .done(_, let page):
                    events = try page.events.map { try SequencedEvent($0) }
                    through = page.snapshot.summary.seq
                    more = page.more
                case .refused(_, let refusal) where refusal.code == .unknownSession:
                    // It is gone for good: what is there of it goes on.
                    (events, through, more) = ([], .max, false)
                case .refused(_, let refusal):
                    logger.warning("a missing event cannot be asked for", metadata: ["error": "\(refusal.detail)"])
                    continue
                }
                let fresh = state.withLock {
                    $0.order.fill(session, events, through: through, more: more, at: .now)
                }
                await pass(on: fresh)
            } catch {
                logger.warning("a missing event cannot be asked for", metadata: ["error": "\(error)"])
            }
        }
    }
}
