import ChatContract
import ChatCore

/// A session as a bot's script sees it: all that happened in it, up to the event that it is asked about.
public struct BotSession: Sendable {
    public let session: SessionID
    public let channel: ChannelHandle
    public let visitor: Visitor
    /// The visitor's, where there are texts in it, else the channel's.
    public let language: Language
    /// The conversation so far, without what is being answered.
    public let messages: [Message]

    public init(
        session: SessionID, channel: ChannelHandle, visitor: Visitor, language: Language, messages: [Message]
    ) {
        self.session = session
        self.channel = channel
        self.visitor = visitor
        self.language = language
        self.messages = messages
    }
}
