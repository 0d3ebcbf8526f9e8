/// What the list of the FAQ says itself, in the six languages of the widget.
struct FAQWords: Sendable {
    /// For `lang`.
    let language: String
    let title: String
    let search: String
    let nothingFound: String
    let all: String

    private static let english = FAQWords(
        language: "en", title: "Frequently asked questions", search: "Search", nothingFound: "No answer fits that.",
        all: "All questions")

    private static let others = [
        FAQWords(
            language: "nl", title: "Veelgestelde vragen", search: "Zoeken", nothingFound: "Geen antwoord gevonden.",
            all: "Alle vragen"),
        FAQWords(
            language: "de", title: "Häufige Fragen", search: "Suchen", nothingFound: "Dazu gibt es keine Antwort.",
            all: "Alle Fragen"),
        FAQWords(
            language: "no", title: "Ofte stilte spørsmål", search: "Søk", nothingFound: "Ingen svar passer til det.",
            all: "Alle spørsmål"),
        FAQWords(
            language: "da", title: "Ofte stillede spørgsmål", search: "Søg", nothingFound: "Intet svar passer til det.",
            all: "Alle spørgsmål"),
        FAQWords(
            language: "sv", title: "Vanliga frågor", search: "Sök", nothingFound: "Inget svar passar.",
            all: "Alla frågor"),
    ]

    /// The first language of a header `Accept-Language` that there are words in, else English.
    static func words(_ accepted: String?) -> FAQWords {
        for range in (accepted ?? "").split(separator: ",") {
            let primary = range.drop { $0 == " " }.prefix { $0.isLetter }.lowercased()
            let language = ["nb", "nn"].contains(primary) ? "no" : primary
            if language == english.language { return english }
            if let found = others.first(where: { $0.language == language }) { return found }
        }
        return english
    }
}
