import ChatContract

/// A command that a client repeats under one message-id until it is answered.
final class Call {
    let id: String
    let type: CommandType
    private(set) var channel: ChannelHandle?
    let actor: Actor
    let sessionKey: String?
    let session: SessionID?
    let body: [UInt8]
    /// Commands of one lane keep their order.
    let lane: String
    let text: String?
    /// Counts the calls of a client.
    let number: Int
    let done: (CallResult) -> Void
    var sentAt: Timestamp?
    var attempts = 0
    /// How often it was sent after its session to another channel.
    private(set) var moves = 0

    init(
        id: String, number: Int, type: CommandType, channel: ChannelHandle?, actor: Actor, sessionKey: String?,
        session: SessionID?, body: [UInt8], lane: String, text: String?, done: @escaping (CallResult) -> Void
    ) {
        self.id = id
        self.number = number
        self.type = type
        self.channel = channel
        self.actor = actor
        self.sessionKey = sessionKey
        self.session = session
        self.body = body
        self.lane = lane
        self.text = text
        self.done = done
    }

    /// What its answer is known by: a message-id may be used twice.
    var correlation: String { "\(id) \(number)" }

    /// Its session is on another channel: there it goes, under the same message-id.
    ///
    /// - Returns: whether it is to be sent there; not, when it is known already or has been sent around for long.
    func follow(to target: ChannelHandle) -> Bool {
        guard target != channel, moves < 8 else { return false }
        channel = target
        moves += 1
        return true
    }

    var routingKey: String {
        channel.map { RoutingKey.command(type, channel: $0) } ?? RoutingKey.command(type)
    }
}

/// What came back.
struct CallResult {
    var ok: Bool
    var status: SessionStatus?
    var facts: Facts
    var code: ErrorCode?

    /// The results of all commands, as far as the simulated clients use them.
    struct Facts: Decodable, Sendable {
        struct Snapshot: Decodable, Sendable {
            var seq: Int64
            var events: [Event]?
        }

        var session: SessionID?
        var key: String?
        var seq: Int64?
        var request: RequestID?
        var snapshot: Snapshot?
        var events: [Event]?
        var more: Bool?
    }
}
