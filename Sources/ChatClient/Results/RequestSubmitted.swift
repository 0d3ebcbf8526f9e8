import ChatContract

/// The result of `request.submit`.
public struct RequestSubmitted: Codable, Sendable, Equatable {
    public var request: RequestID
}
