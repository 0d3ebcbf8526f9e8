import AMQP
import ChatContract
import ChatStore
import ChatWorker

/// What the loop touches.
extension SimulatedProcess: Surroundings {
    func now() -> Timestamp { engine.wallClock }
    func seconds() -> Double { Double(engine.now.milliseconds) / 1000 }

    func pause(_ span: Span) {
        if engine.mayStandStill { engine.standStill(for: span) }
    }

    func newIncarnation(of name: String) -> String {
        incarnations += 1
        return "\(name).\(number).\(incarnations)"
    }

    func listening() -> (subscribed: [String: Timestamp], heard: [String]) {
        var subscribed: [String: Timestamp] = [:]
        var heard: [String] = []
        for queue in subscriptions.keys.sorted() {
            subscribed[queue.name] = subscriptions[queue]?.since
            if subscriptions[queue]?.isHearing == true { heard.append(queue.name) }
        }
        return (subscribed, heard)
    }

    func doubtHearing() {
        for subscription in subscriptions.values { subscription.doubtHearing() }
    }

    func hear(_ probe: String, from queue: WorkQueue) { subscriptions[queue]?.hear(probe) }
    func note(retired channels: Set<ChannelHandle>) { retired = channels }

    func acknowledge(_ items: [WorkItem<SimulatedDelivery>]) {
        do throws(StoreError) { try reach(.acknowledge) } catch { return }
        var connections: [ConsumerConnection] = []
        for item in items where !connections.contains(where: { $0 === item.delivery.connection }) {
            connections.append(item.delivery.connection)
        }
        for connection in connections {
            let tag = items.reduce(0) { $1.delivery.connection === connection ? max($0, $1.delivery.tag) : $0 }
            connection.acknowledge(through: tag)
        }
    }

    func declare(_ channel: ChannelHandle, then answer: Publishing?) {
        broker.declare(Queue.channel(channel))
        if let answer { publisher.tell([answer]) }
    }

    /// The simulated broker keeps dead letters for nobody to see.
    func settle(_ order: DeadLetterOrder, isRepeat: Bool, then reply: ReplyAddress?) {}

    func note(_ inputs: @autoclosure () -> DecisionInputs<SimulatedDelivery>, at now: Timestamp) {
        watch.note(StoreWatch.Inputs(inputs: inputs(), at: now))
    }

    // MARK: - Sabotage

    /// Tells of an event that is not committed.
    func tellFirst(_ values: [SQLValue]) {
        let body = values.lazy.compactMap { if case .utf8(let body) = $0 { body } else { nil } }.first
        guard let body, let event = try? WireJSON.decode(Event.self, from: body) else { return }
        broker.route(
            Publishing(
                exchange: Exchange.events,
                routingKey: RoutingKey.event(event.type, channel: event.channel, session: event.session),
                properties: Properties(deliveryMode: .persistent, messageID: event.messageID), body: body))
    }
}
