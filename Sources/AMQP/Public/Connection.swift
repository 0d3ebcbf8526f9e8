import Synchronization

/// A connection to a broker, with one AMQP channel.
///
/// All methods may be called from any task and thread. Publishings and requests are sent in the order of the calls;
/// acknowledgements do not queue up behind publishings that the broker is slow to take. After an error of the broker the connection is gone, as AMQP closes the channel then:
/// open another, or let ``RecoveringConnection`` do it.
///
/// ```swift
/// let loop = ConnectionLoop(name: "amqp")
/// let connection = try await Connection.open(ConnectionConfiguration(uri: "amqp://localhost"), on: loop)
/// let consumer = try await connection.consume("orders", prefetch: 300)
/// for try await batch in consumer.batches() {
///     // …
///     if let last = batch.last { connection.acknowledge(last.tag, multiple: true) }
/// }
/// ```
public final class Connection: Sendable {
    private struct State {
        var blockedReason: String?
        var blockedHandlers: [@Sendable (Bool, String?) -> Void] = []
        var returnHandlers: [@Sendable (Return) -> Void] = []
    }

    public let configuration: ConnectionConfiguration
    /// The endpoint that answered.
    public let endpoint: Endpoint
    /// What the broker says of itself: `product`, `version`, `cluster_name`, `capabilities` …
    public let serverProperties: Table
    let id: ConnectionID
    let engine: ConnectionEngine
    private let loop: ConnectionLoop
    private let state = Mutex(State())
    /// Set when nothing more can be done on the connection.
    private let failure = OnceValue<AMQPError>()
    /// Set when its socket is closed.
    private let gone = OnceValue<AMQPError>()

    private init(
        _ configuration: ConnectionConfiguration, endpoint: Endpoint, serverProperties: Table, id: ConnectionID,
        engine: ConnectionEngine, loop: ConnectionLoop
    ) {
        self.configuration = configuration
        self.endpoint = endpoint
        self.serverProperties = serverProperties
        self.id = id
        self.engine = engine
        self.loop = loop
    }

    /// Connects to the first endpoint that answers, in random order, logs in and opens the channel.
    ///
    /// The connection lives until it is closed or lost, whether somebody holds it or not.
    ///
    /// - Throws: Why none of the endpoints could be used; `accessRefused` and `notAllowed` if one answered and said so.
    ///   A refused login is not tried again elsewhere.
    public static func open(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop
    ) async throws(AMQPError) -> Connection {
        guard (4096...2_147_483_647).contains(configuration.frameMax) else {
            throw AMQPError(.invalidArgument, "frameMax must be 4096 at least")
        }
        guard !configuration.endpoints.isEmpty else { throw AMQPError(.invalidArgument, "no endpoint") }
        let answer = Answer<Result<Connection, AMQPError>>()
        // The library connects by blocking: that is for a thread of its own, not for the cooperative pool.
        startThread(named: "amqp-connect") {
            let result = Result { () throws(AMQPError) in
                try Self.connect(configuration, on: loop)
            }
            if !answer.give(result), case .success(let connection) = result { connection.closeSoon() }
        }
        return try await answer.value(whenCancelled: .failure(AMQPError(.cancelled))).get()
    }

    private static func connect(
        _ configuration: ConnectionConfiguration, on loop: ConnectionLoop
    ) throws(AMQPError) -> Connection {
        var failures: [AMQPError] = []
        for endpoint in configuration.endpoints.shuffled() {
            do throws(AMQPError) {
                let library = try LibraryConnection(configuration, endpoint: endpoint)
                let serverProperties = library.serverProperties
                let id = ConnectionID.next()
                let engine = ConnectionEngine(
                    library, id: id, requestTimeout: configuration.requestTimeout, watchdog: loop.core.watchdog)
                let connection = Connection(
                    configuration, endpoint: endpoint, serverProperties: serverProperties, id: id, engine: engine,
                    loop: loop)
                engine.start(connection)
                guard loop.core.attach(engine) else {
                    engine.abandon()
                    throw AMQPError(.closedLocally, "the loop was stopped")
                }
                return connection
            } catch {
                failures.append(error)
                if error.code == .accessRefused || error.code == .closedLocally { break }
            }
        }
        // One that answered tells more than one that could not be reached.
        let telling = failures.last { $0.code != .connectionFailed } ?? failures.last
        guard let telling, failures.count > 1 else { throw telling ?? AMQPError(.connectionFailed) }
        throw AMQPError(
            telling.code, failures.map(\.description).joined(separator: "; "), replyCode: telling.replyCode,
            replyText: telling.replyText)
    }

