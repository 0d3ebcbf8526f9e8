import ChatContract

/// What is kept of a message's text (decisions, "Messages and inputs").
enum MessageText {
    static let limit = 8000

    /// Checks the text, and leaves of HTML only what messages may hold.
    static func clean(_ text: String, format: TextFormat) throws(Refusal) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidField, "the text is empty", field: "text")
        }
        guard text.utf8.count <= limit || text.count <= limit else {
            throw Refusal(
                .invalidField, "the text has \(text.count) characters; at most \(limit) are allowed", field: "text")
        }
        return switch format {
        case .text: text
        case .html: SafeHTML.clean(text)
        }
    }
}
