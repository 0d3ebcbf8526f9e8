import ChatContract

/// What agents send.
extension ChatClient {
    /// `presence.set`, for oneself.
    public func setPresence(
        _ status: WantedPresence, as agent: AgentHandle
    ) async throws(ChatClientError) -> ClientAnswer<PresenceIs> {
        try await send(.presenceSet, as: .agent(agent), PresenceSet(status: status), returning: PresenceIs.self)
    }

    /// `presence.renew`: this connection of the agent lives on.
    public func renewPresence(
        as agent: AgentHandle, connection: String, leaseSeconds: Int
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(
            .presenceRenew, as: .agent(agent), PresenceRenew(connection: connection, leaseSeconds: leaseSeconds))
    }

    /// `session.pickUp`.
    public func pickUp(
        _ session: SessionID, on channel: ChannelHandle, as agent: AgentHandle, messageID: String? = nil
    ) async throws(ChatClientError) -> ClientAnswer<SessionTaken> {
        try await send(
            .sessionPickUp, to: channel, as: .agent(agent), SessionReference(session: session), messageID: messageID,
            returning: SessionTaken.self)
    }

    /// `session.pickUpNext`: the one that has waited longest, over all or these channels.
    public func pickUpNext(
        as agent: AgentHandle, on channels: [ChannelHandle]? = nil, messageID: String? = nil
    ) async throws(ChatClientError) -> ClientAnswer<SessionTaken> {
        try await send(
            .sessionPickUpNext, as: .agent(agent), SessionPickUpNext(channels: channels), messageID: messageID,
            returning: SessionTaken.self)
    }

    /// `transfer.request`, to another agent.
    public func requestTransfer(
        of session: SessionID, on channel: ChannelHandle, to target: AgentHandle, as agent: AgentHandle
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(
            .transferRequest, to: channel, as: .agent(agent), TransferRequest(session: session, agent: target))
    }

    /// `transfer.accept`.
    public func acceptTransfer(
        of session: SessionID, on channel: ChannelHandle, as agent: AgentHandle
    ) async throws(ChatClientError) -> ClientAnswer<EmptyResult> {
        try await send(.transferAccept, to: channel, as: .agent(agent), SessionReference(session: session))
    }

    /// `session.get`: how a session stands, and its events after a number.
    public func session(
        _ session: SessionID, as agent: AgentHandle, after seq: Int64? = nil
    ) async throws(ChatClientError) -> ClientAnswer<EventPage<AgentView>> {
        try await send(
            .sessionGet, as: .agent(agent), SessionGet(session: session, after: seq),
            returning: EventPage<AgentView>.self)
    }
}
