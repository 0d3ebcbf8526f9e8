import AMQP
import ChatContract

/// A client's side of the contract: sends commands and repeats them, all unanswered ones of a lane in their order, until
/// they are answered.
final class SimulatedClient {
    let name: String
    private let engine: Engine
    private let broker: SimulatedBroker
    private let ledger: Ledger
    private(set) var isConnected = true
    private var connection = 0
    private var lanes: [(name: String, calls: [Call])] = []
    private var lastArrival: [String: Timestamp] = [:]
    private var count = 0

    private static let patience = Span.seconds(3)

    init(_ name: String, _ engine: Engine, _ broker: SimulatedBroker, _ ledger: Ledger) {
        self.name = name
        self.engine = engine
        self.broker = broker
        self.ledger = ledger
        expectReplies()
        look()
    }

    /// How many commands are not answered, leases aside, which are renewed for ever.
    var open: Int { lanes.reduce(0) { $1.name == Self.leases ? $0 : $0 + $1.calls.count } }

    /// The lane of leases.
    static let leases = "lease"

    /// Whether a command of the lane is not answered.
    func isBusy(_ lane: String) -> Bool { lanes.contains { $0.name == lane && !$0.calls.isEmpty } }

    // MARK: - Sending

    /// - Parameter text: what a message says, for the ledger.
    @discardableResult
    func send(
        _ type: CommandType, on channel: ChannelHandle? = nil, by actor: Actor, _ body: some Encodable,
        session: SessionID? = nil, key: String? = nil, lane: String, id: String? = nil, text: String? = nil,
        _ done: @escaping (CallResult) -> Void = { _ in }
    ) -> Call? {
        guard let bytes = try? WireJSON.encode(body) else { return nil }
        count += 1
        let call = Call(
            id: id ?? "\(name)-\(count)", number: count, type: type, channel: channel, actor: actor, sessionKey: key,
            session: session, body: bytes, lane: lane, text: text, done: done)
        ledger.send(call, repeatsID: id != nil)
        if let index = lanes.firstIndex(where: { $0.name == lane }) {
            lanes[index].calls.append(call)
        } else {
            lanes.append((lane, [call]))
        }
        // Nothing newer goes before what is to be repeated.
        if isConnected { publish(call) }
        return call
    }

    private func publish(_ call: Call) {
        call.attempts += 1
        call.sentAt = engine.now
        var headers = Table()
        headers.append(Header.actor, .string(call.actor.description))
        if let key = call.sessionKey { headers.append(Header.sessionKey, .string(key)) }
        let publishing = Publishing(
            exchange: Exchange.commands, routingKey: call.routingKey,
            properties: Properties(
                contentType: "application/json", headers: headers, deliveryMode: .persistent,
                correlationID: call.correlation,
                replyTo: replyQueue, messageID: call.id, type: call.type.rawValue, userID: SimulatedProcess.login),
            body: call.body)
        // In order to each queue; between two queues anything may overtake.
        let queue = call.channel?.text ?? ""
        let arrival = max(lastArrival[queue] ?? engine.now, engine.now + engine.random.span(1...25))
        lastArrival[queue] = arrival
        let connection = connection
        engine.scheduler.at(arrival) { [self] in
            if connection == self.connection { broker.route(publishing) }
        }
    }

    /// Looks each second for what was not answered.
    private func look() {
        engine.scheduler.after(.seconds(1)) { [weak self] in
            guard let self else { return }
            if isConnected { lanes.forEach { repeatIfLate($0.calls) } }
            look()
        }
    }

    private func repeatIfLate(_ calls: [Call]) {
        guard let first = calls.first, let sentAt = first.sentAt else { return }
        let patience = Span.milliseconds(Self.patience.milliseconds << min(first.attempts - 1, 2))
        if engine.now - sentAt >= patience { calls.forEach(publish) }
    }

    // MARK: - The connection

    private var replyQueue: String { "amq.gen-\(name)-\(connection)" }

    private func expectReplies() {
        let connection = connection
        broker.expectReplies(to: replyQueue) { [weak self] publishing in
            guard let self else { return }
            engine.scheduler.after(engine.random.span(1...25)) { [weak self] in
                guard let self, connection == self.connection else { return }
                answer(publishing)
            }
        }
    }

    /// The connection is lost, and with it what was on its way, there and back.
    func lose() {
        guard isConnected else { return }
        isConnected = false
        broker.forgetReplies(to: replyQueue)
        connection += 1
        lastArrival = [:]
    }

    /// The connection is there again: what is unanswered goes out once more, in order.
    func reconnect() {
        guard !isConnected else { return }
        isConnected = true
        expectReplies()
        for lane in lanes { lane.calls.forEach(publish) }
    }

    private func answer(_ publishing: Publishing) {
        guard let id = publishing.properties.correlationID,
            let lane = lanes.firstIndex(where: { $0.calls.contains { $0.correlation == id } }),
            let index = lanes[lane].calls.firstIndex(where: { $0.correlation == id })
        else { return }
        guard let answer = try? WireJSON.decode(AnswerBody<CallResult.Facts>.self, from: publishing.body) else {
            engine.fail("answers can be read", String(decoding: publishing.body, as: UTF8.self))
            return
        }
        let call = lanes[lane].calls[index]
        if answer.error?.code == .moved, let target = answer.error?.channel {
            if call.follow(to: target) { publish(call) }
            // A late copy on the channel that it came from says what is known.
            if target == call.channel { return }
        }
        lanes[lane].calls.remove(at: index)
        let result = CallResult(
            ok: answer.ok, status: answer.status, facts: answer.result ?? CallResult.Facts(), code: answer.error?.code)
        engine.note("\(call.id) \(call.type.rawValue) \(result.ok ? "ok" : result.code?.rawValue ?? "?")")
        ledger.answer(call, result)
        call.done(result)
    }
}
