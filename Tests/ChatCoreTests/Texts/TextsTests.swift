import ChatContract
import Testing

@testable import ChatCore

@Suite("What visitors read")
struct TextsTests {
    /// The texts by name.
    private func all(_ language: Language) -> [String: String] {
        let texts = Mirror(reflecting: language.texts).children.compactMap { child in
            child.label.flatMap { label in (child.value as? String).map { (label, $0) } }
        }
        return Dictionary(uniqueKeysWithValues: texts)
    }

    private func variables(_ text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "}" }) }.sorted()
    }

    @Test("tags of languages")
    func tags() {
        let table: [(String, Language?)] = [
            ("en", .en), ("en-GB", .en), ("nl-NL", .nl), ("NL", .nl), ("de_AT", .de), ("de-Latn-DE", .de), ("nb", .no),
            ("nb-NO", .no), ("nn", .no), ("NN-no", .no), ("no", .no), ("da", .da), ("sv-FI", .sv), ("fr", nil),
            ("", nil), ("-", nil), ("eng", nil), ("e", nil), ("english", nil), ("nbx", nil),
        ]
        for (tag, language) in table { #expect(Language(tag: tag) == language, "\(tag)") }
        #expect(Language.allCases.map(\.rawValue) == ["en", "nl", "de", "no", "da", "sv"])
    }

    @Test("no text is empty, untidy, or has other variables than in English", arguments: Language.allCases)
    func form(_ language: Language) {
        let english = all(.en)
        #expect(all(language).count == english.count && english.count > 30)
        for (key, text) in all(language) {
            #expect(!text.isEmpty, "\(key)")
            #expect(text.first?.isWhitespace == false && text.last?.isWhitespace == false, "\(key): \(text)")
            #expect(!text.contains("  ") && !text.contains("...") && !text.contains("\n"), "\(key): \(text)")
            #expect(!text.contains("'") || language == .en, "\(key): \(text)")
            #expect(variables(text) == variables(english[key] ?? ""), "\(key): \(text)")
            #expect(text.count < 160, "\(key): \(text)")
        }
    }

    /// What is the same word or form in both languages.
    private static let sameAsEnglish: [Language: [String]] = [
        .nl: ["april", "dayAndMonth", "december", "fullDate", "november", "september", "time"],
        .de: ["april", "august", "november", "september", "time"],
        .no: ["april", "august", "november", "september", "time"],
        .da: ["april", "august", "december", "november", "september"],
        .sv: ["april", "dayAndMonth", "december", "fullDate", "november", "september", "time"],
    ]

    @Test("no text was forgotten in English", arguments: Language.allCases.filter { $0 != .en })
    func translated(_ language: Language) {
        let english = all(.en)
        let texts = all(language)
        let same = english.filter { texts[$0.key]?.lowercased() == $0.value.lowercased() }.map(\.key)
        #expect(same.sorted() == Self.sameAsEnglish[language])
    }

    @Test("visitors are addressed as live chats in their country do")
    func address() {
        func words(_ language: Language) -> Set<String> {
            Set(all(language).values.flatMap { $0.split { !$0.isLetter }.map(String.init) })
        }
        #expect(words(.nl).isDisjoint(with: ["u", "U", "uw", "Uw"]))
        #expect(words(.de).isDisjoint(with: ["du", "Du", "dir", "dich", "dein", "deine"]))
        for language in [Language.no, .da, .sv] {
            #expect(words(language).isDisjoint(with: ["De", "Deres", "Dem", "Ni", "Eder"]))
        }
        #expect(words(.no).isDisjoint(with: ["ikkje", "ein", "eg", "meddelelse", "besked", "af", "lukket"]))
        #expect(words(.da).isDisjoint(with: ["melding", "av", "noe", "åpner", "nå", "deg"]))
    }

    @Test("every sentence fills in all of its variables", arguments: Language.allCases)
    func sentences(_ language: Language) throws {
        let texts = language.texts
        let zone = try #require(ZoneDays(zone: "Europe/Oslo"))
        let moment: Timestamp = "2026-11-22T12:05:00Z"
        let clock = language == .da ? "13.05" : "13:05"
        let sentences: [(String, [String])] = [
            (texts.requestDraft("R-17"), ["R-17"]), (texts.time(moment, zone), [clock]),
            (texts.date(moment, zone), ["22", "2026"]),
        ]
        for (sentence, values) in sentences {
            #expect(!sentence.contains("{") && !sentence.contains("}"), "\(sentence)")
            for value in values { #expect(sentence.contains(value), "\(sentence)") }
        }
        #expect((1...7).compactMap(texts.weekday).count == 7)
        #expect(texts.weekday(0) == nil && texts.weekday(8) == nil)
        #expect(Set((1...12).compactMap(texts.month)).count == 12)
        #expect(texts.month(0) == nil && texts.month(13) == nil)
    }

    @Test("what a visitor calls himself is never read as a variable")
    func template() {
        #expect(Template.fill("{a}{b}", ["a": "{b}", "b": "2"]) == "{b}2")
        #expect(Template.fill("{a} {c} {", ["a": "1"]) == "1 {c} {")
        #expect(Template.fill("{{a}}", ["a": "1"]) == "{1}")
        #expect(Template.fill("{a", ["a": "1"]) == "{a")
        #expect(Template.fill("", ["a": "1"]) == "")
        #expect(Texts.english.requestDraft("{request}").hasSuffix("its number is {request}."))
    }
}
