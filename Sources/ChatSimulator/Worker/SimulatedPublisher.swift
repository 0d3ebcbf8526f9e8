import AMQP
import ChatContract
import ChatStore
import ChatWorker

/// A worker's connection for publishing: the real bookkeeping over a simulated wire.
final class SimulatedPublisher: OutboxPublisher {
    /// Messages that are on their way together.
    private final class Batch {
        let messages: [Publishing]
        /// The outbox entry of each; none where no confirmation is wanted.
        let owners: [Int64]?
        var isGone = false

        init(_ messages: [Publishing], _ owners: [Int64]?) {
            self.messages = messages
            self.owners = owners
        }
    }

    private let engine: Engine
    private let broker: SimulatedBroker
    private let login: String
    private var entries = UnconfirmedEntries()
    private(set) var isOpen = false
    private var connection = 0
    private var onTheWay: [Batch] = []
    private var lastArrival: Timestamp
    private let sabotage: Sabotage?

    init(_ engine: Engine, _ broker: SimulatedBroker, login: String) {
        self.engine = engine
        self.broker = broker
        self.login = login
        lastArrival = engine.now
        sabotage = engine.options.sabotage
    }

    // MARK: - The connection

    func open() {
        guard !isOpen else { return }
        isOpen = true
        connection += 1
        let again = entries.begin()
        if sabotage == .noRepublishing, connection > 1 { return }
        send(again)
    }

    /// The connection is lost: some of what is on its way has arrived, the rest never will.
    func lose() {
        guard isOpen else { return }
        isOpen = false
        connection += 1
        var hasArrived = true
        for batch in onTheWay where !batch.isGone {
            batch.isGone = true
            let count = hasArrived ? engine.random.number(0...batch.messages.count) : 0
            hasArrived = count == batch.messages.count
            for message in batch.messages.prefix(count) { broker.route(message) }
        }
        onTheWay = []
    }

    private func send(_ entries: [OutboxEntry]) {
        guard isOpen, !entries.isEmpty else { return }
        var owners: [Int64] = []
        var messages: [Publishing] = []
        for entry in entries {
            for message in entry.messages {
                owners.append(entry.id)
                messages.append(Publishing(message, login: login))
            }
        }
        ship(Batch(messages, owners))
        if sabotage == .sentIsConfirmed { self.entries.settle(owners, of: self.entries.generation) }
    }

    private func ship(_ batch: Batch) {
        onTheWay.append(batch)
        lastArrival = max(lastArrival, engine.now + engine.random.span(0...15))
        let generation = entries.generation
        engine.scheduler.at(lastArrival) { [self] in
            guard !batch.isGone else { return }
            batch.isGone = true
            onTheWay.removeAll { $0 === batch }
            take(batch, generation)
        }
    }

    private func take(_ batch: Batch, _ generation: Int) {
        guard let owners = batch.owners else {
            for message in batch.messages { broker.route(message) }
            return
        }
        var taken: [Int64] = []
        var refused: [Int64] = []
        for (message, owner) in zip(batch.messages, owners) {
            if broker.isFull, engine.random.oneIn(2) {
                refused.append(owner)
            } else {
                broker.route(message)
                taken.append(owner)
            }
        }
        // The broker says so late, in pieces, and to nobody when the connection is gone.
        let slow = engine.isStormy && engine.random.oneIn(8)
        let connection = connection
        func later(_ ids: [Int64], _ tell: @escaping ([Int64]) -> Void) {
            guard !ids.isEmpty else { return }
            engine.scheduler.after(engine.random.span(slow ? 200...3000 : 1...40)) { [self] in
                if connection == self.connection { tell(ids) }
            }
        }
        let cut = engine.random.number(0...taken.count)
        later(Array(taken[..<cut])) { [self] in entries.settle($0, of: generation) }
        later(Array(taken[cut...])) { [self] in entries.settle($0, of: generation) }
        later(refused) { [self] in entries.refuse($0, of: generation) }
    }

    // MARK: - What the loop does

    var backlog: (count: Int, oldest: Timestamp?) { entries.backlog }

    func publish(_ added: [OutboxEntry]) {
        guard !added.isEmpty else { return }
        send(entries.add(added))
    }

    func tell(_ messages: [Publishing]) {
        guard isOpen else { return }
        // News that may be lost is not followed.
        let kept = messages.filter { $0.exchange != Exchange.events }
        if !kept.isEmpty { ship(Batch(kept, nil)) }
    }

    func takeConfirmed() -> [Int64] { entries.takeConfirmed() }
    func putBack(confirmed ids: [Int64]) { entries.putBack(confirmed: ids) }
    func retryRefused() { if isOpen { send(entries.retry()) } }
}
