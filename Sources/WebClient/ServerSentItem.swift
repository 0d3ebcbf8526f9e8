/// What comes on a stream of server-sent events.
public enum ServerSentItem: Sendable, Equatable {
    case event(ServerSentEvent)
    /// A sign of life.
    case comment
    /// How soon to come back, in milliseconds.
    case retry(Int)
}

/// One event.
public struct ServerSentEvent: Sendable, Equatable {
    /// `message` where the server named none.
    public var event: String
    /// What to say as `Last-Event-ID`; only where this event brings one.
    public var id: String?
    public var data: [UInt8]

    public init(event: String, id: String? = nil, data: [UInt8]) {
        self.event = event
        self.id = id
        self.data = data
    }

    public var text: String { String(decoding: data, as: UTF8.self) }
}
