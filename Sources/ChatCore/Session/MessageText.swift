import ChatContract

/// What is kept of a message's text (decisions, "Messages and inputs").
enum MessageText {
    static let limit = 8000

    /// Checks the text, hides what must not be kept, and leaves of HTML only what messages may hold.
    static func clean(_ text: String, format: TextFormat, _ masks: Masks) throws(Refusal) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.invalidField, "the text is empty", field: "text")
        }
        guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
            throw Refusal(
                .invalidField,
                "the text has \(text.unicodeScalars.count) characters; at most \(limit) are allowed", field: "text")
        }
        guard format == .html else { return masks.hide(in: text) }
        let clean = masks.hide(inHTML: SafeHTML.clean(text))
        guard SafeHTML.hasText(clean) else {
            throw Refusal(.invalidField, "the text is empty without the HTML that is not allowed", field: "text")
        }
        return clean
    }
}
