import ChatContract

/// A visitor who may not open sessions on a channel until then.
public struct BlockedVisitor: Sendable, Equatable {
    public var channel: ChannelHandle
    public var visitor: VisitorDigest
    public var until: Timestamp
}
