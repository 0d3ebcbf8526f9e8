import ChatContract

/// What visitors and agents both send.
extension ChatClient {
    /// `message.post`.
    ///
    /// - Parameter sessionKey: the visitor's secret; agents have none.
    public func postMessage(
        _ text: String, in session: SessionID, on channel: ChannelHandle, as actor: Actor, sessionKey: String? = nil,
        messageID: String? = nil
    ) async throws(ChatClientError) -> ClientAnswer<MessagePosted> {
        try await send(
            .messagePost, to: channel, as: actor, MessagePost(session: session, text: text), sessionKey: sessionKey,
            messageID: messageID, returning: MessagePosted.self)
    }

    /// `message.read`.
    public func markRead(
        through seq: Int64, in session: SessionID, on channel: ChannelHandle, as actor: Actor,
        sessionKey: String? = nil
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(
            .messageRead, to: channel, as: actor, MessageRead(session: session, through: seq), sessionKey: sessionKey)
    }

    /// `typing.set`, which nobody answers.
    public func setTyping(
        _ typing: Bool, in session: SessionID, on channel: ChannelHandle, as actor: Actor, sessionKey: String? = nil
    ) async throws(ChatClientError) {
        _ = try await send(
            .typingSet, to: channel, as: actor, TypingSet(session: session, typing: typing), sessionKey: sessionKey)
    }

    /// `session.close`.
    public func closeSession(
        _ session: SessionID, on channel: ChannelHandle, as actor: Actor, sessionKey: String? = nil
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(
            .sessionClose, to: channel, as: actor, SessionReference(session: session), sessionKey: sessionKey)
    }
}
