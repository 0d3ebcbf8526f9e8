import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import Foundation
import Synchronization
import Testing

/// Sends commands with all that a client may say, right or wrong, and waits for their answers.
final class Caller: Sendable {
    let configuration: ConnectionConfiguration
    private let connection: Connection
    private let replies: String
    private let tap: WireTap
    private let loop = ConnectionLoop(name: "caller")
    private let buffer = DeliveryBuffer()
    private let received = Mutex<[String: [Delivery]]>([:])
    private let receiver = Mutex<Task<Void, Never>?>(nil)

    init(_ configuration: ConnectionConfiguration, _ tap: WireTap) async throws {
        self.configuration = configuration
        self.tap = tap
        connection = try await Connection.open(configuration, on: loop)
        try await connection.selectConfirms()
        replies = try await connection.declareQueue(durable: false, exclusive: true, autoDelete: true).name
        _ = try await connection.consume(replies, prefetch: 0, noAcknowledgement: true, into: buffer)
        let task = Task { [buffer, weak self] in
            while !Task.isCancelled {
                for delivery in await buffer.take(atMost: 1000) {
                    let id = delivery.properties.correlationID ?? ""
                    self?.received.withLock { $0[id, default: []].append(delivery) }
                }
            }
        }
        receiver.withLock { $0 = task }
    }

    func close() async {
        receiver.withLock { $0 }?.cancel()
        buffer.wake()
        await connection.close()
        loop.stop()
    }

    /// The command as a well-behaved client sends it.
    func command(
        _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: some Encodable,
        key: String? = nil, id: String = UUID().uuidString
    ) throws -> Publishing {
        var headers: Table = [Header.actor: .string(actor.description)]
        if let key { headers.append(Header.sessionKey, .string(key)) }
        return Publishing(
            exchange: Exchange.commands,
            routingKey: channel.map { RoutingKey.command(type, channel: $0) } ?? RoutingKey.command(type),
            properties: Properties(
                contentType: "application/json", headers: headers, deliveryMode: .persistent, correlationID: id,
                replyTo: replies, messageID: id, timestamp: UInt64(Date().timeIntervalSince1970), type: type.rawValue,
                userID: configuration.user),
            body: try WireJSON.encode(body))
    }

    /// Sends a command and waits for its answer.
    func ask<Result: Decodable & Sendable>(
        _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: some Encodable,
        key: String? = nil, id: String = UUID().uuidString, returning: Result.Type = EmptyResult.self
    ) async throws -> ClientAnswer<Result> {
        let publishing = try command(type, to: channel, as: actor, body, key: key, id: id)
        tap.note(publishing, role: "command")
        let read = try WireJSON.decode(AnswerBody<Result>.self, from: try await ask(publishing))
        if let refusal = read.error { return .refused(status: read.status, refusal) }
        return .done(status: read.status, try #require(read.result))
    }

    /// Sends anything and waits for the answer to it.
    func ask(_ publishing: Publishing) async throws -> [UInt8] {
        let id = publishing.properties.correlationID ?? ""
        await post(publishing)
        return try await answer(to: id, publishing.properties.type ?? "")
    }

    /// The next answer that is correlated with `id`.
    func answer(to id: String, _ type: String = "", within limit: Duration = .seconds(120)) async throws -> [UInt8] {
        var answer: Delivery?
        try await eventually(within: limit, "no answer to \(type) \(id)") {
            answer = received.withLock { received in
                guard let first = received[id]?.first else { return nil }
                received[id]?.removeFirst()
                return first
            }
            return answer != nil
        }
        let delivery = try #require(answer)
        tap.note(delivery, role: "reply", replyTo: type)
        return delivery.body
    }

    /// How many answers with this correlation wait to be looked at.
    func answers(to id: String) -> Int { received.withLock { $0[id]?.count ?? 0 } }

    /// Sends anything; the broker has it when this returns. A queue that is being made may refuse it at first.
    func post(_ publishing: Publishing) async {
        for _ in 0..<100 {
            switch try? await connection.publish(publishing) {
            case .acknowledged?: return
            case .rejected?: try? await Task.sleep(for: .milliseconds(50))
            case let other:
                Issue.record("the broker did not take \(publishing.routingKey): \(String(describing: other))")
                return
            }
        }
        Issue.record("the broker refuses \(publishing.routingKey)")
    }

    /// Sends many without waiting for each.
    func post(_ publishings: [Publishing]) { connection.publish(publishings) { _, _ in } }
}

extension [UInt8] {
    /// The code of a refused answer; `nil` of one that is done.
    func refusalCode() throws -> ErrorCode? {
        try WireJSON.decode(AnswerBody<EmptyResult>.self, from: self).error?.code
    }
}

extension Caller {
    /// A visitor opens the window at the gateway `edge`.
    func open(
        _ visitor: String = "ola", on channel: ChannelHandle = TestDesk.support, question: String? = nil,
        isConnected: Bool = true
    ) async throws -> OpenSession {
        let body = Self.opening(visitor, question: question, isConnected: isConnected)
        let opened = try await ask(.sessionOpen, to: channel, as: .visitor, body, returning: SessionOpened.self).get()
        return OpenSession(id: opened.session, key: opened.key, channel: channel)
    }