    // MARK: State

    /// Whether the connection can be used.
    public var isOpen: Bool { self.failure.value == nil }

    /// Whether the broker does not take messages at the moment, for want of memory or disk. They are kept back until it
    /// does.
    public var isBlocked: Bool { self.blockedReason != nil }

    /// Why the broker does not take messages at the moment.
    public var blockedReason: String? { self.state.withLock { $0.blockedReason } }

    /// Waits until the connection is gone; returns at once if it is.
    ///
    /// - Returns: Why; `cancelled` if the task was cancelled first.
    public func closed() async -> AMQPError {
        await self.gone.wait() ?? AMQPError(.cancelled)
    }

    /// Calls the handler once when the connection is gone, on the loop; at once if it is.
    public func onClose(_ handler: @escaping @Sendable (AMQPError) -> Void) {
        self.gone.observe(handler)
    }

    /// Calls the handler on the loop whenever the broker stops or begins again to take messages; at once if it is
    /// blocked.
    public func onBlocked(_ handler: @escaping @Sendable (_ isBlocked: Bool, _ reason: String?) -> Void) {
        let reason = self.state.withLock { state in
            state.blockedHandlers.append(handler)
            return state.blockedReason
        }
        if let reason { handler(true, reason) }
    }

    /// Calls the handler on the loop with mandatory messages that came back and whose publishing has no confirmation to
    /// tell it by, as without confirm mode.
    public func onReturn(_ handler: @escaping @Sendable (Return) -> Void) {
        self.state.withLock { $0.returnHandlers.append(handler) }
    }

    /// Says goodbye to the broker and waits until it has answered, for the request timeout at most.
    ///
    /// What was acknowledged before is sent before. Publishings that are not confirmed become `unknown`, and deliveries
    /// that are not acknowledged go back to their queues in order.
    public func close() async {
        self.closeSoon()
        _ = await self.gone.uncancellableWait()
    }

    private func closeSoon() {
        let limit = self.configuration.requestTimeout
        self.post { $0.close(within: limit, now: .now()) }
    }

    // MARK: For the other files

    /// Has the loop's thread run something with the engine.
    ///
    /// - Returns: `false` if the loop is over.
    @discardableResult
    func post(_ job: @escaping @Sendable (ConnectionEngine) -> Void) -> Bool {
        self.loop.core.post { [engine] in job(engine) }
    }

    /// Sends a request and waits for its answer.
    func request(
        _ method: MethodID, awaiting replies: MethodID..., arguments: @escaping @Sendable (OutboundBuffer) -> Void
    ) async throws(AMQPError) -> Reply {
        let answer = Answer<Result<Reply, AMQPError>>()
        let isPosted = self.post { engine in
            engine.request(method, awaiting: replies, arguments) { answer.give($0) }
        }
        guard isPosted else { throw self.failure.value ?? AMQPError(.closedLocally) }
        return try await answer.value().get()
    }

    // MARK: For the engine (on the loop)

    func didBlock(_ reason: String?) {
        let handlers = self.state.withLock { state in
            state.blockedReason = reason
            return state.blockedHandlers
        }
        for handler in handlers { handler(reason != nil, reason) }
    }

    func didReturn(_ message: Return) {
        for handler in self.state.withLock({ $0.returnHandlers }) { handler(message) }
    }

    func didFail(_ error: AMQPError) { self.failure.set(error) }

    func didEnd(_ error: AMQPError) {
        self.state.withLock {
            $0.blockedReason = nil
            $0.blockedHandlers = []
            $0.returnHandlers = []
        }
        self.gone.set(error)
    }
}
