import ChatContract

/// One line of a transcript: a message, or what the system says of the conversation.
public struct TranscriptLine: Sendable, Equatable {
    public var at: Timestamp
    /// The name that the visitor knows; `nil`: a line of the system's.
    public var author: String?
    public var text: String
    /// Whether `text` is HTML, as messages may be.
    public var isHTML: Bool

    public init(at: Timestamp, author: String?, text: String, isHTML: Bool = false) {
        self.at = at
        self.author = author
        self.text = text
        self.isHTML = isHTML
    }
}
