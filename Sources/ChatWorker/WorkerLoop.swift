import AMQP
import ChatContract
import ChatCore
import ChatStore
import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The loop of the architecture: take what has arrived, decide and write it in one transaction, acknowledge, publish,
/// and go on while the broker confirms. Runs on one thread, which alone touches the cached view.
final class WorkerLoop {
    private let configuration: WorkerConfiguration
    private let store: Store
    private let relay: Relay
    private let buffer: DeliveryBuffer
    private let metrics: Metrics
    private let status: WorkerStatus
    private let answering: Answering
    private let work: BatchWork
    private let consumers = ConnectionLoop(name: "consumer")
    private var logger: Logger

    private let view = StoreView()
    /// The incarnation: what is written is this one's to publish.
    private var worker = ""
    private var workers: [WorkerLease] = []
    private var subscriptions: [WorkQueue: Subscription] = [:] {
        didSet {
            queueOfName = Dictionary(uniqueKeysWithValues: subscriptions.keys.map { ($0.name, $0) })
        }
    }
    private var queueOfName: [String: WorkQueue] = [:]
    private var strays: Subscription?
    /// Queues that are being given up, until their connections are closed.
    private let closing: Closing
    /// Since when the preferred worker of a queue lives without consuming it.
    private var waitingSince: [WorkQueue: Timestamp] = [:]
    private var retired: Set<ChannelHandle> = []

    private var notices = Notices()
    private var lastRenewal = Timestamp(milliseconds: 0)
    private var lastTimers = Timestamp(milliseconds: 0)
    private var lastGauges = Timestamp(milliseconds: 0)
    private var lastPurge = Timestamp(milliseconds: 0)
    private var lastForgetting = Timestamp(milliseconds: 0)
    private var purgeSlice: UInt8 = 0

    /// Queues whose connections are closing.
    final class Closing: Sendable {
        private let queues = Mutex<Set<WorkQueue>>([])
        func begin(_ queue: WorkQueue) { queues.withLock { _ = $0.insert(queue) } }
        func end(_ queue: WorkQueue) { queues.withLock { _ = $0.remove(queue) } }
        func contains(_ queue: WorkQueue) -> Bool { queues.withLock { $0.contains(queue) } }
    }

    init(
        _ configuration: WorkerConfiguration, store: Store, relay: Relay, buffer: DeliveryBuffer, metrics: Metrics,
        status: WorkerStatus, logger: Logger
    ) {
        self.configuration = configuration
        self.store = store
        self.relay = relay
        self.buffer = buffer
        self.metrics = metrics
        self.status = status
        self.logger = logger
        closing = Closing()
        answering = Answering(store: store, identifiers: store.identifiers)
        work = BatchWork(
            authority: Authority(trustedPublishers: configuration.trustedPublishers), identifiers: store.identifiers)
    }

    // MARK: - The turn

    /// Works until the status says to stop; then hands everything over in good order.
    func run() {
        while !status.isStopping {
            let now = WallClock.now()
            status.turn(at: now)
            tick(now)
            guard mayTake(now) else {
                usleep(20_000)
                continue
            }
            let deliveries = buffer.take(atMost: configuration.batchLimit, waiting: .milliseconds(50))
            let items = deliveries.compactMap(item)
            if !items.isEmpty { workOff(items) }
        }
        drain()
    }

    /// Whether there is room for more: unconfirmed messages pile up neither in number nor in age.
    private func mayTake(_ now: Timestamp) -> Bool {
        let backlog = relay.backlog
        let isBehind =
            backlog.count > configuration.unconfirmedLimit
            || backlog.oldest.map { now - $0 > configuration.unconfirmedAge } ?? false
        status.set(.unconfirmed, isBehind ? "\(backlog.count) messages wait for the broker's confirmation" : nil)
        return !isBehind
    }

