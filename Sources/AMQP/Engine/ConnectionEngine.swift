import Glibc

/// One connection on its loop: reads, dispatches, answers, keeps deadlines, writes.
///
/// `@unchecked Sendable`: after ``ConnectionLoop`` has taken it, everything in here is touched by the loop's thread
/// only; others post jobs to the loop.
final class ConnectionEngine: @unchecked Sendable {
    typealias Waiter = (Result<Reply, AMQPError>) -> Void

    private enum Phase {
        case open
        /// `connection.close` is on its way, and its answer awaited until the deadline.
        case closing(AMQPError, deadline: MonotonicTime)
        case gone(AMQPError)
    }

    /// Work in one turn is limited, so that one busy connection does not starve its neighbours.
    private static let framesPerTurn = 6_000
    private static let bytesPerFlush = 256 * 1024
    private static let flushesPerTurn = 8

    let id: ConnectionID
    let descriptor: Int32
    private let requestTimeout: Duration
    private let watchdog: WriteWatchdog
    private let outbound: OutboundBuffer
    private var library: LibraryConnection?
    /// The engine keeps its connection until it is gone: deliveries point to it.
    private var connection: Connection?
    private var phase = Phase.open
    private var assembler = ContentAssembler()
    private var requests = RequestQueue<Waiter>()
    private var ledger = PublishLedger()
    private var heartbeat: HeartbeatClock
    private var consumers: [String: Consumer] = [:]
    /// The consumer of the last delivery.
    private var recentConsumer: Consumer?
    /// What this turn brought, to be handed over at its end.
    private var arrived: [Delivery] = []
    private var arrivedFor: DeliveryBuffer?
    private var isBlocked = false
    private var isConfirming = false
    private var isReadable = true
    private var isWritable = true

    init(_ library: sending LibraryConnection, id: ConnectionID, requestTimeout: Duration, watchdog: WriteWatchdog) {
        self.id = id
        self.requestTimeout = requestTimeout
        self.watchdog = watchdog
        self.descriptor = library.descriptor
        self.outbound = OutboundBuffer(frameMax: library.frameMax)
        self.heartbeat = HeartbeatClock(seconds: library.heartbeat, now: .now())
        self.library = library
    }

    // MARK: For the loop

    func start(_ connection: Connection) {
        self.connection = connection
    }

    /// Instead of a loop, if there is none that takes it.
    func abandon() {
        self.lose(AMQPError(.closedLocally))
    }

    var isGone: Bool {
        if case .gone = self.phase { true } else { false }
    }

    var hasMore: Bool { self.isReadable || (self.isWritable && self.hasOutput) }

    var events: Int16 { Int16(POLLIN) | (self.isWritable ? 0 : Int16(POLLOUT)) }

    var deadline: MonotonicTime? {
        var deadline = self.heartbeat.deadline
        func consider(_ other: MonotonicTime?) {
            if let other { deadline = min(deadline ?? other, other) }
        }
        consider(self.requests.deadline)
        if case .closing(_, let limit) = self.phase { consider(limit) }
        return deadline
    }

    /// Takes what poll(2) said of the descriptor.
    func ready(_ events: Int16) {
        // An error or a hang-up is found out by reading.
        if events & ~Int16(POLLOUT) != 0 { self.isReadable = true }
        if events & Int16(POLLOUT) != 0 { self.isWritable = true }
    }

    func service(now: MonotonicTime) {
        if self.isReadable { self.read(now) }
        self.handOver()
        self.tell()
        self.expire(now)
        self.write(now)
    }

    private var hasOutput: Bool {
        !self.outbound.isEmpty || (self.ledger.hasUnsent && !self.isBlocked)
    }

    // MARK: Reading

