/// A text of an entry as it is searched: the stems of its words, and the topics that it is about (`#parcel`).
public enum SearchText {
    /// Raised whenever the terms of a text become others: kept ones are made anew then.
    public static let version = 1

    /// The terms of a text, each once.
    ///
    /// - Parameter language: of the text; where it is not known it is guessed, and where that fails each word has the
    ///   stems of all languages.
    public static func terms(of text: String, _ language: Language?) -> [String] {
        let words = SearchWord.words(of: text)
        let language = language ?? StopWords.language(of: words)
        var terms: [String] = []
        var seen: Set<String> = []
        func add(_ term: String) { if seen.insert(term).inserted { terms.append(term) } }
        for word in words where !(language.map { StopWords.contains(word, $0) } ?? StopWords.contains(word)) {
            if let language {
                add(Stemmer.stem(word, language))
            } else {
                Stemmer.stems(word).forEach(add)
            }
        }
        for hit in Thesaurus.topics(in: words) { add(topicMark + hit.topic) }
        return terms
    }

    /// The language of a text; `nil` when it does not say.
    public static func language(of text: String) -> Language? { StopWords.language(of: SearchWord.words(of: text)) }

    /// Whether words of a question are compared with a term letter by letter: not with topics and numbers.
    public static func mayBeMisspelt(_ term: String) -> Bool {
        term.count >= 4 && term.allSatisfy(\.isLetter)
    }

    /// Whether a word of a question may mean a term of an entry: a form of it, a part of it, or a slip of the hand.
    public static func areAlike(_ stem: String, _ term: String) -> Bool { WordLikeness.between(stem, term) > 0 }

    /// Before the name of a topic.
    static let topicMark = "#"
}
