#if canImport(Glibc)
    import Glibc
#endif

/// Ranks entries by what they share with a question: which words, how rare these are, and where they stand.
public struct SearchRanking: Sendable {
    /// An entry's terms, as ``SearchText`` makes them.
    public struct Candidate: Sendable {
        public var title: [String]
        public var keywords: [String]
        public var text: [String]
        public var language: Language?

        public init(title: [String], keywords: [String] = [], text: [String], language: Language? = nil) {
            self.title = title
            self.keywords = keywords
            self.text = text
            self.language = language
        }
    }

    /// In how many entries a term stands.
    public struct Standing: Sendable, Equatable {
        /// In the title or among the keywords.
        public var title: Int
        public var text: Int

        public init(title: Int, text: Int) {
            self.title = title
            self.text = text
        }
    }

    /// What a term of the entries brings to one that has it, for a word of the question.
    private struct Fit: Sendable {
        var likeness: Double
        var inTitle: Double
        var inText: Double
    }

    /// A word of the question with the terms that it fits.
    private struct Sought: Sendable {
        var terms: [String: Fit]
        /// The most that it can bring.
        var weight: Double
    }

    private let sought: [Sought]
    private let language: Language?

    /// - Parameters:
    ///   - known: terms of the entries that may fit, and in how many entries each of them stands.
    ///   - count: how many entries there are.
    public init(_ question: SearchQuestion, known: [String: Standing], count: Int) {
        language = question.language
        /// What stands in few entries says more.
        func rarity(_ entries: Int) -> Double {
            let all = Double(max(count, entries, Self.leastCount))
            return log(1 + (all - Double(entries) + 0.5) / (Double(entries) + 0.5))
        }
        func fit(_ likeness: Double, _ standing: Standing) -> Fit {
            let inText = likeness * rarity(max(standing.title, standing.text)) * Self.textShare
            return Fit(
                likeness: likeness, inTitle: standing.title > 0 ? max(inText, likeness * rarity(standing.title)) : 0,
                inText: inText)
        }
        let unknown = rarity(0)
        sought = question.words.map { word in
            var terms: [String: Fit] = [:]
            let isKnown = word.stems.contains { known[$0] != nil }
            for (term, standing) in known where !term.hasPrefix(SearchText.topicMark) {
                for stem in word.stems {
                    var likeness = WordLikeness.between(stem, term)
                    // Who spelt a word as the entries do meant no other that is spelt nearly so.
                    if isKnown, likeness < 1 { likeness = WordLikeness.isForm(stem, term) ? likeness * 0.9 : 0 }
                    if word.isInPhrase { likeness *= Self.phraseShare }
                    guard likeness > (terms[term]?.likeness ?? 0) else { continue }
                    terms[term] = fit(likeness, standing)
                }
            }
            for (topic, likeness) in word.topics {
                guard let standing = known[topic] else { continue }
                terms[topic] = fit(likeness * Self.topicLikeness, standing)
            }
            // A word that nobody wrote about says that the question is about something else.
            let best = terms.values.map { max($0.inTitle, $0.inText) }.max()
            return Sought(terms: terms, weight: best ?? (word.stems.isEmpty ? 0 : unknown * Self.unknownShare))
        }
    }

    /// The terms to look for in the entries.
    public var terms: [String] { Array(Set(sought.flatMap(\.terms.keys))).sorted() }

    // How much is what worth; tuned on the questions of config/faq-questions.csv that are marked "tune".
    /// A small FAQ is taken for one of this size: among three entries every word would be a frequent one.
    private static let leastCount = 40
    private static let topicLikeness = 0.85
    private static let phraseShare = 0.5
    private static let unknownShare = 0.5
    private static let keywordShare = 0.9
    private static let textShare = 0.45
    private static let otherLanguageShare = 0.6
    private static let leastScore = 1.0
    private static let leastFit = 0.6
    private static let leastOfBest = 0.4

    /// How well an entry fits.
    ///
    /// - Returns: `nil` when it shares too little.
    public func score(_ candidate: Candidate) -> Double? {
        let title = Set(candidate.title)
        let keywords = Set(candidate.keywords)
        let text = Set(candidate.text)
        var score = 0.0
        var total = 0.0
        var usedInTitle: [String: Double] = [:]
        for word in sought {
            var best = 0.0
            for (term, fit) in word.terms {
                if title.contains(term) {
                    best = max(best, fit.inTitle)
                    usedInTitle[term] = max(usedInTitle[term] ?? 0, fit.likeness)
                } else if keywords.contains(term) {
                    best = max(best, fit.inTitle * Self.keywordShare)
                } else if text.contains(term) {
                    best = max(best, fit.inText)
                }
            }
            score += best
            total += word.weight
        }
        if let language, let other = candidate.language, !other.isLike(language) { score *= Self.otherLanguageShare }
        // It must share enough, and enough of what was asked.
        guard total > 0, score >= Self.leastScore, score * (score / total) >= Self.leastFit else { return nil }
        // Of two that share the same, the one whose title says little else.
        let plain = candidate.title.count { !$0.hasPrefix(SearchText.topicMark) }
        let covered = usedInTitle.reduce(0) { $0 + ($1.key.hasPrefix(SearchText.topicMark) ? 0.5 : 1) * $1.value }
        score *= 0.85 + 0.15 * min(1, covered / Double(max(1, plain)))
        return score
    }

    /// Which of those that fit are worth showing beside the best.
    public static func isWorthShowing(_ score: Double, best: Double) -> Bool { score >= best * leastOfBest }
}