    private func read(_ now: MonotonicTime) {
        guard let library else { return }
        self.heartbeat.received(at: now)
        do throws(AMQPError) {
            for _ in 0..<Self.framesPerTurn {
                guard let frame = try library.nextFrame() else {
                    self.isReadable = false
                    break
                }
                try self.take(frame, now)
                // What was read is copied by now.
                library.releaseBuffers()
                if self.isGone { return }
                if !library.mayHaveMore {
                    self.isReadable = false
                    break
                }
            }
        } catch {
            self.handOver()
            self.lose(error)
        }
    }

    private func take(_ frame: InboundFrame, _ now: MonotonicTime) throws(AMQPError) {
        if case .closing(let error, _) = self.phase {
            switch frame {
            case .connectionCloseOk: self.end(error)
            case .connectionClose:
                self.connectionCloseOk(now)
                self.end(error)
            default: break // the broker may still send what it had begun
            }
            return
        }
        switch frame {
        case .deliver(let method): try self.assembler.begin(.deliver(method))
        case .returned(let method): try self.assembler.begin(.returned(method))
        case .getOk(let method): try self.assembler.begin(.get(method))
        case .getEmpty: try self.answer(.basicGetEmpty, .noMessage)
        case .header(let bodySize, let properties):
            if let content = try self.assembler.header(bodySize: bodySize, properties: properties) {
                try self.take(content)
            }
        case .body(let bytes):
            if let content = try self.assembler.body(bytes) { try self.take(content) }
        case .acknowledged(let tag, let multiple): try self.confirm(tag, multiple, acknowledged: true)
        case .rejected(let tag, let multiple): try self.confirm(tag, multiple, acknowledged: false)
        case .consumerCancelled(let consumerTag, let noWait):
            self.handOver()
            if !noWait {
                self.encode(.basicCancelOk) { $0.put(short: consumerTag) }
            }
            self.removeConsumer(consumerTag)?.end(
                AMQPError(.consumerCancelled, "the broker cancelled the consumer"))
        case .blocked(let reason): self.setBlocked(reason)
        case .unblocked: self.setBlocked(nil)
        case .flow(let active):
            self.encode(.channelFlowOk) { $0.put(bits: active) }
            self.setBlocked(active ? nil : "channel.flow")
        case .channelClose(let replyCode, let replyText):
            self.handOver()
            self.encode(.channelCloseOk) { _ in }
            let error = AMQPError(replyCode: replyCode, replyText: replyText, onChannel: true)
            self.close(error, until: now + min(self.requestTimeout, .seconds(5)))
        case .connectionClose(let replyCode, let replyText):
            self.handOver()
            self.connectionCloseOk(now)
            self.lose(AMQPError(replyCode: replyCode, replyText: replyText, onChannel: false))
        case .reply(let method, let reply): try self.answer(method, reply)
        case .heartbeat: break
        case .connectionCloseOk: throw AMQPError(.protocolViolation, "connection.close-ok without a close")
        case .unexpected(let method):
            throw AMQPError(.protocolViolation, "method \(method.rawValue >> 16).\(method.rawValue & 0xFFFF)")
        }
    }

    private func take(_ content: Content) throws(AMQPError) {
        switch content.method {
        case .deliver(let method):
            guard let consumer = self.consumer(method.consumerTag), let connection else { return }
            if self.arrivedFor !== consumer.buffer {
                self.handOver()
                self.arrivedFor = consumer.buffer
            }
            self.arrived.append(
                Delivery(
                    tag: DeliveryTag(connection: self.id, value: method.tag), queue: consumer.queue,
                    consumerTag: consumer.consumerTag, redelivered: method.redelivered, exchange: method.exchange,
                    routingKey: method.routingKey, properties: content.properties, body: content.body,
                    connection: connection))
        case .returned(let method):
            let message = Return(
                replyCode: method.replyCode, replyText: method.replyText, exchange: method.exchange,
                routingKey: method.routingKey, properties: content.properties, body: content.body)
            if !self.isConfirming || !self.ledger.returned(message) { self.connection?.didReturn(message) }
        case .get:
            try self.answer(.basicGetOk, .message(content))
        }
    }

