import AMQP
import ChatContract

/// For gateways: bodies and answers pass through as they are.
extension ChatClient {
    /// Sends a command whose body is JSON already, and gives its answer as it came.
    ///
    /// Otherwise as ``send(_:to:as:_:sessionKey:messageID:returning:timeout:)``: it is repeated until it is answered, and
    /// follows a session to another channel.
    ///
    /// - Parameters:
    ///   - session: The session that it is about: commands of one session keep their order.
    ///   - body: A JSON object, UTF-8.
    /// - Returns: The answer's JSON (``AnswerBody``).
    public func send(
        raw type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor, _ body: [UInt8],
        session: SessionID? = nil, sessionKey: String? = nil, messageID: String? = nil,
        timeout: Duration = .seconds(30)
    ) async throws(ChatClientError) -> [UInt8] {
        let messageID = messageID ?? Self.messageID()
        var channel = channel
        // A session moves seldom; who is sent around in a circle stops somewhere.
        for _ in 0..<8 {
            let publishing = try publishing(
                type.rawValue, type.scope, to: channel, as: actor, body, sessionKey: sessionKey, messageID: messageID)
            let lane = CallBook.Lane(queue: channel?.text ?? type.scope.rawValue, session: session)
            let answer = try await call(
                publishing, on: lane, until: type == .typingSet ? .confirmation : .answer, timeout: timeout)
            guard let target = Self.movedTo(answer), target != channel else { return answer }
            channel = target
        }
        throw ChatClientError(.invalidAnswer, "\(type.rawValue) is sent from channel to channel")
    }

    /// Where the session went, when the answer says that it moved.
    private static func movedTo(_ answer: [UInt8]) -> ChannelHandle? {
        // Nearly all answers are no refusals, and need not be read for this.
        guard !answer.starts(with: #"{"ok":true"#.utf8),
            let refusal = try? WireJSON.decode(AnswerBody<EmptyResult>.self, from: answer).error,
            refusal.code == .moved
        else { return nil }
        return refusal.channel
    }
}
