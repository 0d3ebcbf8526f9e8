import AMQP
import ChatContract
import ChatCore
import ChatStore
import Logging

/// The heart of a worker: works off what was taken, answers, publishes, and does what comes with time.
///
/// Knows neither threads nor connections: those are its ``Surroundings``. Belongs to one thread, which alone touches the
/// cached view.
package final class CommandLoop<Around: Surroundings> {
    package typealias Item = WorkItem<Around.Taken>

    let configuration: WorkerConfiguration
    let store: Store
    let around: Around
    let metrics: Metrics
    let status: WorkerStatus
    let answering: Answering
    let work: BatchWork
    var logger: Logger

    package let view: StoreView
    /// The incarnation: what is written is this one's to publish. Empty until the first lease.
    package internal(set) var worker = ""
    package internal(set) var workers: [WorkerLease] = []
    var notices = Notices()
    var clock = Clock()
    /// Who gets events elsewhere, as it was told last; `nil` before the first look.
    var knownWebhooks: WebhookList?

    /// When each thing that comes with time was done last.
    struct Clock {
        var renewal = Timestamp(milliseconds: 0)
        var timers = Timestamp(milliseconds: 0)
        var purge = Timestamp(milliseconds: 0)
        var forgetting = Timestamp(milliseconds: 0)
        var purgeSlice: UInt8 = 0
        /// The store failed, perhaps after a commit had taken effect: then there is something in the outbox of which
        /// nobody knows.
        var isOutboxUncertain = false
    }

    package init(
        _ configuration: WorkerConfiguration, store: Store, view: StoreView, around: Around, metrics: Metrics,
        status: WorkerStatus, logger: Logger
    ) {
        self.configuration = configuration
        self.store = store
        self.view = view
        self.around = around
        self.metrics = metrics
        self.status = status
        self.logger = logger
        answering = Answering(store: store, identifiers: store.identifiers)
        work = BatchWork(
            authority: Authority(trustedPublishers: configuration.trustedPublishers), identifiers: store.identifiers)
    }

    // MARK: - A batch

    /// Whether there is room for more: unconfirmed messages pile up neither in number nor in age.
    package func mayTake(_ now: Timestamp) -> Bool {
        let backlog = around.publisher.backlog
        let isBehind =
            backlog.count > configuration.unconfirmedLimit
            || backlog.oldest.map { now - $0 > configuration.unconfirmedAge } ?? false
        status.set(.unconfirmed, isBehind ? "\(backlog.count) messages wait for the broker's confirmation" : nil)
        return !isBehind
    }

    /// Reads a delivery of a queue.
    package func item(_ delivery: Around.Taken, of queue: WorkQueue?) -> Item {
        if delivery.redelivered { metrics.count(.redeliveries) }
        return Item(
            delivery: delivery, queue: queue, intake: Intake(delivery, from: queue, login: configuration.broker.user))
    }

    /// Works off a batch; what came back before, or fails, is worked alone.
    package func workOff(_ items: [Item]) {
        let suspects = items.filter { $0.delivery.returns >= 2 }
        guard suspects.isEmpty else {
            // Order within a queue is kept: all of the batch goes one by one.
            workOneByOne(items) { $0.delivery.returns >= 2 }
            return
        }
        do throws(StoreError) {
            let answers = try persistently { () throws(StoreError) in try self.commit(items) }
            around.acknowledge(items)
            send(answers)
        } catch {
            guard !status.isStopping, !error.isRetriable else { return }
            logger.warning("a batch failed; its commands are worked alone", metadata: ["error": "\(error)"])
            workOneByOne(items) { _ in true }
        }
    }

    /// Works each alone, and acknowledges those that are done: a worker that stops in the middle leaves the rest.
    private func workOneByOne(_ items: [Item], isSuspect: (Item) -> Bool) {
        let done = items.prefix { workAlone($0, isSuspect: isSuspect($0)) }
        around.acknowledge(Array(done))
    }

    /// What a committed batch leaves to be told.
    struct Told {
        var worked: [Worked]
        var items: [Item]
    }

    /// - Parameter attempts: the name under which failures of this work were counted; they are forgotten with it.
    private func commit(_ items: [Item], forgetting attempts: String? = nil) throws(StoreError) -> Told {
        let started = around.seconds()
        var decided = started
        let confirmed = around.publisher.takeConfirmed()
        let committed: Committed<[Worked]>
        do {
            let now = around.now()
            committed = try store.transaction(view, worker: worker, at: now) { transaction throws(StoreError) in
                try transaction.forget(outbox: confirmed)
                var worked: [Worked] = []
                worked.reserveCapacity(items.count)
                for item in items { worked.append(try work.work(item, in: transaction)) }
                if let attempts { try transaction.forgetAttempts(attempts) }
                around.note(.commands(items), at: now)
                decided = around.seconds()
                return worked
            }
        } catch {
            around.publisher.putBack(confirmed: confirmed)
            throw error
        }
        metrics.observe(.batchSize, Double(items.count))
        metrics.observe(.decideSeconds, decided - started)
        metrics.observe(.commitSeconds, around.seconds() - decided)
        told(committed)
        return Told(worked: committed.value, items: items)
    }

    /// Publishes what a transaction left.
    func told<Value>(_ committed: Committed<Value>) {
        around.publisher.publish(committed.entries)
        if !committed.transients.isEmpty {
            around.publisher.tell(committed.transients.compactMap { Publishing($0) })
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
    private func workAlone(_ item: Item, isSuspect: Bool) -> Bool {
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
                        try self.store.transaction(self.view, worker: self.worker, at: self.around.now()) {
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
    private func park(_ item: Item, _ name: String, error: String, attempts: Int) -> Bool {
        metrics.count(.deadLetters, ["reason": "poison"])
        logger.error("a command is parked", metadata: log(item).merging(["error": "\(error)"]) { $1 })
        do throws(StoreError) {
            let committed = try persistently { () throws(StoreError) in
                try self.store.transaction(self.view, worker: self.worker, at: self.around.now()) {
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
    func persistently<Value>(
        _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        var pause = Span.milliseconds(10)
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
                clock.isOutboxUncertain = true
                guard error.isRetriable, !status.isStopping else { throw error }
                status.set(.store, "\(error)")
                logger.error("the store does not take the batch; it is tried again", metadata: ["error": "\(error)"])
                around.pause(pause)
                pause = min(pause + pause, .seconds(1))
                status.turn(at: around.now())
            }
        }
    }

    // MARK: - Answers

    private func send(_ told: Told) {
        var answers: [Publishing] = []
        for (worked, item) in zip(told.worked, told.items) {
            switch worked {
            case .probe(let name):
                if let queue = item.queue { around.hear(name, from: queue) }
            case .refused(let refusal, let reply):
                metrics.count(.commands, ["type": "-", "result": refusal.code.rawValue])
                if refusal.code.isKept { metrics.count(.deadLetters, ["reason": refusal.code.rawValue]) }
                logger.info("refused", metadata: log(item).merging(["detail": "\(refusal.detail)"]) { $1 })
                if let reply { answer(reply, .refused(status: nil, refusal)) }
            case .answered(let command, let outcome, let isRepeat):
                count(command, outcome, isRepeat)
                if case .control(.saveChannel) = command.command, case .done = outcome {
                    answerWhenDeclared(command, outcome)
                } else if let order = DeadLetterOrder(command.command), case .done = outcome {
                    around.settle(order, isRepeat: isRepeat, then: command.reply)
                } else {
                    guard let reply = command.reply else { continue }
                    do {
                        answers.append(try reply.publishing(try answering.answer(to: command, outcome)))
                    } catch {
                        logger.error("an answer could not be built", metadata: log(item))
                    }
                }
            }
        }
        around.publisher.tell(answers)
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
        around.publisher.tell([publishing])
    }

    /// `channel.save` is answered when the channel's queue takes commands.
    private func answerWhenDeclared(_ command: IncomingCommand, _ outcome: CommandOutcome) {
        guard case .control(.saveChannel(let channel)) = command.command,
            let answer = try? answering.answer(to: command, outcome)
        else { return }
        around.declare(channel.channel, then: command.reply.flatMap { try? $0.publishing(answer) })
    }

    private func log(_ item: Item) -> Logger.Metadata {
        [
            "message_id": "\(item.delivery.properties.messageID ?? "")", "queue": "\(item.delivery.queue)",
            "type": "\(item.delivery.properties.type ?? "")",
        ]
    }
}
