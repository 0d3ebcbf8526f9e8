import ChatContract
import ChatCore

/// Answers from the FAQ: one entry that fits is told, and a moment later the visitor is asked whether it helped; several are
/// offered as buttons, and who does not find what he looks for, or asks for it, gets to people.
///
/// What a visitor means by a button follows from the lines before it, so nothing is kept here.
public struct FAQBot: BotScript {
    /// Finds the entries that fit a sentence, the best first.
    public typealias Search =
        @Sendable (_ sentence: String, _ language: Language, _ limit: Int) async throws
        -> [FAQEntry]

    private let search: Search
    /// Where the gateway is, for links to entries that stand nowhere else.
    private let site: String?

    public init(site: String? = nil, search: @escaping Search) {
        self.site = site
        self.search = search
    }

    public func opened(_ session: BotSession) async throws -> [BotAction] {
        let words = BotWords(session.language)
        return [.say(words.faqGreeting, options: [words.person])]
    }

    public func received(_ message: Message, in session: BotSession) async throws -> [BotAction] {
        let words = BotWords(session.language)
        let text = message.text
        if words.asksForPerson(text) { return [.say(words.handingOver), .handOff] }
        if words.isThanks(text) { return [.say(words.goodbye), .close] }
        if let title = Self.offered(text, in: session), let entry = try await entry(titled: title, session) {
            return tell(entry, words)
        }
        let entries = try await search(text, session.language, Self.offers)
        // Who asks in the words of an entry means that one.
        if let entry = entries.first(where: { BotWords.words($0.title) == BotWords.words(text) }) {
            return tell(entry, words)
        }
        switch entries.count {
        case 0: return [.say(words.unknown), .handOff]
        case 1: return tell(entries[0], words)
        default:
            let titles = entries.map { Self.label($0.title) }
            return [.say(words.which + Self.list(titles), options: titles + [words.person])]
        }
    }

    private func tell(_ entry: FAQEntry, _ words: BotWords) -> [BotAction] {
        let text = entry.text.trimmingWhitespace
        return [
            .say(entry.title + "\n" + text + (link(entry).map { "\n" + $0 } ?? "")),
            .say(words.didItHelp, options: [words.helped, words.person], after: Self.readingTime),
        ]
    }

    /// How long a visitor has to read an answer before he is asked about it (spec section 8.5).
    static let readingTime = Span.seconds(4)

    /// Where the entry stands: at its own address, or on its page at the gateway.
    private func link(_ entry: FAQEntry) -> String? {
        if let url = entry.url, !url.hasPrefix("/") { return url }
        return site.map { $0 + (entry.url ?? "/faq/\(entry.entry)") } ?? entry.url
    }

    private func entry(titled title: String, _ session: BotSession) async throws -> FAQEntry? {
        try await search(title, session.language, 20).first { Self.label($0.title) == title }
    }

    // MARK: - Offers

    /// How many entries are offered at most.
    private static let offers = 3
    /// How long a button may be.
    private static let labelLength = 60

    private static func label(_ title: String) -> String {
        title.count <= labelLength ? title : title.prefix(labelLength - 1) + "…"
    }

    /// The offers as lines, for those who would rather write a number.
    private static func list(_ titles: [String]) -> String {
        titles.enumerated().map { "\n\($0.offset + 1). \($0.element)" }.joined()
    }

    /// What the visitor chose of what was offered last: by its words, or by its number. The question whether an answer
    /// helped may have come in between.
    private static func offered(_ text: String, in session: BotSession) -> String? {
        let words = BotWords(session.language)
        guard let last = session.messages.last(where: { $0.from == .bot && $0.text != words.didItHelp }) else {
            return nil
        }
        let titles = last.text.split(separator: "\n").compactMap { line -> String? in
            guard let dot = line.firstIndex(of: "."), Int(line[..<dot]) != nil else { return nil }
            return String(line[line.index(after: dot)...].dropFirst())
        }
        let choice = text.trimmingWhitespace
        if let number = Int(choice), titles.indices.contains(number - 1) { return titles[number - 1] }
        return titles.first { $0.lowercased() == choice.lowercased() }
    }
}

extension String {
    /// The same without what is blank at its ends.
    fileprivate var trimmingWhitespace: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