    /// What a delivery is; `nil` when its queue was given up meanwhile.
    private func item(_ delivery: Delivery) -> BatchWork.Item? {
        if delivery.redelivered { metrics.count(.redeliveries) }
        if delivery.queue == Queue.unroutable {
            // No queue took it: it is decided all the same, as if it came from the one where it belongs.
            let queue = WorkQueue(routingKey: delivery.routingKey)
            return BatchWork.Item(
                delivery: delivery, queue: queue,
                intake: Intake(delivery, from: queue, login: configuration.broker.user))
        }
        guard let queue = queueOfName[delivery.queue], subscriptions[queue]?.connection === delivery.connection
        else { return nil }
        return BatchWork.Item(
            delivery: delivery, queue: queue,
            intake: Intake(delivery, from: queue, login: configuration.broker.user))
    }

    /// What has to happen with time.
    private func tick(_ now: Timestamp) {
        if now - lastRenewal >= .seconds(1) || now < lastRenewal {
            lastRenewal = now
            renew(now)
            relay.retryRefused()
        }
        if strays == nil, relay.isDeclared, !worker.isEmpty { look(now) }
        if now - lastForgetting >= .milliseconds(100) {
            lastForgetting = now
            forgetConfirmed(now)
        }
        if now - lastTimers >= .milliseconds(200), !worker.isEmpty {
            lastTimers = now
            fireTimers(now)
        }
        if now - lastGauges >= .seconds(5) {
            lastGauges = now
            setGauges(now)
        }
        if now - lastPurge >= .minutes(5), isPreferred(.control) {
            lastPurge = now
            purge(now)
        }
        let news = notices.due(view, at: now)
        if !news.isEmpty { relay.tell(news.compactMap { Publishing($0) }) }
    }

    // MARK: - A batch

    /// Works off a batch; what came back before, or fails, is worked alone.
    private func workOff(_ items: [BatchWork.Item]) {
        let suspects = items.filter { deliveryCount($0.delivery) >= 2 }
        guard suspects.isEmpty else {
            // Order within a queue is kept: all of the batch goes one by one.
            workOneByOne(items) { deliveryCount($0.delivery) >= 2 }
            return
        }
        do throws(StoreError) {
            let answers = try persistently { () throws(StoreError) in try self.commit(items) }
            acknowledge(items)
            send(answers)
        } catch {
            guard !status.isStopping, !error.isRetriable else { return }
            logger.warning("a batch failed; its commands are worked alone", metadata: ["error": "\(error)"])
            workOneByOne(items) { _ in true }
        }
    }

    /// Works each alone, and acknowledges those that are done: a worker that stops in the middle leaves the rest.
    private func workOneByOne(_ items: [BatchWork.Item], isSuspect: (BatchWork.Item) -> Bool) {
        let done = items.prefix { workAlone($0, isSuspect: isSuspect($0)) }
        acknowledge(Array(done))
    }

    /// What a committed batch leaves to be told.
    private struct Told {
        var worked: [Worked]
        var items: [BatchWork.Item]
    }

    /// - Parameter attempts: the name under which failures of this work were counted; they are forgotten with it.
    private func commit(_ items: [BatchWork.Item], forgetting attempts: String? = nil) throws(StoreError) -> Told {
        let started = WallClock.seconds()
        var decided = started
        let confirmed = relay.takeConfirmed()
        let committed: Committed<[Worked]>
        do {
            committed = try store.transaction(view, worker: worker, at: WallClock.now()) {
                transaction throws(StoreError) in
                try transaction.forget(outbox: confirmed)
                var worked: [Worked] = []
                worked.reserveCapacity(items.count)
                for item in items { worked.append(try work.work(item, in: transaction)) }
                if let attempts { try transaction.forgetAttempts(attempts) }
                decided = WallClock.seconds()
                return worked
            }
        } catch {
            relay.putBack(confirmed: confirmed)
            throw error
        }
        metrics.observe(.batchSize, Double(items.count))
        metrics.observe(.decideSeconds, decided - started)
        metrics.observe(.commitSeconds, WallClock.seconds() - decided)
        told(committed)
        return Told(worked: committed.value, items: items)
    }

    /// Publishes what a transaction left.
    private func told<Value>(_ committed: Committed<Value>) {
        relay.publish(committed.entries)
        if !committed.transients.isEmpty {
            relay.tell(committed.transients.compactMap { Publishing($0) })
            for news in committed.transients { noteChannels(of: news) }
        }
        notices.note(committed.touched)
    }

