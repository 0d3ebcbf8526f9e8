import AMQP
import ChatClient
import ChatContract
import Foundation
import Logging
import Synchronization

/// Works off one receiver's queue: in order within each session, several sessions at a time.
///
/// An event is acknowledged when the receiver has it, or when it is safe among the dead letters. Until then it is the
/// broker's, so nothing is lost with the process. What is in hand is bounded by the prefetch count.
final class ReceiverDesk: Sendable {
    private struct State {
        var lines = SessionLines()
        /// Nobody is tried before then.
        var pausedUntil: ContinuousClock.Instant?
        /// How often in a row nobody was reached.
        var unreached = 0
        /// Since when something is in hand that the broker may want back.
        var heldSince: ContinuousClock.Instant?
        var isStopping = false
    }

    private let receiver: WebhookReceiver
    private let broker: ConnectionConfiguration
    private let loop: ConnectionLoop
    private let status: WebhookStatus
    private let logger: Logger
    private let poster: HTTPPoster
    private let kept: KeptSessions
    private let buffer = DeliveryBuffer()
    private let state = Mutex(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(
        _ receiver: WebhookReceiver, broker: ConnectionConfiguration, on loop: ConnectionLoop, client: ChatClient,
        status: WebhookStatus, logger: Logger
    ) {
        self.receiver = receiver
        self.broker = broker
        self.loop = loop
        self.status = status
        self.logger = logger
        kept = KeptSessions(client, life: receiver.plan.fresh)
        poster = HTTPPoster(receiver.target, timeout: receiver.plan.timeout, width: receiver.plan.width)
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Works until ``stop()``; what is on its way then is waited for.
    func run() async {
        let connection = RecoveringConnection(
            broker, on: loop,
            onOpen: { [buffer, receiver] connection in
                try await connection.selectConfirms()
                _ = try await connection.consume(
                    WebhookQueue.of(receiver.name), prefetch: UInt16(clamping: receiver.plan.window), into: buffer)
            },
            onState: { [weak self, status, receiver, logger] change in
                status.note(change, of: receiver.name)
                if case .waiting(let error, _) = change {
                    self?.lose()
                    logger.notice(
                        "the connection for posts is opened anew",
                        metadata: ["receiver": "\(receiver.name)", "error": "\(error)"])
                }
            })
        let keeper = Task { await connection.run() }
        let intake = Task { await take() }
        await withDiscardingTaskGroup { group in
            for await _ in signals {
                if state.withLock({ $0.isStopping }) { break }
                while let job = next() { group.addTask { await self.work(job, connection) } }
            }
        }
        buffer.wake()
        await intake.value
        await connection.close()
        await keeper.value
        await poster.close()
    }

    /// Begins the end.
    func stop() {
        state.withLock { $0.isStopping = true }
        buffer.wake()
        signal.yield()
    }

    // MARK: - What comes in

    private func take() async {
        while !state.withLock({ $0.isStopping }) {
            for delivery in await buffer.take(atMost: receiver.plan.window) {
                guard let post = WebhookPost(delivery) else {
                    logger.error("no event for a receiver; kept in \(Queue.dead)")
                    delivery.connection.reject(delivery.tag, requeue: false)
                    continue
                }
                let (added, count) = state.withLock { state in
                    let added = state.lines.add(post)
                    if state.heldSince == nil { state.heldSince = .now }
                    return (added, state.lines.count)
                }
                if added == .double { delivery.connection.acknowledge(delivery.tag) }
                status.note(inHand: count, of: receiver.name)
            }
            signal.yield()
        }
    }

    /// Everything is the broker's again.
    private func lose() {
        state.withLock { state in
            state.lines.lose()
            state.heldSince = nil
        }
    }

    /// What is to be done for one event.
    private struct Job {
        var post: WebhookPost
        var attempts: Attempts
        /// Whether it waited for too long while nobody was there: it is not tried any more.
        var isTooOld = false
    }

    private func next() -> Job? {
        let now = ContinuousClock.now
        let limit = Self.now - Span(receiver.plan.life)
        return state.withLock { state in
            guard !state.isStopping, state.lines.running < receiver.plan.width else { return nil }
            if state.unreached >= Attempts.minimum, let (post, attempts) = state.lines.next(waitingSince: limit) {
                return Job(post: post, attempts: attempts, isTooOld: true)
            }
            if let until = state.pausedUntil {
                guard now >= until else { return nil }
                state.pausedUntil = nil
            }
            // One asks whether somebody is there again.
            guard state.unreached == 0 || state.lines.running == 0, let (post, attempts) = state.lines.next() else {
                return nil
            }
            return Job(post: post, attempts: attempts)
        }
    }

    // MARK: - One post

    private func work(_ job: Job, _ connection: RecoveringConnection) async {
        let post = job.post
        switch await isKept(post) {
        case true?: break
        case false?:
            status.count(.erased, of: receiver.name)
            finish(post)
            signal.yield()
            return
        case nil:
            // Nobody can say whether it was erased: it has waited already, so it waits until somebody can.
            wait(post, job.attempts, Self.patience, connection)
            signal.yield()
            return
        }
        if job.isTooOld {
            await giveUp(post, job.attempts, "nobody was there for too long", connection)
            signal.yield()
            return
        }
        let outcome = await poster.post(post, secrets: receiver.secrets, at: Self.now)
        note(outcome, post)
        var attempts = job.attempts
        let next = attempts.next(
            after: outcome, since: post.since, at: Self.now, plan: receiver.plan, spread: .random(in: 0...1))
        switch next {
        case .done:
            status.count(.delivered, of: receiver.name)
            finish(post)
        case .giveUp(let reason):
            await giveUp(post, attempts, reason, connection)
        case .wait(let duration):
            status.count(.failed, of: receiver.name)
            if case .unreachable = outcome {
                // The pause of all is its wait too.
                wait(post, attempts, .zero, connection)
            } else {
                wait(post, attempts, duration, connection)
            }
        }
        signal.yield()
    }

    /// Whether an event may still be told. That it was erased is told in any case.
    ///
    /// - Returns: `nil` where nobody can say.
    private func isKept(_ post: WebhookPost) async -> Bool? {
        guard post.type != EventType.sessionErased.rawValue,
            Timestamp(post.at).map({ Self.now - $0 >= Span(receiver.plan.fresh) }) ?? true
        else { return true }
        return await kept.isKept(post.session, besides: { state.withLock { $0.lines.sessions } })
    }

    /// The wait where nobody answers.
    private static let patience = Duration.seconds(2)

    private func giveUp(
        _ post: WebhookPost, _ attempts: Attempts, _ reason: String, _ connection: RecoveringConnection
    ) async {
        guard await bury(post, reason, attempts.failures, connection) else {
            return wait(post, attempts, receiver.plan.first, connection)
        }
        status.count(.dead, of: receiver.name)
        log(.error, "an event is given up; it is kept in \(Queue.dead)", post, reason)
        finish(post)
    }

    /// Takes note of whether the receiver is there.
    private func note(_ outcome: PostOutcome, _ post: WebhookPost) {
        switch outcome {
        case .delivered, .refused:
            status.note(nil, posting: receiver.name)
            state.withLock { $0.unreached = 0 }
        case .failed(let reason, _):
            status.note(reason, posting: receiver.name)
            log(.warning, "a post failed", post, reason)
            state.withLock { $0.unreached = 0 }
        case .unreachable(let reason, let asked):
            status.note(reason, posting: receiver.name)
            log(.warning, "the receiver takes nothing", post, reason)
            let plan = receiver.plan
            let pause: Duration = state.withLock { state in
                // Those who were on their way at the same time tell nothing new.
                if state.pausedUntil == nil { state.unreached += 1 }
                let pause = min(plan.longest, max(plan.wait(afterFailures: state.unreached), asked ?? .zero))
                state.pausedUntil = max(state.pausedUntil ?? .now, .now + pause)
                return pause
            }
            signalLater(pause)
        }
    }

    private func finish(_ post: WebhookPost) {
        let (delivery, count) = state.withLock { state in
            let delivery = state.lines.finish(post.session)
            state.heldSince = state.lines.isEmpty ? nil : state.heldSince
            return (delivery, state.lines.count)
        }
        status.note(inHand: count, of: receiver.name)
        if let delivery { delivery.connection.acknowledge(delivery.tag) }
    }

    private func wait(
        _ post: WebhookPost, _ attempts: Attempts, _ duration: Duration, _ connection: RecoveringConnection
    ) {
        let plan = receiver.plan
        let isHeldLong = state.withLock { state in
            state.lines.wait(post.session, attempts)
            guard let since = state.heldSince, ContinuousClock.now - since > plan.hold else { return false }
            state.heldSince = .now
            return true
        }
        // The broker ends connections that hold a message for half an hour. Everything goes back to it in order, comes
        // again at once, and what is in hand goes on under its new delivery.
        if isHeldLong, let current = connection.current { Task { await current.close() } }
        guard duration > .zero else { return state.withLock { $0.lines.wake(post.session) } }
        Task {
            try? await Task.sleep(for: duration)
            self.state.withLock { $0.lines.wake(post.session) }
            self.signal.yield()
        }
    }

    private func signalLater(_ duration: Duration) {
        Task {
            try? await Task.sleep(for: duration)
            self.signal.yield()
        }
    }

    /// Puts an event among the dead letters.
    ///
    /// - Returns: whether it is safe there.
    private func bury(
        _ post: WebhookPost, _ reason: String, _ failures: Int, _ connection: RecoveringConnection
    ) async -> Bool {
        guard let current = connection.current else { return false }
        let letter = Publishing(
            exchange: Exchange.dead, routingKey: "webhook.\(receiver.name)", mandatory: true,
            properties: Properties(
                contentType: "application/json",
                headers: [
                    Header.reason: .string("webhook"), Header.error: .string(reason),
                    Header.queue: .string(WebhookQueue.of(receiver.name)), Header.attempts: .integer(max(failures, 1)),
                    Header.session: .string(post.session.description), Header.channel: .string(post.channel),
                    WebhookPost.timeHeader: .string(post.at),
                ], deliveryMode: .persistent, correlationID: post.id, messageID: "dead.\(receiver.name).\(post.id)",
                timestamp: UInt64(clamping: Self.now.milliseconds / 1000), type: post.type), body: post.body)
        return (try? await current.publish(letter))?.isAcknowledged == true
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ post: WebhookPost, _ reason: String) {
        logger.log(
            level: level, message,
            metadata: ["receiver": "\(receiver.name)", "event": "\(post.id)", "reason": "\(reason)"])
    }

    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

extension Span {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