    private func consumer(_ tag: String) -> Consumer? {
        if let recentConsumer, recentConsumer.consumerTag == tag { return recentConsumer }
        self.recentConsumer = self.consumers[tag]
        return self.recentConsumer
    }

    /// One hand-over a turn, so that whoever waits is woken once and not for each message.
    private func handOver() {
        guard !self.arrived.isEmpty else { return }
        self.arrivedFor?.append(self.arrived)
        self.arrived.removeAll(keepingCapacity: true)
    }

    private func answer(_ method: MethodID, _ reply: Reply) throws(AMQPError) {
        guard let waiter = self.requests.reply(method) else {
            throw AMQPError(.protocolViolation, "an answer that nobody asked for")
        }
        waiter(.success(reply))
    }

    private func confirm(_ tag: UInt64, _ multiple: Bool, acknowledged: Bool) throws(AMQPError) {
        guard self.ledger.confirm(tag: tag, multiple: multiple, acknowledged: acknowledged) else {
            throw AMQPError(.protocolViolation, "a confirm of what was not published")
        }
    }

    private func setBlocked(_ reason: String?) {
        self.isBlocked = reason != nil
        self.connection?.didBlock(reason)
    }

    /// Calls the handlers of what was confirmed.
    private func tell() {
        for notice in self.ledger.takeNotices(lost: self.closeError) { notice() }
    }

    // MARK: Deadlines

    private func expire(_ now: MonotonicTime) {
        if case .closing(let error, let deadline) = self.phase, now >= deadline { self.end(error) }
        guard !self.isGone else { return }
        // A frozen process that goes on finds its deadlines over, though the answers are there: read them first.
        guard !self.isReadable else { return }
        if self.heartbeat.isDead(at: now) {
            self.lose(AMQPError(.timeout, "no sign of life from the broker for two heartbeats"))
        } else if let deadline = self.requests.deadline, now >= deadline {
            // A late answer could not be told from the next request's.
            self.lose(AMQPError(.timeout, "the broker did not answer a request"))
        } else if self.heartbeat.mustSend(at: now) {
            if self.outbound.isEmpty { self.outbound.heartbeat() }
            self.heartbeat.sent(at: now)
        }
    }

    // MARK: Writing

    private func write(_ now: MonotonicTime) {
        guard let library, self.isWritable else { return }
        do throws(AMQPError) {
            for _ in 0..<Self.flushesPerTurn where self.hasOutput {
                self.encodePublishings()
                self.heartbeat.sent(at: now)
                guard try library.write(self.outbound, watchdog: self.watchdog) else {
                    self.isWritable = false
                    break
                }
            }
        } catch {
            // The reason may have been read into the socket before it broke.
            self.read(now)
            self.handOver()
            self.lose(error)
        }
        self.tell()
    }

    private func encodePublishings(upTo limit: Int = bytesPerFlush) {
        guard !self.isBlocked, self.ledger.hasUnsent else { return }
        let outbound = self.outbound
        self.ledger.send(confirmed: self.isConfirming) {
            outbound.count < limit
        } encode: {
            outbound.publish($0, channel: LibraryConnection.channel)
        }
    }

    @discardableResult
    private func encode(
        _ method: MethodID, channel: UInt16 = LibraryConnection.channel, _ arguments: (OutboundBuffer) -> Void
    ) -> Bool {
        let outbound = self.outbound
        return outbound.transaction {
            outbound.method(method, channel: channel) { arguments(outbound) }
            return true
        }
    }

    // MARK: What users ask for (on the loop's thread)