    /// An agent's presence changes what his channels show.
    private func noteChannels(of news: TransientEvent) {
        guard news.type == .presenceChanged, let agent = news.agent else { return }
        for member in view.registry.memberships(of: agent) { notices.note(member.channel) }
    }

    /// One command in a transaction of its own, its attempt counted before: at the third it is parked.
    ///
    /// - Returns: whether it is done with; not, when the worker stops.
    private func workAlone(_ item: BatchWork.Item, isSuspect: Bool) -> Bool {
        let name =
            "\(item.delivery.queue) \(item.delivery.properties.userID ?? "") \(item.delivery.properties.messageID ?? "")"
        var isSuspect = isSuspect
        let interrupted = "the worker ended while it worked on it"
        var lastError = interrupted
        while !status.isStopping {
            do throws(StoreError) {
                if isSuspect {
                    let error = lastError
                    let attempts = try persistently { () throws(StoreError) in
                        try self.store.transaction(self.view, worker: self.worker, at: WallClock.now()) {
                            transaction throws(StoreError) in
                            try transaction.countAttempt(name, error: error)
                        }.value
                    }
                    if attempts > 3 || attempts == 3 && lastError != interrupted {
                        return park(item, name, error: lastError, attempts: attempts)
                    }
                }
                let counted = isSuspect ? name : nil
                send(try persistently { () throws(StoreError) in try self.commit([item], forgetting: counted) })
                return true
            } catch {
                lastError = "\(error)"
                isSuspect = true
                logger.error(
                    "a command failed", metadata: log(item).merging(["error": "\(error)"]) { $1 })
            }
        }
        return false
    }

    /// Keeps a command that cannot be worked off, with the reason, and goes on with its neighbours.
    ///
    /// - Returns: whether it is kept.
    private func park(_ item: BatchWork.Item, _ name: String, error: String, attempts: Int) -> Bool {
        metrics.count(.deadLetters, ["reason": "poison"])
        logger.error("a command is parked", metadata: log(item).merging(["error": "\(error)"]) { $1 })
        do throws(StoreError) {
            let committed = try persistently { () throws(StoreError) in
                try self.store.transaction(self.view, worker: self.worker, at: WallClock.now()) {
                    transaction throws(StoreError) in
                    transaction.publish(
                        DeadLetter.message(
                            of: item.delivery, reason: "poison", error: error, attempts: attempts, at: transaction.now))
                    try transaction.forgetAttempts(name)
                }
            }
            told(committed)
            if case .command(let command) = item.intake, let reply = command.reply {
                answer(
                    reply,
                    .refused(
                        status: nil,
                        Refusal(.internal, "the command failed \(attempts) times; it is kept for the operators")))
            }
            return true
        } catch {
            logger.error("a command could not be parked", metadata: log(item).merging(["error": "\(error)"]) { $1 })
            return false
        }
    }

    /// Does something again until the store can: nothing is acknowledged meanwhile.
    ///
    /// - Throws: what is not the store's fault, or anything once the worker stops.
    private func persistently<Value>(
        _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        var pause: UInt32 = 10_000
        while true {
            do throws(StoreError) {
                let value = try body()
                status.set(.store, nil)
                return value
            } catch {
                if error.code == .outdated {
                    metrics.count(.outdated)
                    continue
                }
                metrics.count(.storeFailures, ["code": "\(error.code)"])
                guard error.isRetriable, !status.isStopping else { throw error }
                status.set(.store, "\(error)")
                logger.error("the store does not take the batch; it is tried again", metadata: ["error": "\(error)"])
                usleep(pause)
                pause = min(pause * 2, 1_000_000)
                status.turn(at: WallClock.now())
            }
        }
    }

    private func deliveryCount(_ delivery: Delivery) -> Int {
        guard delivery.redelivered else { return 0 }
        return delivery.properties.headers["x-delivery-count"]?.integerValue ?? 0
    }

    /// Acknowledges a batch, each connection once.
    private func acknowledge(_ items: [BatchWork.Item]) {
        var last: [ObjectIdentifier: Delivery] = [:]
        for item in items { last[ObjectIdentifier(item.delivery.connection)] = item.delivery }
        for delivery in last.values { delivery.connection.acknowledge(delivery.tag, multiple: true) }
    }

