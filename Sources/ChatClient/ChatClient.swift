import AMQP
import ChatContract
import Synchronization

/// A client of the chat: sends commands and gets their answers, and subscribes to events.
///
/// It keeps two connections, one for publishing with confirms and one for answers, opens them again when they are lost,
/// and repeats unanswered commands as the contract asks. Every subscription has a connection of its own, so that a
/// binding that is refused ends no other.
///
/// ```swift
/// let client = try await ChatClient.connect(ConnectionConfiguration(uri: "amqp://localhost"))
/// let events = try await client.subscribe(to: ["agent.anna.#", "desk.support.#"])
/// let taken = try await client.pickUp(session, on: support, as: anna)
/// for try await event in events { … }
/// await client.close()
/// ```
///
/// It lives until ``close()``.
public final class ChatClient: Sendable {
    private struct State {
        var calls = CallBook()
        var waiters: [UInt64: CheckedContinuation<Result<[UInt8], ChatClientError>, Never>] = [:]
        var publisher: Connection?
        var replyQueue: String?
        var lastFailure: AMQPError?
        var tasks: [Task<Void, Never>] = []
        var subscriptions: [EventSubscription] = []
        var hubs: [EventHub] = []
        var isClosed = false

        var isConnected: Bool { publisher != nil && replyQueue != nil }
    }

    public let configuration: ConnectionConfiguration
    private let loop = ConnectionLoop(name: "chat-client")
    private let replies = DeliveryBuffer()
    private let state = Mutex(State())
    /// Held while something is put on the wire, so that it goes in the order in which it was decided.
    private let wire = Mutex(())
    private let connections = Mutex([RecoveringConnection]())
    /// Is told whether commands can be sent, at each change.
    private let onChange: @Sendable (Bool) -> Void

    private init(
        _ configuration: ConnectionConfiguration, onChange: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.onChange = onChange
    }

    /// Connects; once that has worked, connections that are lost are opened again by themselves.
    ///
    /// - Throws: ``ChatClientError`` with the broker's reason when the first attempt fails.
    public static func connect(_ configuration: ConnectionConfiguration) async throws(ChatClientError) -> ChatClient {
        let client = ChatClient(configuration)
        let publishing = FirstAttempt()
        let consuming = FirstAttempt()
        client.start(publishing, consuming)
        do throws(AMQPError) {
            try await publishing.wait()
            try await consuming.wait()
        } catch {
            await client.close()
            throw ChatClientError(error)
        }
        return client
    }

    /// Begins to connect, and goes on until it works: for those who serve even while the broker is away.
    ///
    /// - Parameter onChange: Is told whether commands can be sent, at each change. It must not block.
    public static func begin(
        _ configuration: ConnectionConfiguration, onChange: @escaping @Sendable (Bool) -> Void
    ) -> ChatClient {
        let client = ChatClient(configuration, onChange: onChange)
        client.start(FirstAttempt(), FirstAttempt())
        return client
    }

    /// Whether commands can be sent now; otherwise they wait.
    public var isConnected: Bool { state.withLock { $0.isConnected } }

    /// Why the broker could not be reached last; `nil` while it can.
    public var problem: String? {
        state.withLock { state in
            guard !state.isConnected else { return nil }
            return state.lastFailure.map { "\($0)" } ?? "the broker is not connected yet"
        }
    }

