import ChatContract

/// A command to a channel as the desk decides it: who asks for what, his right to speak checked before.
public struct CommandRequest: Sendable {
    public var actor: Actor
    public var key: CommandKey
    public var command: ChannelCommand
    /// A session of this channel that is over, looked up because the desk does not hold it.
    public var archived: Session?
    /// Entries that may answer the question in the command, the best first.
    public var suggestions: [FAQSuggestion] = []
    /// With `session.open`: the agent whom the visitor had on this channel last.
    public var formerAgent: AgentHandle?
    /// With `session.open`: until when the visitor is blocked.
    public var blockedUntil: Timestamp?
    /// With `request.create`: what was said so far, and what a request may be about.
    public var log = ""
    public var options = RequestOptions()
    /// With `contact.link` and `contact.create`: whom they name.
    public var known = KnownContacts()
    /// With `transfer.request`: the channel that is to get the session.
    public var destination: Desk?

    public init(actor: Actor, key: CommandKey, command: ChannelCommand, archived: Session? = nil) {
        self.actor = actor
        self.key = key
        self.command = command
        self.archived = archived
    }
}