    /// Sends a request and calls the waiter with its answer, or with why there is none.
    func request(
        _ method: MethodID, awaiting replies: [MethodID], _ arguments: (OutboundBuffer) -> Void,
        waiter: @escaping Waiter
    ) {
        guard case .open = self.phase else { return waiter(.failure(self.closeError)) }
        // A request must not overtake what was published before it, unless the broker takes nothing anyway.
        self.encodePublishings(upTo: .max)
        guard self.encode(method, arguments) else {
            return waiter(
                .failure(AMQPError(.invalidArgument, "a name is over 255 bytes, or the arguments over a frame")))
        }
        if method == .confirmSelect { self.isConfirming = true }
        self.requests.append(waiter, awaiting: replies, deadline: .now() + self.requestTimeout)
    }

    func acknowledge(_ tag: UInt64, multiple: Bool) {
        guard case .open = self.phase else { return }
        self.encode(.basicAck) {
            $0.put(tag)
            $0.put(bits: multiple)
        }
    }

    func reject(_ tag: UInt64, multiple: Bool, requeue: Bool) {
        guard case .open = self.phase else { return }
        if multiple {
            self.encode(.basicNack) {
                $0.put(tag)
                $0.put(bits: true, requeue)
            }
        } else {
            self.encode(.basicReject) {
                $0.put(tag)
                $0.put(bits: requeue)
            }
        }
    }

    func publish(_ batch: [Publishing], handler: PublishLedger.Handler?) {
        guard !batch.isEmpty else { return }
        guard case .open = self.phase else {
            handler?(batch.indices, .unknown(self.closeError))
            return
        }
        if let handler, !self.isConfirming {
            handler(batch.indices, .unknown(AMQPError(.confirmsNotSelected)))
            return
        }
        self.ledger.post(batch, handler: handler)
    }

    func addConsumer(_ consumer: Consumer) {
        self.consumers[consumer.consumerTag] = consumer
    }

    @discardableResult
    func removeConsumer(_ consumerTag: String) -> Consumer? {
        self.handOver()
        self.recentConsumer = nil
        return self.consumers.removeValue(forKey: consumerTag)
    }

    func close(within limit: Duration, now: MonotonicTime) {
        self.close(AMQPError(.closedLocally), until: now + limit)
    }

    // MARK: The end

    private var closeError: AMQPError {
        switch self.phase {
        case .open: AMQPError(.connectionClosed)
        case .closing(let error, _), .gone(let error): error
        }
    }

    /// Says goodbye, and is gone when the broker has answered or the time is over.
    private func close(_ error: AMQPError, until deadline: MonotonicTime) {
        guard case .open = self.phase else { return }
        self.encode(.connectionClose, channel: 0) {
            $0.put(UInt16(200))
            $0.put(short: "goodbye")
            $0.put(UInt32(0))
        }
        self.phase = .closing(error, deadline: deadline)
        self.giveUp(error)
    }

    private func lose(_ error: AMQPError) {
        switch self.phase {
        case .open:
            self.phase = .closing(error, deadline: .now())
            self.giveUp(error)
            self.end(error)
        case .closing(let earlier, _): self.end(earlier)
        case .gone: break
        }
    }

    private func connectionCloseOk(_ now: MonotonicTime) {
        self.encode(.connectionCloseOk, channel: 0) { _ in }
        if let library { _ = try? library.write(self.outbound, watchdog: self.watchdog) }
    }

    /// Tells everybody who waits for something of this connection.
    private func giveUp(_ error: AMQPError) {
        self.connection?.didFail(error)
        self.arrived = []
        for waiter in self.requests.drain() { waiter(.failure(error)) }
        self.ledger.loseAll()
        self.tell()
        let consumers = self.consumers.values
        self.consumers = [:]
        self.recentConsumer = nil
        for consumer in consumers {
            consumer.buffer.drop(self.id)
            consumer.end(error)
        }
    }

    private func end(_ error: AMQPError) {
        self.phase = .gone(error)
        self.library = nil // closes the socket
        self.connection?.didEnd(error)
        self.connection = nil
        self.arrivedFor = nil
    }
}
