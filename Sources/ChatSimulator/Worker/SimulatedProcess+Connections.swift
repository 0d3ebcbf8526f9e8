import ChatContract
import ChatCore
import ChatStore
import ChatWorker

/// Connections that are made, lost and given up, as the real worker's are.
extension SimulatedProcess {
    func connectPublisher() {
        guard !isDead else { return }
        publisher.open()
    }

    func reconnectPublisher() {
        engine.scheduler.after(engine.random.span(20...1500)) { [weak self] in self?.connectPublisher() }
    }

    func losePublisher() {
        publisher.lose()
        reconnectPublisher()
    }

    /// Connections are lost, sometimes noticed late.
    func loseConsumers() {
        for queue in subscriptions.keys.sorted() where subscriptions[queue]?.connection != nil {
            loseConsumer(of: queue)
        }
    }

    /// The queues that it consumes.
    var consumed: [WorkQueue] { subscriptions.keys.sorted() }

    func loseConsumer(of queue: WorkQueue) {
        guard let subscription = subscriptions[queue], let connection = subscription.connection else { return }
        connection.breakAtBroker()
        engine.scheduler.after(engine.random.span(0...400)) { [weak self] in
            guard let self, !isDead, subscriptions[queue] === subscription else { return }
            subscription.lose()
            buffer.removeAll { $0.connection === connection }
            connect(queue, subscription)
        }
    }

    private func connect(_ queue: WorkQueue, _ subscription: SimulatedSubscription) {
        subscription.attempt += 1
        let attempt = subscription.attempt
        engine.scheduler.after(engine.random.span(5...600)) { [weak self] in
            guard let self, !isDead, subscriptions[queue] === subscription, subscription.attempt == attempt,
                subscription.connection == nil, let source = broker.queues[queue.name]
            else { return }
            subscription.connection = ConsumerConnection(source, engine) { [weak self] in self?.arrive($0) }
            subscription.since = engine.now
        }
    }

    private func arrive(_ deliveries: [SimulatedDelivery]) {
        guard !isDead else { return }
        buffer += deliveries
        wake(in: engine.random.span(0...10))
    }

    func look(_ now: Timestamp) {
        guard let loop, !isDead, !isDraining, loop.refreshRegistry(now), publisher.isOpen else { return }
        let channels = Set(loop.view.registry.channels.keys).union(retired)
        let wanted = Set(channels.map(WorkQueue.channel)).union([.control])
        let moves = ownership.moves(
            of: loop.worker, among: loop.workers, wanted: wanted, mine: subscriptions.mapValues { $0.since ?? now },
            at: now)
        for move in moves {
            switch move {
            case .subscribe(let queue):
                let subscription = SimulatedSubscription()
                subscriptions[queue] = subscription
                connect(queue, subscription)
            case .leave(let queue), .handOver(let queue, _):
                engine.note("\(name) gives up \(queue)")
                giveUp(queue)
            }
        }
        for queue in subscriptions.keys.sorted() where ownership.preferred.contains(queue) {
            let probe = subscriptions[queue]?.nextProbe(at: now) { "\(engine.random.next())" }
            if let probe { publisher.tell([Probe.message(probe, to: queue.name, login: Self.login)]) }
        }
    }

    private func giveUp(_ queue: WorkQueue) {
        guard let subscription = subscriptions.removeValue(forKey: queue) else { return }
        if case .channel(let channel) = queue { loop?.view.forget(channel) }
        let connection = subscription.connection
        subscription.lose()
        if let connection { buffer.removeAll { $0.connection === connection } }
    }
}
