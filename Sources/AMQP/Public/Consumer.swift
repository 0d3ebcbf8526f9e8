/// A subscription to a queue.
///
/// It ends when it is cancelled, by this side or by the broker, and when its connection is gone.
public final class Consumer: Sendable {
    public let connection: Connection
    public let consumerTag: String
    /// The queue, as it was named in ``Connection/consume(_:tag:prefetch:noAcknowledgement:exclusive:noLocal:arguments:into:)``.
    public let queue: String
    /// Where its deliveries go.
    public let buffer: DeliveryBuffer
    /// Why it ended; `.some(nil)` if this side cancelled it.
    private let over = OnceValue<AMQPError?>()

    init(connection: Connection, consumerTag: String, queue: String, buffer: DeliveryBuffer) {
        self.connection = connection
        self.consumerTag = consumerTag
        self.queue = queue
        self.buffer = buffer
    }

    /// Whether deliveries may still come.
    public var isActive: Bool { self.over.value == nil }

    /// Calls the handler once when the consumer has ended, on the loop; at once if it has. Without an error this side
    /// cancelled it.
    public func onEnd(_ handler: @escaping @Sendable (AMQPError?) -> Void) {
        self.over.observe(handler)
    }

    /// What has arrived, again and again, never waiting to fill a batch.
    ///
    /// For a consumer with a buffer of its own; from a shared buffer others' deliveries would come as well.
    /// The sequence ends when this side cancels the consumer and all that arrived is taken; it throws the
    /// ``AMQPError`` if the broker cancels it or the connection is lost.
    public func batches(atMost limit: Int = .max) -> Batches {
        Batches(consumer: self, limit: limit)
    }

    /// What has arrived, one by one; see ``batches(atMost:)``.
    public var deliveries: Deliveries { Deliveries(batches: self.batches()) }

    /// Ends the subscription (`basic.cancel`) and waits for the broker's answer.
    ///
    /// Deliveries that arrived can still be taken and acknowledged. To hand a queue over in order do not cancel, but
    /// close the connection: cancelling lets the next consumer begin while this one still holds messages.
    public func cancel() async {
        guard self.isActive else { return }
        let consumerTag = self.consumerTag
        let reply = try? await self.connection.request(.basicCancel, awaiting: .basicCancelOk) {
            $0.put(short: consumerTag)
            $0.put(bits: false)
        }
        guard reply != nil else { return } // the connection is gone, and has ended the consumer
        let answer = Answer<Void>()
        let isPosted = self.connection.post { engine in
            engine.removeConsumer(consumerTag)?.end(nil)
            answer.give(())
        }
        if isPosted { await answer.value() }
    }

    func end(_ error: AMQPError?) {
        if self.over.set(error) { self.buffer.wake() }
    }

    /// Deliveries in batches.
    public struct Batches: AsyncSequence, Sendable {
        public typealias Element = [Delivery]
        public typealias Failure = AMQPError

        let consumer: Consumer
        let limit: Int

        public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
            let consumer: Consumer
            let limit: Int

            public func next(isolation actor: isolated (any Actor)? = #isolation) async throws(AMQPError) -> [Delivery]?
            {
                while !Task.isCancelled {
                    if let end = self.consumer.over.value, self.consumer.buffer.count == 0 {
                        if let error = end { throw error }
                        return nil
                    }
                    let batch = await self.consumer.buffer.take(atMost: self.limit)
                    if !batch.isEmpty { return batch }
                }
                return nil
            }
        }

        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(consumer: self.consumer, limit: self.limit)
        }
    }

    /// Deliveries one by one.
    public struct Deliveries: AsyncSequence, Sendable {
        public typealias Element = Delivery
        public typealias Failure = AMQPError

        let batches: Batches

        public struct AsyncIterator: AsyncIteratorProtocol {
            var batches: Batches.AsyncIterator
            var batch: [Delivery] = []
            var index = 0

            public mutating func next(
                isolation actor: isolated (any Actor)?
            ) async throws(AMQPError) -> Delivery? {
                if self.index == self.batch.count {
                    guard let batch = try await self.batches.next(isolation: actor) else { return nil }
                    self.batch = batch
                    self.index = 0
                }
                defer { self.index += 1 }
                return self.batch[self.index]
            }
        }

        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(batches: self.batches.makeAsyncIterator())
        }
    }
}