    // MARK: - Answers

    private func send(_ told: Told) {
        var answers: [Publishing] = []
        for (worked, item) in zip(told.worked, told.items) {
            switch worked {
            case .probe(let name):
                guard let queue = item.queue else { continue }
                if name == Self.lastProbe, case .channel(let channel) = queue {
                    if retired.contains(channel) { finishRetiring(channel) }
                } else {
                    subscriptions[queue]?.hear(name)
                }
            case .refused(let refusal, let reply):
                metrics.count(.commands, ["type": "-", "result": refusal.code.rawValue])
                if refusal.code.isKept { metrics.count(.deadLetters, ["reason": refusal.code.rawValue]) }
                logger.info("refused", metadata: log(item).merging(["detail": "\(refusal.detail)"]) { $1 })
                if let reply { answer(reply, .refused(status: nil, refusal)) }
            case .answered(let command, let outcome, let isRepeat):
                count(command, outcome, isRepeat)
                if case .control(.saveChannel) = command.command, case .done = outcome {
                    answerWhenDeclared(command, outcome)
                } else if let reply = command.reply {
                    do {
                        answers.append(try reply.publishing(try answering.answer(to: command, outcome)))
                    } catch {
                        logger.error("an answer could not be built", metadata: log(item))
                    }
                }
            }
        }
        relay.tell(answers)
    }

    private func count(_ command: IncomingCommand, _ outcome: CommandOutcome, _ isRepeat: Bool) {
        if isRepeat { metrics.count(.repeats) }
        let result: String
        switch outcome {
        case .done: result = "done"
        case .refused(_, let refusal):
            result = refusal.code.rawValue
            if refusal.code.isKept { metrics.count(.deadLetters, ["reason": refusal.code.rawValue]) }
            logger.info(
                "refused",
                metadata: [
                    "message_id": "\(command.messageID)", "type": "\(command.type.rawValue)",
                    "actor": "\(command.actor)", "code": "\(refusal.code.rawValue)", "detail": "\(refusal.detail)",
                ])
        }
        metrics.count(.commands, ["type": command.type.rawValue, "result": result])
    }

    private func answer(_ reply: ReplyAddress, _ answer: Answer) {
        guard let publishing = try? reply.publishing(answer) else { return }
        relay.tell([publishing])
    }

    /// `channel.save` is answered when the channel's queue takes commands.
    private func answerWhenDeclared(_ command: IncomingCommand, _ outcome: CommandOutcome) {
        guard case .control(.saveChannel(let channel)) = command.command,
            let answer = try? answering.answer(to: command, outcome)
        else { return }
        let publishing = command.reply.flatMap { try? $0.publishing(answer) }
        Task { [relay, logger] in
            do {
                try await relay.declare(channel.channel)
                if let publishing { relay.tell([publishing]) }
            } catch {
                logger.warning(
                    "the queue of a channel could not be made",
                    metadata: ["channel": "\(channel.channel)", "error": "\(error)"])
            }
        }
    }

    private func log(_ item: BatchWork.Item) -> Logger.Metadata {
        [
            "message_id": "\(item.delivery.properties.messageID ?? "")", "queue": "\(item.delivery.queue)",
            "type": "\(item.delivery.properties.type ?? "")",
        ]
    }

    // MARK: - Time

    /// Renews the lease, sees who else is there, takes over what the dead left, and looks at the queues.
    private func renew(_ now: Timestamp) {
        do throws(StoreError) {
            if worker.isEmpty { try register(now) }
            var standing = try stand(now)
            if !standing.isAlive {
                logger.warning(
                    "the lease was over; the worker goes on as a new incarnation", metadata: ["worker": "\(worker)"])
                try register(now)
                standing = try stand(now)
            }
            workers = standing.workers
            if !standing.adopted.isEmpty {
                metrics.count(.adopted, by: standing.adopted.count)
                logger.notice(
                    "took over what a dead worker had not published", metadata: ["entries": "\(standing.adopted.count)"]
                )
                relay.publish(standing.adopted)
            }
            metrics.set(.outboxOldest, standing.oldestUnpublished.map { Double((now - $0).milliseconds) / 1000 } ?? 0)
            retired = Set(try store.retiredChannels())
            status.set(.store, nil)
        } catch {
            metrics.count(.storeFailures, ["code": "\(error.code)"])
            status.set(.store, "\(error)")
            logger.error("the lease could not be renewed", metadata: ["error": "\(error)"])
            return
        }
        look(now)
    }

