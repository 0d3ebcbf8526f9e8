import AMQP
import ChatContract

/// A queue of one reader's own: what is published while he is away is not in it.
final class ReaderQueue {
    /// The beginnings of the routing keys that it takes, each of two parts.
    var bindings: Set<String>
    var isOpen = true
    private let engine: Engine
    private let receive: (Publishing) -> Void
    private var lastArrival: Timestamp
    private var generation = 0

    init(_ bindings: Set<String>, _ engine: Engine, receive: @escaping (Publishing) -> Void) {
        self.bindings = bindings
        self.engine = engine
        self.receive = receive
        lastArrival = engine.now
    }

    /// The reader's connection ends: what was on its way is lost.
    func close() {
        isOpen = false
        generation += 1
    }

    func open() { isOpen = true }

    func take(_ publishing: Publishing) {
        guard isOpen else { return }
        let generation = generation
        var arrival = max(lastArrival, engine.now + engine.random.span(0...15))
        // Order on the wire is usual, and must not be relied on.
        if engine.isStormy, engine.random.oneIn(60) {
            arrival = arrival + engine.random.span(1...900)
        } else {
            lastArrival = arrival
        }
        engine.scheduler.at(arrival) { [self] in
            if generation == self.generation { receive(publishing) }
        }
    }
}
