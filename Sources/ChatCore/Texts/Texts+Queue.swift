import ChatContract

// What a visitor reads while he waits.
extension Texts {
    /// The queue message of channels without a text of their own.
    ///
    /// - Parameters:
    ///   - position: in line, from 1.
    ///   - averageWait: `hh:mm`, `nil` when nobody was accepted yet.
    public func queueMessage(position: Int, averageWait: String?) -> String {
        guard let averageWait else { return Template.fill(queueUnknown, ["position": "\(position)"]) }
        return Template.fill(queueKnown, ["position": "\(position)", "average": averageWait])
    }

    /// A channel's own queue text with its variables: `{cque}` the position, `{cavw}` the average wait (spec section 5.2).
    ///
    /// When no wait is known the sentence that tells it is left out (decisions, "Channel defaults"). One that tells the
    /// position too, or that is the whole text, stays and says in words that the wait is not known.
    public func expandQueueText(_ text: String, position: Int, averageWait: String?) -> String {
        let position = "\(position)"
        if let averageWait { return Template.fill(text, ["cque": position, "cavw": averageWait]) }
        let sentences = Self.sentences(text)
        let kept = sentences.filter { !$0.contains("{cavw}") || $0.contains("{cque}") }
        let hasText = kept.contains { $0.contains { !$0.isWhitespace } }
        let rest = Self.trimmed((hasText ? kept : sentences).joined())
        return Template.fill(rest, ["cque": position, "cavw": averageUnknown])
    }

    /// The text in pieces that end after a sentence and the white space behind it.
    ///
    /// A stop ends a sentence where no small letter, digit or variable follows: "nr. {cque}" and "ca. 5" go on.
    private static func sentences(_ text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            guard character.isNewline || ".!?…".contains(character) else { continue }
            let next = text[index...].firstIndex { !$0.isWhitespace } ?? text.endIndex
            guard next < text.endIndex, next > index || character.isNewline else { continue }
            let goesOn = text[next].isLowercase || text[next].isNumber || text[next] == "{"
            if goesOn, !character.isNewline, !text[index..<next].contains(where: \.isNewline) { continue }
            sentences.append(text[start..<next])
            start = next
            index = next
        }
        sentences.append(text[start...])
        return sentences
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
