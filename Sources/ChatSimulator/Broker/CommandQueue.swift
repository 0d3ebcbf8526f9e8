import AMQP
import ChatContract

/// A queue with a single active consumer: who came first is served, in order; what is not acknowledged when his
/// connection ends comes back in order, and the next one is served.
final class CommandQueue {
    struct Message {
        let publishing: Publishing
        let arrivedAt: Timestamp
        var returns = 0
        var wasDelivered = false
    }

    let name: String
    private let engine: Engine
    private var ready: [Message] = []
    private var consumers: [ConsumerConnection] = []
    /// Whether the second consumer gets copies too: a broker that believes in two active ones.
    var isDoubled = false

    /// Looks at what somebody says he is done with.
    private let onDone: (Publishing) -> Void

    private static let prefetch = 30

    init(_ name: String, _ engine: Engine, onDone: @escaping (Publishing) -> Void) {
        self.name = name
        self.onDone = onDone
        self.engine = engine
    }

    /// How many messages are not done.
    var count: Int { ready.count + consumers.reduce(0) { $0 + $1.unacknowledged.count } }

    /// All that nobody has acknowledged, oldest first.
    var open: [Message] { consumers.flatMap { $0.unacknowledged.map(\.message) } + ready }

    var active: ConsumerConnection? { consumers.first }
    var hasStandby: Bool { consumers.count > 1 }

    func publish(_ publishing: Publishing) {
        ready.append(Message(publishing: publishing, arrivedAt: engine.now))
        dispatch()
    }

    func add(_ consumer: ConsumerConnection) {
        consumers.append(consumer)
        dispatch()
    }

    /// A connection ended, as the broker sees it.
    func remove(_ consumer: ConsumerConnection) {
        guard let index = consumers.firstIndex(where: { $0 === consumer }) else { return }
        consumers.remove(at: index)
        let returned = consumer.unacknowledged.map { _, message in
            var message = message
            message.returns += 1
            message.wasDelivered = true
            return message
        }
        consumer.unacknowledged = []
        ready.insert(contentsOf: returned, at: 0)
        dispatch()
    }

    func acknowledge(through tag: UInt64, by consumer: ConsumerConnection) {
        guard consumers.contains(where: { $0 === consumer }) else { return }
        for (number, message) in consumer.unacknowledged where number <= tag { onDone(message.publishing) }
        consumer.unacknowledged.removeAll { $0.tag <= tag }
        dispatch()
    }

    private func dispatch() {
        guard let active, !ready.isEmpty else { return }
        let room = min(Self.prefetch - active.unacknowledged.count, ready.count)
        guard room > 0 else { return }
        let messages = Array(ready[..<room])
        ready.removeFirst(room)
        active.deliver(messages)
        if isDoubled, consumers.count > 1 { consumers[1].deliverCopies(messages) }
    }
}
