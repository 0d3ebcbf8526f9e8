import ChatContract

/// The result of `message.post`: the line's number.
public struct MessagePosted: Codable, Sendable, Equatable {
    public var seq: Int64
}
