/// The body of `visitor.block`: the session's visitor may not open another on its channel for so long.
public struct VisitorBlock: Codable, Sendable, Equatable {
    public var session: SessionID
    /// At most 8760, a year; 0 lifts the block.
    public var hours: Int

    public init(session: SessionID, hours: Int) {
        self.session = session
        self.hours = hours
    }
}
