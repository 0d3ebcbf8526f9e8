extension Connection {
    // MARK: Exchanges

    /// Makes sure that an exchange exists (`exchange.declare`).
    ///
    /// - Parameter passive: Only looks whether it is there.
    /// - Throws: `preconditionFailed` if it exists with other settings, `notFound` if it is not there and `passive`.
    public func declareExchange(
        _ name: String, kind: ExchangeKind = .direct, durable: Bool = true, autoDelete: Bool = false,
        internal isInternal: Bool = false, passive: Bool = false, arguments: Table = Table()
    ) async throws(AMQPError) {
        _ = try await self.request(.exchangeDeclare, awaiting: .exchangeDeclareOk) {
            $0.put(UInt16(0))
            $0.put(short: name)
            $0.put(short: kind.name)
            $0.put(bits: passive, durable, autoDelete, isInternal, false)
            $0.put(arguments)
        }
    }

    /// Deletes an exchange; one that is not there is no error to RabbitMQ (`exchange.delete`).
    ///
    /// - Throws: `preconditionFailed` if it is in use and `ifUnused`.
    public func deleteExchange(_ name: String, ifUnused: Bool = false) async throws(AMQPError) {
        _ = try await self.request(.exchangeDelete, awaiting: .exchangeDeleteOk) {
            $0.put(UInt16(0))
            $0.put(short: name)
            $0.put(bits: ifUnused, false)
        }
    }

    /// Has the exchange `source` pass messages on to the exchange `destination` (`exchange.bind`).
    ///
    /// - Throws: `notFound` if one of them is not there.
    public func bindExchange(
        _ destination: String, to source: String, routingKey: String = "", arguments: Table = Table()
    ) async throws(AMQPError) {
        _ = try await self.request(.exchangeBind, awaiting: .exchangeBindOk) {
            $0.put(UInt16(0))
            $0.put(short: destination)
            $0.put(short: source)
            $0.put(short: routingKey)
            $0.put(bits: false)
            $0.put(arguments)
        }
    }

    /// Takes a binding between exchanges away (`exchange.unbind`).
    public func unbindExchange(
        _ destination: String, from source: String, routingKey: String = "", arguments: Table = Table()
    ) async throws(AMQPError) {
        _ = try await self.request(.exchangeUnbind, awaiting: .exchangeUnbindOk) {
            $0.put(UInt16(0))
            $0.put(short: destination)
            $0.put(short: source)
            $0.put(short: routingKey)
            $0.put(bits: false)
            $0.put(arguments)
        }
    }

    // MARK: Queues

    /// Makes sure that a queue exists (`queue.declare`).
    ///
    /// - Parameters:
    ///   - name: Empty for a name that the broker makes up.
    ///   - passive: Only looks whether it is there.
    /// - Throws: `preconditionFailed` if it exists with other settings, `resourceLocked` if it is exclusive to another
    ///   connection, `notFound` if it is not there and `passive`.
    @discardableResult
    public func declareQueue(
        _ name: String = "", passive: Bool = false, durable: Bool = true, exclusive: Bool = false,
        autoDelete: Bool = false, arguments: QueueArguments = QueueArguments()
    ) async throws(AMQPError) -> QueueStatus {
        let reply = try await self.request(.queueDeclare, awaiting: .queueDeclareOk) {
            $0.put(UInt16(0))
            $0.put(short: name)
            $0.put(bits: passive, durable, exclusive, autoDelete, false)
            $0.put(arguments.table)
        }
        guard case .queue(let status) = reply else { throw AMQPError(.protocolViolation) }
        return status
    }

    /// Has an exchange route to a queue (`queue.bind`).
    ///
    /// - Throws: `notFound` if one of them is not there.
    public func bindQueue(
        _ queue: String, to exchange: String, routingKey: String = "", arguments: Table = Table()
    ) async throws(AMQPError) {
        _ = try await self.request(.queueBind, awaiting: .queueBindOk) {
            $0.put(UInt16(0))
            $0.put(short: queue)
            $0.put(short: exchange)
            $0.put(short: routingKey)
            $0.put(bits: false)
            $0.put(arguments)
        }
    }

    /// Takes a binding away; one that is not there is no error to RabbitMQ (`queue.unbind`).
    public func unbindQueue(
        _ queue: String, from exchange: String, routingKey: String = "", arguments: Table = Table()
    ) async throws(AMQPError) {
        _ = try await self.request(.queueUnbind, awaiting: .queueUnbindOk) {
            $0.put(UInt16(0))
            $0.put(short: queue)
            $0.put(short: exchange)
            $0.put(short: routingKey)
            $0.put(arguments)
        }
    }

    /// Throws the waiting messages of a queue away (`queue.purge`).
    ///
    /// - Returns: How many there were.
    @discardableResult
    public func purgeQueue(_ queue: String) async throws(AMQPError) -> Int {
        let reply = try await self.request(.queuePurge, awaiting: .queuePurgeOk) {
            $0.put(UInt16(0))
            $0.put(short: queue)
            $0.put(bits: false)
        }
        guard case .messageCount(let count) = reply else { throw AMQPError(.protocolViolation) }
        return count
    }

    /// Deletes a queue with its messages; one that is not there is no error to RabbitMQ (`queue.delete`).
    ///
    /// - Returns: How many messages there were.
    /// - Throws: `preconditionFailed` if it is in use and `ifUnused`, or not empty and `ifEmpty`.
    @discardableResult
    public func deleteQueue(
        _ queue: String, ifUnused: Bool = false, ifEmpty: Bool = false
    ) async throws(AMQPError) -> Int {
        let reply = try await self.request(.queueDelete, awaiting: .queueDeleteOk) {
            $0.put(UInt16(0))
            $0.put(short: queue)
            $0.put(bits: ifUnused, ifEmpty, false)
        }
        guard case .messageCount(let count) = reply else { throw AMQPError(.protocolViolation) }
        return count
    }
}
