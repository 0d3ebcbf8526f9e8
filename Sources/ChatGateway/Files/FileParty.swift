import ChatContract

/// Who brings or fetches a file, and in which session.
struct FileParty: Sendable {
    var actor: Actor
    var session: SessionID
    /// Where a visitor's page thinks that it is.
    var channel: ChannelHandle?
    /// A visitor's.
    var key: String?
}
