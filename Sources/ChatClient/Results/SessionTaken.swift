import ChatContract

/// The result of `session.pickUp`, `session.listen` and `session.pickUpNext`; without a session when nobody waited.
public struct SessionTaken: Decodable, Sendable {
    public var session: SessionID?
    public var snapshot: AgentView?
}
