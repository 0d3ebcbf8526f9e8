import ChatContract

/// The result of `session.attach` (a ``VisitorView``) and of `session.get` (an ``AgentView``): events after a number.
public struct EventPage<View: Decodable & Sendable>: Decodable, Sendable {
    public var snapshot: View
    public var events: [Event]
    /// Whether there are more after these.
    public var more: Bool
}
