import AMQP
import ChatContract

/// Whom a dead letter is about.
struct DeadLetterContent: Sendable {
    /// The session that it says it belongs to.
    let session: SessionID?
    private let text: String

    private struct Body: Decodable {
        var session: SessionID
    }

    init(_ letter: Delivery) {
        session =
            letter.properties.headers[Header.session]?.stringValue.flatMap { SessionID($0) }
            ?? (try? WireJSON.decode(Body.self, from: letter.body))?.session
        text = String(decoding: letter.body, as: UTF8.self).lowercased()
    }

    /// Whether an e-mail address stands in it, and is not the end or the beginning of a longer one.
    func names(_ email: String) -> Bool {
        let address = email.lowercased()
        guard !address.isEmpty else { return false }
        return text.ranges(of: address).contains { range in
            let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            return !Self.isPart(before) && !Self.isPart(after, isEnd: true)
        }
    }

    private static func isPart(_ character: Character?, isEnd: Bool = false) -> Bool {
        guard let character else { return false }
        // A full stop ends a sentence, too.
        return character.isLetter || character.isNumber || "_+-@".contains(character) || !isEnd && character == "."
    }
}
