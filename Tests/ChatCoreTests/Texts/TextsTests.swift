import ChatContract
import Testing

@testable import ChatCore

@Suite("What visitors read")
struct TextsTests {
    /// The texts by name, as a browser gets them.
    private func all(_ language: Language) throws -> [String: String] {
        try WireJSON.decode([String: String].self, from: language.texts.json())
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

    @Test("the object for browsers has every text by the property's name, in order", arguments: Language.allCases)
    func json(_ language: Language) throws {
        let texts = try all(language)
        let properties = Mirror(reflecting: language.texts).children.compactMap(\.label)
        #expect(properties.count > 120)
        #expect(Set(texts.keys) == Set(properties))
        for (label, value) in Mirror(reflecting: language.texts).children {
            #expect(texts[label ?? ""] == value as? String)
        }
        let text = String(decoding: language.texts.json(), as: UTF8.self)
        let places = texts.keys.sorted().map { text.firstRange(of: "\"\($0)\":")?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        #expect(language.texts.json() == language.texts.json())
    }

    @Test("no text is empty, untidy, or has other variables than in English", arguments: Language.allCases)
    func form(_ language: Language) throws {
        let english = try all(.en)
        for (key, text) in try all(language) {
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
        .no: ["april", "august", "november", "send", "september", "time"],
        .da: ["april", "august", "december", "november", "send", "september"],
        .sv: ["april", "dayAndMonth", "december", "fullDate", "november", "september", "time"],
    ]

    @Test("no text was forgotten in English", arguments: Language.allCases.filter { $0 != .en })
    func translated(_ language: Language) throws {
        let english = try all(.en)
        let texts = try all(language)
        let same = english.filter { texts[$0.key]?.lowercased() == $0.value.lowercased() }.map(\.key)
        #expect(same.sorted() == Self.sameAsEnglish[language])
    }

    @Test("visitors are addressed as live chats in their country do")
    func address() throws {
        func words(_ language: Language) throws -> Set<String> {
            Set(try all(language).values.flatMap { $0.split { !$0.isLetter }.map(String.init) })
        }
        #expect(try words(.nl).isDisjoint(with: ["u", "U", "uw", "Uw"]))
        #expect(try words(.de).isDisjoint(with: ["du", "Du", "dir", "dich", "dein", "deine"]))
        for language in [Language.no, .da, .sv] {
            #expect(try words(language).isDisjoint(with: ["De", "Deres", "Dem", "Ni", "Eder"]))
        }
        #expect(try words(.no).isDisjoint(with: ["ikkje", "ein", "eg", "meddelelse", "besked", "af", "lukket"]))
        #expect(try words(.da).isDisjoint(with: ["melding", "av", "noe", "åpner", "nå", "deg"]))
    }

    @Test("plurals")
    func plurals() {
        let table: [(Language, String, String, String, String)] = [
            (.en, "new message", "new messages", "in 1 minute if", "in 5 minutes if"),
            (.nl, "nieuw bericht", "nieuwe berichten", "over 1 minuut als", "over 5 minuten als"),
            (.de, "neue Nachricht", "neue Nachrichten", "in 1 Minute,", "in 5 Minuten,"),
            (.no, "ny melding", "nye meldinger", "om 1 minutt hvis", "om 5 minutter hvis"),
            (.da, "ny besked", "nye beskeder", "om 1 minut,", "om 5 minutter,"),
            (.sv, "nytt meddelande", "nya meddelanden", "om 1 minut om", "om 5 minuter om"),
        ]
        for (language, one, other, oneMinute, minutes) in table {
            let texts = language.texts
            #expect(texts.newMessages(1) == "1 \(one)")
            for count in [0, 2, 5, 21] { #expect(texts.newMessages(count) == "\(count) \(other)") }
            #expect(texts.idleWarning(1).contains(oneMinute))
            #expect(texts.idleWarning(5).contains(minutes))
        }
        #expect(table.count == Language.allCases.count)
    }

    @Test("every sentence fills in all of its variables", arguments: Language.allCases)
    func sentences(_ language: Language) throws {
        let texts = language.texts
        let zone = try #require(ZoneDays(zone: "Europe/Oslo"))
        let moment: Timestamp = "2026-11-22T12:05:00Z"
        let clock = language == .da ? "13.05" : "13:05"
        let sentences: [(String, [String])] = [
            (texts.poweredBy("Samtale"), ["Samtale"]), (texts.fieldTooLong(255), ["255"]),
            (texts.joined("Anna"), ["Anna"]), (texts.typing("Anna"), ["Anna"]), (texts.endedByAgent("Anna"), ["Anna"]),
            (texts.illegalFileType("x.exe"), ["x.exe"]), (texts.fileTooLarge("x.png", 10), ["x.png", "10"]),
            (texts.requestSent("R-17"), ["R-17"]), (texts.requestDraft("R-17"), ["R-17"]),
            (texts.transcriptSent(to: "a@b.no"), ["a@b.no"]),
            (texts.transcriptFailed(to: "a@b.no"), ["a@b.no"]), (texts.errorTooLong(8000), ["8000"]),
            (texts.moved(to: "Salg"), ["Salg"]), (texts.moved(to: nil), []),
            (texts.agentLost(returnsAt: moment, zone: zone), [clock]), (texts.lineJoined("Anna"), ["Anna"]),
            (texts.lineTransferred(to: "Bo"), ["Bo"]), (texts.lineMoved(to: "Salg"), ["Salg"]),
            (texts.lineFile("x.png", from: "Anna"), ["x.png", "Anna"]),
            (texts.lineStarted(moment, zone), [clock, "22", "2026"]), (texts.lineEnded(moment, zone), [clock]),
            (texts.queueMessage(position: 3, averageWait: "00:04"), ["3", "00:04"]),
            (texts.queueMessage(position: 3, averageWait: nil), ["3"]),
        ]
        for (sentence, values) in sentences {
            #expect(!sentence.contains("{") && !sentence.contains("}"), "\(sentence)")
            for value in values { #expect(sentence.contains(value), "\(sentence)") }
        }
        #expect((0...6).map(texts.star) == [nil, texts.star1, texts.star2, texts.star3, texts.star4, texts.star5, nil])
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
        #expect(Texts.english.joined("{name}") == "{name} has joined the chat.")
    }
}
