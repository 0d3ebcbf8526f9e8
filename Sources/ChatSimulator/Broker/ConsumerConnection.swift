import AMQP
import ChatContract

/// A worker's connection that consumes one queue.
final class ConsumerConnection {
    let queue: CommandQueue
    private let engine: Engine
    /// Where deliveries arrive; gone when the worker knows that the connection is.
    private var receive: (([SimulatedDelivery]) -> Void)?
    private(set) var isOpen = true
    /// What the broker has not seen acknowledged.
    var unacknowledged: [(tag: UInt64, message: CommandQueue.Message)] = []
    private var lastTag: UInt64 = 0
    private var lastArrival: Timestamp

    init(_ queue: CommandQueue, _ engine: Engine, receive: @escaping ([SimulatedDelivery]) -> Void) {
        self.queue = queue
        self.engine = engine
        self.receive = receive
        lastArrival = engine.now
        queue.add(self)
    }

    /// The connection ends for both; what was on its way is lost.
    func close() {
        receive = nil
        guard isOpen else { return }
        isOpen = false
        queue.remove(self)
    }

    /// The connection ends for the broker; the worker still believes in it.
    func breakAtBroker() {
        guard isOpen else { return }
        isOpen = false
        queue.remove(self)
    }

    func acknowledge(through tag: UInt64) {
        engine.scheduler.after(engine.random.span(0...8)) { [self] in
            acknowledgeAtOnce(through: tag)
        }
    }

    /// What is acknowledged arrives without delay.
    func acknowledgeAtOnce(through tag: UInt64) {
        if isOpen { queue.acknowledge(through: tag, by: self) }
    }

    func deliver(_ messages: [CommandQueue.Message]) {
        arrive(
            messages.map { message in
                lastTag += 1
                unacknowledged.append((lastTag, message))
                return delivery(message, lastTag)
            })
    }

    func deliverCopies(_ messages: [CommandQueue.Message]) { arrive(messages.map { delivery($0, 0) }) }

    private func arrive(_ deliveries: [SimulatedDelivery]) {
        lastArrival = max(lastArrival, engine.now + engine.random.span(0...12))
        engine.scheduler.at(lastArrival) { [self] in receive?(deliveries) }
    }

    private func delivery(_ message: CommandQueue.Message, _ tag: UInt64) -> SimulatedDelivery {
        var properties = message.publishing.properties
        if message.returns > 0 { properties.headers.append("x-delivery-count", .int64(Int64(message.returns))) }
        return SimulatedDelivery(
            queue: queue.name, routingKey: message.publishing.routingKey, redelivered: message.wasDelivered,
            properties: properties, body: message.publishing.body, connection: self, tag: tag)
    }
}