    private func stand(_ now: Timestamp) throws(StoreError) -> Standing {
        var subscribed: [String: Timestamp] = [:]
        var heard: [String] = []
        for (queue, subscription) in subscriptions {
            subscribed[queue.name] = subscription.consumingSince
            if subscription.isHearing { heard.append(queue.name) }
        }
        return try store.renew(
            worker: worker, lease: configuration.lease, subscribed: subscribed, heard: heard, at: now)
    }

    /// Begins a new incarnation. The store is written, so it works.
    private func register(_ now: Timestamp) throws(StoreError) {
        let name = "\(configuration.name).\(String(UInt64.random(in: .min ... .max), radix: 36))"
        try store.register(worker: name, name: configuration.name, lease: configuration.lease, at: now)
        worker = name
        logger[metadataKey: "worker"] = "\(name)"
        logger.notice("the worker has its lease")
        status.begin()
    }

    /// All queues that there is work on: control, the channels, and deleted channels' until they are worked off.
    private var queues: Set<WorkQueue> {
        Set(view.registry.channels.keys.map(WorkQueue.channel)).union(retired.map(WorkQueue.channel)).union([.control])
    }

    private func isPreferred(_ queue: WorkQueue) -> Bool {
        !worker.isEmpty && Rendezvous.ranking(of: workers.map(\.worker), for: queue).first == worker
    }

    /// Subscribes to what this worker should consume, gives up what it should not.
    private func look(_ now: Timestamp) {
        // Without knowing the channels nothing is given up.
        guard refreshRegistry(now) else { return }
        guard relay.isDeclared else { return }
        if strays == nil {
            let subscription = subscription(Queue.unroutable) {
                try await $0.declareQueue(Queue.unroutable, passive: true)
            }
            strays = subscription
            subscription.start()
        }
        let wanted = queues
        for (queue, _) in subscriptions where !wanted.contains(queue) { giveUp(queue) }
        for queue in wanted.sorted() {
            let ranking = Rendezvous.ranking(of: workers.map(\.worker), for: queue)
            var subscribed: [String: Timestamp] = [:]
            for other in workers where other.worker != worker {
                subscribed[other.worker] = other.subscribed[queue.name]
            }
            subscribed[worker] = subscriptions[queue].map { $0.consumingSince ?? now }
            if let preferred = ranking.first, subscribed[preferred] == nil {
                waitingSince[queue] = waitingSince[queue] ?? now
            } else {
                waitingSince[queue] = nil
            }
            let step = OwnershipPlan.step(
                of: worker, ranking: ranking, subscribed: subscribed, waitingSince: waitingSince[queue] ?? now, at: now)
            switch step {
            case .keep:
                break
            case .subscribe:
                if !closing.contains(queue) { subscribe(to: queue) }
            case .handOver:
                metrics.count(.handOvers)
                logger.notice("hands over", metadata: ["queue": "\(queue)", "to": "\(ranking.first ?? "")"])
                giveUp(queue)
            }
            if ranking.first == worker, let subscription = subscriptions[queue] {
                probe(queue, subscription, now)
                if case .channel(let channel) = queue, retired.contains(channel) { retire(channel, subscription) }
            }
        }
        status.set(
            .subscriptions,
            subscriptions.isEmpty
                || subscriptions.values.contains { $0.consumingSince == nil }
                    && !subscriptions.values.contains { $0.consumingSince != nil }
                ? "no queue is consumed" : nil)
        status.set(
            .broker, relay.isOpen ? nil : relay.isBlocked ? "the broker is blocked" : "no connection to the broker")
    }

    /// Looks whether channels came or went: a transaction that changes nothing refreshes the view.
    ///
    /// - Returns: whether the store could tell.
    private func refreshRegistry(_ now: Timestamp) -> Bool {
        do throws(StoreError) {
            _ = try store.transaction(view, worker: worker, at: now) { _ in }
            return true
        } catch {
            status.set(.store, "\(error)")
            return false
        }
    }

