/// A session as its visitor sees it; the events go beside it.
public struct VisitorSnapshot: Codable, Sendable, Equatable {
    public var session: SessionID
    public var channel: ChannelHandle
    public var status: SessionStatus
    public var statusCode: Int
    public var shownAs: ShownAs?
    public var position: Int?
    /// Minutes as `hh:mm`; the mean wait of the channel's last 20 accepted chats.
    public var averageWait: String?
    public var mayRequest: Bool
    public var filesAllowed: Bool
    /// The agents' messages that the visitor has not read.
    public var unread: Int
    public var seq: Int64
    public var settingsVersion: Int64

    public init(
        session: SessionID, channel: ChannelHandle, status: SessionStatus, shownAs: ShownAs?, position: Int?,
        averageWait: String?, mayRequest: Bool, unread: Int, seq: Int64, settingsVersion: Int64
    ) {
        self.session = session
        self.channel = channel
        self.status = status
        self.statusCode = status.code
        self.shownAs = shownAs
        self.position = position
        self.averageWait = averageWait
        self.mayRequest = mayRequest
        self.filesAllowed = false
        self.unread = unread
        self.seq = seq
        self.settingsVersion = settingsVersion
    }
}
