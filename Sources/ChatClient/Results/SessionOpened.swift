import ChatContract

/// The result of `session.open`.
public struct SessionOpened: Decodable, Sendable {
    public var session: SessionID
    /// The visitor's secret for all further commands.
    public var key: String
    public var snapshot: VisitorView
}