    private func subscribe(to queue: WorkQueue) {
        let subscription = subscription(queue.name) { [store, relay] connection in
            do throws(AMQPError) {
                _ = try await connection.declareQueue(queue.name, passive: true)
            } catch {
                guard error.code == .notFound else { throw error }
                // It is made on the relay's connection; this one is closed by the error and comes again.
                switch queue {
                case .control: try await relay.declare()
                case .channel(let channel) where try store.hasChannel(channel): try await relay.declare(channel)
                // The queue of a deleted channel is worked off while it is there, and never made again.
                case .channel(let channel): try store.retire(channel)
                }
                throw error
            }
        }
        subscriptions[queue] = subscription
        subscription.start()
    }

    private func subscription(
        _ name: String, declare: @escaping @Sendable (Connection) async throws -> Void
    ) -> Subscription {
        Subscription(
            name, configuration.broker, on: consumers, into: buffer, prefetch: configuration.prefetch, metrics: metrics,
            logger: logger, declare: declare)
    }

    /// Hands a queue over: what is in hand is committed and acknowledged, closing the connection gives back the rest in
    /// order.
    private func giveUp(_ queue: WorkQueue) {
        guard let subscription = subscriptions.removeValue(forKey: queue) else { return }
        if case .channel(let channel) = queue { view.forget(channel) }
        closing.begin(queue)
        Task { [closing] in
            await subscription.close()
            closing.end(queue)
        }
    }

    /// Asks whether this worker hears the queue, until it does.
    private func probe(_ queue: WorkQueue, _ subscription: Subscription, _ now: Timestamp) {
        guard let name = subscription.probe(at: now) else { return }
        relay.tell([Self.probe(queue.name, name, login: configuration.broker.user)])
    }

    private static func probe(_ queue: String, _ name: String, login: String) -> Publishing {
        Publishing(
            exchange: "", routingKey: queue,
            properties: Properties(deliveryMode: .persistent, messageID: Intake.probePrefix + name, userID: login),
            body: Answer.nothing)
    }

    /// Works off the queue of a deleted channel: nothing more comes in, and a probe tells when all is read. Asked anew
    /// with each look, until it came back.
    private func retire(_ channel: ChannelHandle, _ subscription: Subscription) {
        guard subscription.isHearing else { return }
        let probe = Self.probe(Queue.channel(channel), Self.lastProbe, login: configuration.broker.user)
        Task { [relay, logger] in
            do {
                try await relay.unbind(channel)
                relay.tell([probe])
            } catch {
                logger.warning(
                    "a deleted channel's queue still gets commands",
                    metadata: ["channel": "\(channel)", "error": "\(error)"])
            }
        }
    }

    private static let lastProbe = "last"

    /// All that was in a deleted channel's queue is worked off: it goes.
    private func finishRetiring(_ channel: ChannelHandle) {
        let queue = WorkQueue.channel(channel)
        guard let subscription = subscriptions.removeValue(forKey: queue) else { return }
        view.forget(channel)
        retired.remove(channel)
        // Nobody subscribes to it again before it is gone, and the store knows that.
        closing.begin(queue)
        Task { [store, relay, closing, logger] in
            await subscription.close()
            do {
                try await relay.delete(channel)
                try store.retire(channel)
                logger.notice("the queue of a deleted channel is gone", metadata: ["channel": "\(channel)"])
            } catch {
                logger.warning(
                    "a queue could not be deleted", metadata: ["channel": "\(channel)", "error": "\(error)"])
            }
            closing.end(queue)
        }
    }

