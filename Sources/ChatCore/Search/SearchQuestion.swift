/// A visitor's sentence as it is searched: the words that say what it is about.
public struct SearchQuestion: Sendable {
    /// A word, and all that it may stand for.
    struct Word: Sendable, Equatable {
        /// Its stems in the languages that it may be of; none for words that only belong to a phrase.
        var stems: [String]
        /// The topics that it belongs to, as terms, and how surely.
        var topics: [String: Double]
        /// Whether it belongs to a phrase, and so means little by itself.
        var isInPhrase = false
    }

    let words: [Word]
    /// What the sentence is written in; `nil` when it does not say.
    public let language: Language?

    /// How many words count at most: the first ones.
    private static let limit = 24

    /// - Parameter language: what its writer speaks, where that is known; his own words say it better.
    public init(_ sentence: String, language: Language? = nil) {
        let all = Array(SearchWord.words(of: sentence).prefix(80))
        let spoken = StopWords.language(of: all) ?? language
        self.language = spoken
        func isStop(_ word: String) -> Bool {
            spoken.map { StopWords.contains(word, $0) } ?? StopWords.contains(word)
                || word.count < 2 || word.allSatisfy(\.isNumber)
        }
        var topics: [Int: [String: Double]] = [:]
        var phrased: Set<Int> = []
        for hit in Thesaurus.topics(in: all) {
            // A stop word says something in a phrase only.
            if hit.words.count == 1, isStop(all[hit.words[0]]) { continue }
            for index in hit.words { topics[index, default: [:]][SearchText.topicMark + hit.topic] = 1 }
            if hit.words.count > 1 { phrased.formUnion(hit.words) }
        }
        var words: [Word] = []
        for (index, word) in all.enumerated() where words.count < Self.limit {
            let isStop = isStop(word)
            var stems = isStop ? [] : Stemmer.stems(word)
            var own = topics[index] ?? [:]
            if !isStop, own.isEmpty {
                for stem in stems {
                    for (topic, likeness) in Thesaurus.topics(like: stem) {
                        own[SearchText.topicMark + topic] = max(own[SearchText.topicMark + topic] ?? 0, likeness)
                    }
                }
            }
            if isStop, own.isEmpty { continue }
            if isStop { stems = [] }
            let found = Word(stems: stems, topics: own, isInPhrase: phrased.contains(index))
            if !words.contains(found) { words.append(found) }
        }
        self.words = words
    }

    /// Whether it says nothing that could be looked for.
    public var isEmpty: Bool { words.isEmpty }

    /// The stems to look for among the terms of entries, those that are spelt alike included.
    public var stems: [String] { Array(Set(words.flatMap(\.stems))).sorted() }

    /// The topics to look for.
    public var topics: [String] { Array(Set(words.flatMap(\.topics.keys))).sorted() }
}
