import ChatContract

/// The result of `transcript.get`: events, or a text.
public struct SessionTranscript: Decodable, Sendable {
    public var session: SessionID
    public var format: TranscriptGet.Format
    public var text: String?
    public var events: [Event]?
}
