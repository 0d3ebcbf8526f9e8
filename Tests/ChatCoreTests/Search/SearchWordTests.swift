import Testing

@testable import ChatCore

@Suite("Words of the search")
struct SearchWordTests {
    @Test("words are compared without accents, apostrophes and capitals; e-mail is one word")
    func words() {
        #expect(SearchWord.words(of: "Can't find my E-Mail – où?") == ["cant", "find", "my", "email", "ou"])
        #expect(
            SearchWord.words(of: "Track-and-Trace/straße Æble 42") == [
                "track", "and", "trace", "strasse", "aeble", "42",
            ])
        #expect(SearchWord.words(of: " -- ''! ").isEmpty)
    }

    @Test(
        "the forms of a word have one stem, or stems that are alike, in each language",
        arguments: [
            (Language.en, ["delivery", "delivered", "deliver", "delivering"]),
            (.en, ["cancel", "cancelled", "cancellation", "canceling"]), (.en, ["address", "addresses", "adress"]),
            (.nl, ["bestelling", "bestellingen", "besteld", "bestellen"]), (.nl, ["betaal", "betalen", "betaald"]),
            (.nl, ["brief", "brieven"]), (.de, ["Lieferung", "Lieferungen", "liefern", "geliefert"]),
            (.de, ["Rücksendung", "Rücksendungen"]), (.no, ["pakke", "pakken", "pakka", "pakker", "pakkene"]),
            (.no, ["bestilling", "bestillingen", "bestille", "bestilte"]),
            (.da, ["levering", "leveringen", "leveret"]),
            (.sv, ["beställning", "beställningar", "beställningen"]),
        ])
    func forms(_ language: Language, _ forms: [String]) {
        let stems = forms.flatMap { SearchWord.words(of: $0) }.map { Stemmer.stem($0, language) }
        for stem in stems { #expect(WordLikeness.between(stems[0], stem) >= 0.8, "\(stems)") }
    }

    @Test("slips of the hand are found alike, other words are not")
    func typos() {
        for (a, b) in [("parcel", "pracel"), ("invoice", "invoise"), ("password", "pasword"), ("discount", "dicsount")]
        {
            #expect(WordLikeness.between(a, b) > 0.6, "\(a) \(b)")
        }
        for (a, b) in [
            ("weather", "leather"), ("card", "cart2"), ("bill", "pill"), ("return", "tower"), ("abc", "abd"),
        ] {
            #expect(WordLikeness.between(a, b) == 0, "\(a) \(b)")
        }
    }

    @Test("what a compound is made of is found in it")
    func compounds() {
        for (part, whole) in [
            ("levering", "leveringstid"), ("etiket", "returetiket"), ("kosten", "verzendkosten"),
        ] {
            #expect(WordLikeness.between(part, whole) >= 0.65, "\(part) \(whole)")
        }
    }

    @Test("the language of a sentence is seen where it shows")
    func language() {
        #expect(SearchText.language(of: "where is my parcel") == .en)
        #expect(SearchText.language(of: "waar is mijn pakket") == .nl)
        #expect(SearchText.language(of: "wo ist mein Paket") == .de)
        #expect(SearchText.language(of: "jeg har ikke fått pakken ennå") == .no)
        #expect(SearchText.language(of: "jag har inte fått mitt paket") == .sv)
        #expect(SearchText.language(of: "PayPal") == nil)
    }

    @Test("topics are seen in the words of each language, phrases with words between them too")
    func topics() {
        for sentence in [
            "send it back", "ik stuur het terug", "zurückschicken", "jeg vil sende skoene tilbake", "returnere",
            "skicka tillbaka",
        ] {
            #expect(SearchText.terms(of: sentence, nil).contains("#return"), "\(sentence)")
        }
        #expect(!SearchText.terms(of: "good morning", .en).contains { $0.hasPrefix("#") })
    }
}
