/// Cuts words down to what their forms have in common: a light stemmer for each language of the widget.
///
/// It cuts one ending, then a last vowel, and writes double letters once. What it leaves different (`besteld`, `bestel`),
/// ``WordLikeness`` still finds alike.
enum Stemmer {
    /// Shorter than this is no stem.
    private static let shortest = 3

    /// - Parameter word: as ``SearchWord`` gives it.
    static func stem(_ word: String, _ language: Language) -> String {
        guard word.count > shortest, !word.contains(where: \.isNumber) else { return word }
        var stem = word[...]
        if language == .nl || language == .de, word.count >= 7, word.hasPrefix("ge"), let last = word.last,
            last == "t" || last == "d"
        {
            stem = stem.dropFirst(2)
        }
        for ending in endings(of: language)
        where stem.hasSuffix(ending.text) && stem.count - ending.text.count >= shortest {
            let rest = stem.dropLast(ending.text.count)
            guard let before = rest.last, !ending.notAfter.contains(before),
                ending.onlyAfter.isEmpty || ending.onlyAfter.contains(before)
            else { continue }
            stem = rest
            break
        }
        if let last = stem.last, "aey".contains(last), stem.count > shortest { stem = stem.dropLast() }
        var result = SearchWord.withoutDoubles(stem)
        if language == .nl, let last = result.last {
            if last == "v" { result = result.dropLast() + "f" }
            if last == "z" { result = result.dropLast() + "s" }
        }
        return result
    }

    /// The stems that a word may have, where nobody says in which language it is.
    static func stems(_ word: String) -> [String] {
        var stems: [String] = []
        for language in Language.allCases {
            let stem = stem(word, language)
            if !stems.contains(stem) { stems.append(stem) }
        }
        return stems
    }

    private struct Ending {
        var text: String
        var onlyAfter = ""
        var notAfter = ""
    }

    /// The longest first.
    private static func endings(of language: Language) -> [Ending] {
        switch language {
        case .en: english
        case .nl: dutch
        case .de: german
        case .no, .da: norwegianAndDanish
        case .sv: swedish
        }
    }

    private static let english =
        [
            Ending(text: "ations"), Ending(text: "ation"), Ending(text: "ments"), Ending(text: "ment"),
            Ending(text: "ness"), Ending(text: "ings"), Ending(text: "ing"), Ending(text: "ies"), Ending(text: "ied"),
            Ending(text: "ily"), Ending(text: "es", onlyAfter: "sxzh"), Ending(text: "ed"), Ending(text: "ly"),
            Ending(text: "s", notAfter: "sui"),
        ]
    private static let dutch =
        ["heden", "ingen", "tjes", "ing", "tje", "jes", "en", "je"].map { Ending(text: $0) }
        + [Ending(text: "s", notAfter: "siu")]
    private static let german =
        ["heiten", "keiten", "ungen", "lichen", "heit", "keit", "lich", "ung", "en", "em", "er", "es"]
        .map { Ending(text: $0) } + [Ending(text: "n", onlyAfter: "rle"), Ending(text: "s", notAfter: "siu")]
    private static let norwegianAndDanish =
        [
            "hetene", "heten", "heter", "ingerne", "ingene", "inger", "ingen", "erne", "ede", "ene", "ing", "ens",
            "ets",
            "ers", "ede", "en", "et", "er", "te",
        ].map { Ending(text: $0) } + [Ending(text: "s", notAfter: "siu")]
    private static let swedish =
        [
            "heterna", "heten", "heter", "ningarna", "ningen", "ningar", "ning", "arna", "erna", "orna", "ades", "ade",
            "ens", "ets", "ar", "er", "or", "en", "et", "at", "ad", "te",
        ].map { Ending(text: $0) } + [Ending(text: "s", notAfter: "siu")]
}
