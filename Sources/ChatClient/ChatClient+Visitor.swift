import ChatContract

/// What a gateway sends for its visitors.
extension ChatClient {
    /// `session.open`.
    public func openSession(
        _ body: SessionOpen, on channel: ChannelHandle, messageID: String? = nil, timeout: Duration = .seconds(30)
    ) async throws(ChatClientError) -> ClientAnswer<SessionOpened> {
        try await send(
            .sessionOpen, to: channel, as: .visitor, body, messageID: messageID, returning: SessionOpened.self,
            timeout: timeout)
    }

    /// `session.attach`.
    public func attach(
        _ body: SessionAttach, on channel: ChannelHandle, sessionKey: String
    ) async throws(ChatClientError) -> ClientAnswer<EventPage<VisitorView>> {
        try await send(
            .sessionAttach, to: channel, as: .visitor, body, sessionKey: sessionKey,
            returning: EventPage<VisitorView>.self)
    }

    /// `gateway.renew`: this gateway, and with it all its visitors, live on.
    public func renewGateway(
        _ gateway: GatewayHandle, leaseSeconds: Int, timeout: Duration = .seconds(30)
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(
            .gatewayRenew, as: .system(gateway.text), GatewayRenew(gateway: gateway, leaseSeconds: leaseSeconds),
            timeout: timeout)
    }
}