    private func start(_ publishing: FirstAttempt, _ consuming: FirstAttempt) {
        let publisher = RecoveringConnection(
            named("publisher"), on: loop,
            onOpen: { connection in try await connection.selectConfirms() },
            onState: { [weak self] state in
                self?.notePublisher(state)
                publishing.note(state)
            })
        let consumer = RecoveringConnection(
            named("replies"), on: loop,
            onOpen: { [weak self, replies] connection in
                let queue = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true)
                _ = try await connection.consume(queue.name, prefetch: 0, noAcknowledgement: true, into: replies)
                self?.update { $0.replyQueue = queue.name }
            },
            onState: { [weak self] state in
                self?.noteConsumer(state)
                consuming.note(state)
            })
        connections.withLock { $0 = [publisher, consumer] }
        state.withLock { state in
            state.tasks = [
                Task { await publisher.run() },
                Task { await consumer.run() },
                Task { [weak self, replies] in
                    while !Task.isCancelled {
                        let batch = await replies.take(atMost: 1000)
                        guard let self else { return }
                        self.take(batch)
                    }
                },
                Task { [weak self] in
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(200))
                        guard let self else { return }
                        self.tick()
                    }
                },
            ]
        }
    }

    // MARK: - Commands

    /// Sends a command and waits for its answer, repeating it while there is none.
    ///
    /// A session that went to another channel is followed there, under the same message-id.
    ///
    /// - Parameters:
    ///   - channel: Where a channel command goes; no other has one.
    ///   - sessionKey: The visitor's secret, with all his commands but the first.
    ///   - messageID: The command's idempotency key; a random one unless told.
    /// - Returns: The answer; for `typing.set`, which is never answered, as soon as the broker has it.
    /// - Throws: ``ChatClientError`` when nobody answered in time. The command may still be worked on: it can be sent
    ///   again under the same message-id.
    public func send<Result: Decodable & Sendable>(
        _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: some Encodable & Sendable,
        sessionKey: String? = nil, messageID: String? = nil, returning: Result.Type = EmptyResult.self,
        timeout: Duration = .seconds(30)
    ) async throws(ChatClientError) -> ClientAnswer<Result> {
        let json: [UInt8]
        do {
            json = try WireJSON.encode(body)
        } catch {
            throw ChatClientError(.invalidBody, "the body of \(type.rawValue) cannot be encoded: \(error)")
        }
        let answer = try await send(
            raw: type, to: channel, as: actor, json, session: (body as? any SessionCommand)?.session,
            sessionKey: sessionKey, messageID: messageID, timeout: timeout)
        do {
            let read = try WireJSON.decode(AnswerBody<Result>.self, from: answer)
            if read.ok, let result = read.result { return .done(status: read.status, result) }
            if let refusal = read.error { return .refused(status: read.status, refusal) }
        } catch {
            throw ChatClientError(.invalidAnswer, "the answer to \(type.rawValue) cannot be read: \(error)")
        }
        throw ChatClientError(.invalidAnswer, "the answer to \(type.rawValue) has neither result nor error")
    }

    /// Publishes anything at all, as it is.
    ///
    /// - Throws: ``ChatClientError`` when there is no connection to publish on.
    public func post(raw publishing: Publishing) async throws(ChatClientError) -> Confirmation {
        guard let publisher = state.withLock({ $0.publisher }) else {
            throw unreachable(.broker, "there is no connection to the broker now")
        }
        do throws(AMQPError) {
            return try await publisher.publish(publishing)
        } catch {
            throw ChatClientError(error)
        }
    }

    /// A random message-id.
    public static func messageID() -> String {
        let high = UInt64.random(in: .min ... .max)
        let low = UInt64.random(in: .min ... .max)
        return Identifier<SessionKind>(high: high, low: low).description
    }

    // MARK: - Events

    /// Subscribes to events by their routing keys, with a queue and a connection of its own.
    ///
    /// - Parameter prefetch: How many events may be on their way; 0 for no limit.
    /// - Throws: ``ChatClientError`` with the broker's reason, for example when the login may not bind a key.
    public func subscribe(
        to routingKeys: [String], prefetch: UInt16 = 0
    ) async throws(ChatClientError) -> EventSubscription {
        guard !state.withLock({ $0.isClosed }) else { throw ChatClientError(.closed, "the client was closed") }
        let subscription = EventSubscription(
            named("events"), on: loop, routingKeys: routingKeys, prefetch: prefetch)
        do throws(AMQPError) {
            try await subscription.start()
        } catch {
            await subscription.close()
            throw ChatClientError(error)
        }
        let isLate = state.withLock { state in
            state.subscriptions.removeAll { $0.isClosed }
            state.subscriptions.append(subscription)
            return state.isClosed
        }
        if isLate { await subscription.close() }
        return subscription
    }

    /// Opens a connection for any number of queues of events, for a process that reads for many.
    ///
    /// Returns at once; queues are made when the broker is there, and made anew whenever the connection was lost.
    ///
    /// - Parameter onChange: Is told whether events come, at each change. It must not block.
    public func eventHub(onChange: @escaping @Sendable (Bool) -> Void = { _ in }) -> EventHub {
        let hub = EventHub(named("events"), on: loop, onChange: onChange)
        let isLate = state.withLock { state in
            state.hubs.append(hub)
            return state.isClosed
        }
        if !isLate { hub.start() }
        return hub
    }

    /// Closes everything. Commands that wait for their answer fail with `closed`.
    public func close() async {
        let (tasks, subscriptions, hubs) = state.withLock { state in
            state.isClosed = true
            defer {
                state.tasks = []
                state.subscriptions = []
                state.hubs = []
            }
            return (state.tasks, state.subscriptions, state.hubs)
        }
        for hub in hubs { await hub.close() }
        for subscription in subscriptions { await subscription.close() }
        for connection in connections.withLock({ $0 }) { await connection.close() }
        for task in tasks { task.cancel() }
        replies.wake()
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values {
            waiter.resume(returning: .failure(ChatClientError(.closed, "the client was closed")))
        }
        loop.stop()
    }

    // MARK: - Calls

    func publishing(
        _ type: String, _ scope: CommandScope, to channel: ChannelHandle?, as actor: Actor, _ body: [UInt8],
        sessionKey: String?, messageID: String?
    ) throws(ChatClientError) -> Publishing {
        var headers: Table = [Header.actor: .string(actor.description)]
        if let sessionKey { headers.append(Header.sessionKey, .string(sessionKey)) }
        let routingKey: String
        if let channel {
            routingKey = RoutingKey.channel(channel, type)
        } else {
            guard scope != .channel else {
                throw ChatClientError(.invalidBody, "\(type) goes to a channel: name one")
            }
            routingKey = scope.rawValue + "." + type
        }
        return Publishing(
            exchange: Exchange.commands, routingKey: routingKey,
            properties: Properties(
                contentType: "application/json", headers: headers, deliveryMode: .persistent,
                messageID: messageID ?? Self.messageID(), type: type, userID: configuration.user),
            body: body)
    }

    func call(
        _ publishing: Publishing, on lane: CallBook.Lane, until end: CallBook.End, timeout: Duration
    ) async throws(ChatClientError) -> [UInt8] {
        let number = Mutex<UInt64?>(nil)
        let result: Result<[UInt8], ChatClientError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = wire.withLock { _ in
                    let now = ContinuousClock.now
                    let opened: (publisher: Connection?, sending: CallBook.Sending?)? = state.withLock { state in
                        guard !state.isClosed else { return nil }
                        let opened = state.calls.open(
                            publishing, on: lane, until: end, deadline: now + timeout, at: now)
                        state.waiters[opened.number] = continuation
                        number.withLock { $0 = opened.number }
                        return (state.publisher, opened.sending)
                    }
                    guard let opened else { return false }
                    if let sending = opened.sending { put([sending], on: opened.publisher) }
                    return true
                }
                guard isOpen else {
                    return continuation.resume(
                        returning: .failure(ChatClientError(.closed, "the client was closed")))
                }
                if Task.isCancelled { cancel(number.withLock { $0 }) }
            }
        } onCancel: {
            cancel(number.withLock { $0 })
        }
        return try result.get()
    }

    private func cancel(_ number: UInt64?) {
        guard let number else { return }
        finish(number, .failure(ChatClientError(.cancelled, "the task was cancelled")))
    }

    private func finish(_ number: UInt64, _ result: Result<[UInt8], ChatClientError>) {
        let waiter = state.withLock { state in
            state.calls.close(number)
            return state.waiters.removeValue(forKey: number)
        }
        waiter?.resume(returning: result)
    }

    /// Only with the wire held.
    private func put(_ sendings: [CallBook.Sending], on publisher: Connection?) {
        guard let publisher, !sendings.isEmpty else { return }
        let numbers = sendings.map(\.number)
        publisher.publish(sendings.map(\.publishing)) { [weak self] range, confirmation in
            self?.note(confirmation, of: numbers[range])
        }
    }

    private func note(_ confirmation: Confirmation, of numbers: ArraySlice<UInt64>) {
        switch confirmation {
        case .acknowledged:
            for number in state.withLock({ $0.calls.confirmed(numbers) }) {
                finish(number, .success(Self.bareAnswer))
            }
        case .rejected, .returned:
            state.withLock { $0.calls.failed(numbers, at: .now) }
        case .unknown(let error):
            state.withLock { state in
                state.lastFailure = error
                state.calls.failed(numbers, at: .now)
            }
        }
    }

    private static let bareAnswer = Array(#"{"ok":true,"result":{}}"#.utf8)

    private func take(_ batch: [Delivery]) {
        for delivery in batch {
            guard let number = delivery.properties.correlationID.flatMap({ UInt64($0) }) else { continue }
            guard state.withLock({ $0.calls.answered(number, at: .now) }) else { continue }
            finish(number, .success(delivery.body))
        }
    }

    private func tick() {
        var expired: [UInt64] = []
        wire.withLock { _ in
            let (publisher, sendings) = state.withLock { state in
                let due = state.calls.tick(at: .now)
                expired = due.expired
                return (state.publisher, due.sendings)
            }
            put(sendings, on: publisher)
        }
        for number in expired {
            finish(number, .failure(unreachable(.timeout, "nobody answered in time")))
        }
    }

    private func unreachable(_ code: ChatClientError.Code, _ detail: String) -> ChatClientError {
        ChatClientError(code, detail, cause: state.withLock { $0.publisher == nil ? $0.lastFailure : nil })
    }

    // MARK: - Connections

    private func named(_ role: String) -> ConnectionConfiguration {
        var configuration = configuration
        configuration.name = configuration.name.isEmpty ? role : "\(configuration.name) \(role)"
        return configuration
    }

    private func notePublisher(_ change: RecoveringConnection.State) {
        switch change {
        case .connecting: break
        case .open(let connection):
            update { $0.publisher = connection }
            resume()
        case .waiting(let error, _):
            update { state in
                state.publisher = nil
                state.lastFailure = error
                state.calls.disconnected()
            }
        case .closed:
            update { $0.publisher = nil }
        }
    }

    private func noteConsumer(_ change: RecoveringConnection.State) {
        switch change {
        case .connecting: break
        case .open: resume()
        case .waiting(let error, _):
            update { state in
                state.replyQueue = nil
                state.lastFailure = error
                state.calls.disconnected()
            }
        case .closed:
            update { $0.replyQueue = nil }
        }
    }

    /// Changes the state, and tells when that changed whether commands can be sent.
    private func update(_ change: (inout State) -> Void) {
        let (before, after) = state.withLock { state in
            let before = state.isConnected
            change(&state)
            return (before, state.isConnected)
        }
        if before != after { onChange(after) }
    }

    /// Sends everything that is unanswered as soon as both connections are there.
    private func resume() {
        wire.withLock { _ in
            let (publisher, sendings): (Connection?, [CallBook.Sending]) = state.withLock { state in
                guard let publisher = state.publisher, let queue = state.replyQueue else { return (nil, []) }
                return (publisher, state.calls.connected(replyTo: queue, at: .now))
            }
            put(sendings, on: publisher)
        }
    }
}