    /// What a browser sends first.
    static func opening(_ visitor: String, question: String? = nil, isConnected: Bool = true) -> SessionOpen {
        SessionOpen(
            visitorId: "browser-secret-of-\(visitor)".padding(toLength: 40, withPad: "-", startingAt: 0),
            gateway: isConnected ? "edge" : nil, connection: isConnected ? "of-\(visitor)" : nil, name: visitor,
            email: "\(visitor)@example.com", question: question)
    }

    func pickUp(_ session: OpenSession, by agent: AgentHandle) async throws -> ClientAnswer<SessionTaken> {
        try await ask(
            .sessionPickUp, to: session.channel, as: .agent(agent), SessionReference(session: session.id),
            returning: SessionTaken.self)
    }

    /// A command about the session and nothing else.
    func ask(_ type: CommandType, _ session: OpenSession, by actor: Actor) async throws -> ClientAnswer<EmptyResult> {
        try await ask(
            type, to: session.channel, as: actor, SessionReference(session: session.id),
            key: actor == .visitor ? session.key : nil)
    }

    func post(_ text: String, in session: OpenSession, by actor: Actor) async throws -> ClientAnswer<MessagePosted> {
        try await ask(
            .messagePost, to: session.channel, as: actor, MessagePost(session: session.id, text: text),
            key: actor == .visitor ? session.key : nil, returning: MessagePosted.self)
    }

    /// A command about the session that tells more than its name.
    func ask<Result: Decodable & Sendable>(
        _ type: CommandType, _ session: OpenSession, by actor: Actor, _ body: some Encodable,
        returning: Result.Type = EmptyResult.self
    ) async throws -> ClientAnswer<Result> {
        try await ask(
            type, to: session.channel, as: actor, body, key: actor == .visitor ? session.key : nil,
            returning: Result.self)
    }

    /// A visitor of whom nothing is known opens the window.
    func openUnknown(
        _ visitor: String = "ola", on channel: ChannelHandle = TestDesk.support
    ) async throws -> OpenSession {
        var body = Self.opening(visitor)
        (body.name, body.email) = (nil, nil)
        let opened = try await ask(.sessionOpen, to: channel, as: .visitor, body, returning: SessionOpened.self).get()
        return OpenSession(id: opened.session, key: opened.key, channel: channel)
    }

    func get(_ session: SessionID, by agent: AgentHandle, after: Int64? = nil) async throws -> ClientAnswer<
        EventPage<AgentView>
    > {
        try await ask(
            .sessionGet, as: .agent(agent), SessionGet(session: session, after: after),
            returning: EventPage<AgentView>.self)
    }
}

/// A session as its visitor knows it.
struct OpenSession: Sendable {
    let id: SessionID
    let key: String
    let channel: ChannelHandle
}