    /// Fires what is due: channels' timers by their preferred worker, the rest by that of the control queue.
    private func fireTimers(_ now: Timestamp) {
        do throws(StoreError) {
            let due = try store.dueTimers(at: now)
            guard !due.isEmpty else { return }
            let hearing = try store.hearing(at: now, lease: configuration.lease)
            let mine = due.filter { timer in
                guard isPreferred(timer.channel.map(WorkQueue.channel) ?? .control) else { return false }
                guard let silence = timer.silence else { return true }
                // Nobody is silent while nobody listened: not on his channel, not on the control queue.
                let queues = [Queue.control] + (timer.channel.map { [Queue.channel($0)] } ?? [])
                return queues.allSatisfy { queue in hearing[queue].map { $0 + silence <= now } ?? false }
            }
            var rest = mine[...]
            while !rest.isEmpty, !status.isStopping {
                let some = rest.prefix(100)
                rest = rest.dropFirst(100)
                let committed = try persistently { () throws(StoreError) in
                    try self.store.transaction(self.view, worker: self.worker, at: WallClock.now()) {
                        transaction throws(StoreError) in
                        var fired: [Timer] = []
                        for timer in some where try transaction.fire(timer) { fired.append(timer) }
                        return fired
                    }
                }
                for timer in committed.value { metrics.count(.timers, ["kind": timer.kind.rawValue]) }
                told(committed)
            }
        } catch {
            logger.error("timers could not be fired", metadata: ["error": "\(error)"])
        }
    }

    /// Forgets what the broker confirmed, when no batch came along to do it.
    private func forgetConfirmed(_ now: Timestamp) {
        let confirmed = relay.takeConfirmed()
        guard !confirmed.isEmpty, !worker.isEmpty else {
            relay.putBack(confirmed: confirmed)
            return
        }
        do throws(StoreError) {
            _ = try store.transaction(view, worker: worker, at: now) { transaction throws(StoreError) in
                try transaction.forget(outbox: confirmed)
            }
        } catch {
            relay.putBack(confirmed: confirmed)
        }
    }

    private func purge(_ now: Timestamp) {
        do throws(StoreError) {
            _ = try store.purgeCommands(slice: purgeSlice, at: now)
            purgeSlice &+= 1
        } catch {
            logger.warning("old commands could not be forgotten", metadata: ["error": "\(error)"])
        }
    }

    private func setGauges(_ now: Timestamp) {
        notices.tidy(at: now)
        metrics.set(.up, status.isReady ? 1 : 0)
        metrics.set(.outboxMessages, Double(relay.backlog.count))
        metrics.set(.blocked, relay.isBlocked ? 1 : 0)
        metrics.set(.subscriptions, Double(subscriptions.count))
        metrics.set(.workers, Double(workers.count))
        var sessions: [(labels: KeyValuePairs<String, String>, value: Double)] = []
        var oldest: [(labels: KeyValuePairs<String, String>, value: Double)] = []
        for queue in subscriptions.keys.sorted() where isPreferred(queue) {
            guard case .channel(let channel) = queue, let desk = view.desk(channel) else { continue }
            let counts = Dictionary(grouping: desk.sessions.values, by: \.status).mapValues(\.count)
            for (status, count) in counts.sorted(by: { $0.key.code < $1.key.code }) {
                sessions.append((["channel": channel.text, "status": status.rawValue], Double(count)))
            }
            let since = desk.queue.map(\.since).min()
            oldest.append((["channel": channel.text], since.map { Double((now - $0).milliseconds) / 1000 } ?? 0))
        }
        metrics.set(.sessions, sessions)
        metrics.set(.queueOldest, oldest)
    }

    // MARK: - The end

    /// Goes in good order: the batch in hand is done; what is committed is published as far as the limit allows, the
    /// rest stays in the outbox; closing the connections gives the queues to the others.
    private func drain() {
        logger.notice("the worker drains")
        let deadline = WallClock.now() + configuration.drainLimit
        while relay.backlog.count > 0, relay.isOpen, WallClock.now() < deadline { usleep(5_000) }
        forgetConfirmed(WallClock.now())
        let open = Array(subscriptions.values) + (strays.map { [$0] } ?? [])
        subscriptions = [:]
        strays = nil
        do throws(StoreError) {
            if !worker.isEmpty { try store.release(worker: worker) }
            try store.checkpoint()
        } catch {
            logger.warning("the lease could not be given back", metadata: ["error": "\(error)"])
        }
        status.finish { [consumers] in
            await withTaskGroup(of: Void.self) { group in
                for subscription in open { group.addTask { await subscription.close() } }
            }
            consumers.stop()
        }
    }
}
