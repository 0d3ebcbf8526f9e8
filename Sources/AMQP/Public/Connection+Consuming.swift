extension Connection {
    /// Fetches one message, if there is one (`basic.get`). For a stream of messages use ``consume(_:tag:prefetch:noAcknowledgement:exclusive:noLocal:arguments:into:)``.
    ///
    /// - Throws: `notFound` if the queue is not there.
    public func get(_ queue: String, noAcknowledgement: Bool = false) async throws(AMQPError) -> Delivery? {
        let reply = try await self.request(.basicGet, awaiting: .basicGetOk, .basicGetEmpty) {
            $0.put(UInt16(0))
            $0.put(short: queue)
            $0.put(bits: noAcknowledgement)
        }
        guard case .message(let content) = reply, case .get(let method) = content.method else { return nil }
        return Delivery(
            tag: DeliveryTag(connection: self.id, value: method.tag), queue: queue, consumerTag: "",
            redelivered: method.redelivered, exchange: method.exchange, routingKey: method.routingKey,
            properties: content.properties, body: content.body, connection: self)
    }

    /// Subscribes to a queue (`basic.qos`, `basic.consume`).
    ///
    /// - Parameters:
    ///   - tag: A name for the consumer on this connection; empty for one that the broker makes up.
    ///   - prefetch: How many messages may be out unacknowledged; 0 for no limit. It is the only bound of the buffer.
    ///   - noAcknowledgement: Whether the broker takes a message as acknowledged when it has sent it.
    ///   - exclusive: Whether nobody else may consume from the queue.
    ///   - buffer: Where deliveries go; `nil` for a buffer of the consumer's own. One buffer may serve many consumers
    ///     of many connections.
    /// - Throws: `notFound` if the queue is not there, `accessRefused` if it may not be read or is exclusive.
    public func consume(
        _ queue: String, tag: String = "", prefetch: UInt16, noAcknowledgement: Bool = false, exclusive: Bool = false,
        noLocal: Bool = false, arguments: Table = [:], into buffer: DeliveryBuffer? = nil
    ) async throws(AMQPError) -> Consumer {
        let buffer = buffer ?? DeliveryBuffer()
        let answer = Answer<Result<Consumer, AMQPError>>()
        let isPosted = self.post { engine in
            // Requests that follow each other need not wait for each other: the broker works in order.
            engine.request(.basicQos, awaiting: [.basicQosOk]) {
                $0.put(UInt32(0))
                $0.put(prefetch)
                $0.put(bits: false)
            } waiter: { _ in
            }
            engine.request(.basicConsume, awaiting: [.basicConsumeOk]) {
                $0.put(UInt16(0))
                $0.put(short: queue)
                $0.put(short: tag)
                $0.put(bits: noLocal, noAcknowledgement, exclusive, false)
                $0.put(arguments)
            } waiter: { result in
                switch result {
                case .success(.consumerTag(let consumerTag)):
                    let consumer = Consumer(
                        connection: self, consumerTag: consumerTag, queue: queue, buffer: buffer)
                    // On the loop, so before the first delivery is read.
                    engine.addConsumer(consumer)
                    answer.give(.success(consumer))
                case .success: answer.give(.failure(AMQPError(.protocolViolation)))
                case .failure(let error): answer.give(.failure(error))
                }
            }
        }
        guard isPosted else { throw AMQPError(.closedLocally) }
        return try await answer.value().get()
    }

    /// Tells the broker that a delivery is dealt with (`basic.ack`). Does not wait.
    ///
    /// A tag of another connection is ignored: its broker has taken the message back.
    ///
    /// - Parameter multiple: Also all earlier deliveries of this connection that are not acknowledged yet.
    public func acknowledge(_ tag: DeliveryTag, multiple: Bool = false) {
        guard tag.connection == self.id else { return }
        self.post { $0.acknowledge(tag.value, multiple: multiple) }
    }

    /// Gives a delivery back or throws it away (`basic.reject`, with `multiple` `basic.nack`). Does not wait.
    ///
    /// - Parameters:
    ///   - multiple: Also all earlier deliveries of this connection that are not acknowledged yet.
    ///   - requeue: Whether it goes back to the queue, mostly to its end; otherwise it is dropped or dead-lettered.
    public func reject(_ tag: DeliveryTag, multiple: Bool = false, requeue: Bool) {
        guard tag.connection == self.id else { return }
        self.post { $0.reject(tag.value, multiple: multiple, requeue: requeue) }
    }
}
