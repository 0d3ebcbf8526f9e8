import ChatCore

/// What the bots in the box say, in the languages of the widget.
struct BotWords: Sendable {
    let echoGreeting: String
    let faqGreeting: String
    /// The button that fetches people.
    let person: String
    /// What is asked after an answer.
    let didItHelp: String
    /// The button that says that an answer helped.
    let helped: String
    let which: String
    let unknown: String
    let handingOver: String
    let goodbye: String
    /// Words by which a visitor asks for people.
    private let personWords: Set<String>
    /// Whole lines that say that it helped, besides the button.
    private let thanks: Set<String>

    init(_ language: Language) {
        self =
            switch language {
            case .en: .english
            case .nl: .dutch
            case .de: .german
            case .no: .norwegian
            case .da: .danish
            case .sv: .swedish
            }
    }

    /// Whether a line asks for people: the button, or a short line with one of the words. In a long one the word may mean
    /// somebody else.
    func asksForPerson(_ text: String) -> Bool {
        let words = Self.words(text)
        return words == Self.words(person) || words.count <= 8 && words.contains { personWords.contains($0) }
    }

    /// Whether a line says that nothing is left to ask.
    func isThanks(_ text: String) -> Bool {
        let words = Self.words(text)
        return words == Self.words(helped) || thanks.contains(words.joined(separator: " "))
    }

    /// The words of a line, in lower case, without what stands between them.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private init(
        echoGreeting: String, faqGreeting: String, person: String, didItHelp: String, helped: String, which: String,
        unknown: String, handingOver: String, goodbye: String, personWords: Set<String>, thanks: Set<String>
    ) {
        self.echoGreeting = echoGreeting
        self.faqGreeting = faqGreeting
        self.person = person
        self.didItHelp = didItHelp
        self.helped = helped
        self.which = which
        self.unknown = unknown
        self.handingOver = handingOver
        self.goodbye = goodbye
        self.personWords = personWords
        self.thanks = thanks
    }

    private static let english = BotWords(
        echoGreeting: "Hello! I am a bot, and repeat what you write.",
        faqGreeting: "Hello! I am a bot. Ask me, and I will look for an answer; I can also get you a person.",
        person: "Talk to a person", didItHelp: "Did that help?", helped: "That helped",
        which: "Is it one of these?", unknown: "I do not know that. I will get you a person.",
        handingOver: "Of course, I will get you a person.", goodbye: "Glad to hear that. Have a good day!",
        personWords: ["person", "human", "agent", "somebody", "someone", "employee", "operator", "representative"],
        thanks: ["thanks", "thank you", "thanks a lot", "thank you very much", "great thanks"])

    private static let dutch = BotWords(
        echoGreeting: "Hallo! Ik ben een bot en herhaal wat je schrijft.",
        faqGreeting:
            "Hallo! Ik ben een bot. Stel je vraag, dan zoek ik een antwoord; ik kan er ook een medewerker bij halen.",
        person: "Met een medewerker praten", didItHelp: "Heeft dat geholpen?", helped: "Dat heeft geholpen",
        which: "Is het een van deze?", unknown: "Dat weet ik niet. Ik haal er een medewerker bij.",
        handingOver: "Natuurlijk, ik haal er een medewerker bij.", goodbye: "Fijn om te horen. Nog een prettige dag!",
        personWords: ["medewerker", "mens", "persoon", "iemand", "collega", "agent"],
        thanks: ["bedankt", "dank je", "dank je wel", "dankjewel", "dank u", "dank u wel", "hartelijk dank"])

    private static let german = BotWords(
        echoGreeting: "Hallo! Ich bin ein Bot und wiederhole, was Sie schreiben.",
        faqGreeting:
            "Hallo! Ich bin ein Bot. Fragen Sie mich, und ich suche eine Antwort; ich kann auch einen Menschen holen.",
        person: "Mit einem Menschen sprechen", didItHelp: "Hat das geholfen?", helped: "Das hat geholfen",
        which: "Ist es eines davon?", unknown: "Das weiß ich nicht. Ich hole einen Menschen.",
        handingOver: "Gern, ich hole einen Menschen.", goodbye: "Das freut mich. Einen schönen Tag noch!",
        personWords: ["mensch", "menschen", "mitarbeiter", "mitarbeiterin", "person", "jemand", "jemanden", "berater"],
        thanks: ["danke", "vielen dank", "danke schön", "dankeschön", "besten dank", "herzlichen dank"])

    private static let norwegian = BotWords(
        echoGreeting: "Hei! Jeg er en bot, og gjentar det du skriver.",
        faqGreeting: "Hei! Jeg er en bot. Spør meg, så leter jeg etter et svar; jeg kan også hente et menneske.",
        person: "Snakk med et menneske", didItHelp: "Hjalp det?", helped: "Det hjalp",
        which: "Er det en av disse?", unknown: "Det vet jeg ikke. Jeg henter et menneske.",
        handingOver: "Selvfølgelig, jeg henter et menneske.", goodbye: "Så bra. Ha en fin dag!",
        personWords: ["menneske", "person", "medarbeider", "kundebehandler", "noen", "agent"],
        thanks: ["takk", "tusen takk", "takk skal du ha", "mange takk"])

    private static let danish = BotWords(
        echoGreeting: "Hej! Jeg er en bot og gentager det, du skriver.",
        faqGreeting: "Hej! Jeg er en bot. Spørg mig, så leder jeg efter et svar; jeg kan også hente et menneske.",
        person: "Tal med et menneske", didItHelp: "Hjalp det?", helped: "Det hjalp",
        which: "Er det en af disse?", unknown: "Det ved jeg ikke. Jeg henter et menneske.",
        handingOver: "Selvfølgelig, jeg henter et menneske.", goodbye: "Godt at høre. Hav en god dag!",
        personWords: ["menneske", "person", "medarbejder", "kundeservice", "nogen", "agent"],
        thanks: ["tak", "mange tak", "tusind tak", "tak skal du have"])

    private static let swedish = BotWords(
        echoGreeting: "Hej! Jag är en bot och upprepar det du skriver.",
        faqGreeting: "Hej! Jag är en bot. Fråga mig så letar jag efter ett svar; jag kan också hämta en människa.",
        person: "Prata med en människa", didItHelp: "Hjälpte det?", helped: "Det hjälpte",
        which: "Är det något av dessa?", unknown: "Det vet jag inte. Jag hämtar en människa.",
        handingOver: "Självklart, jag hämtar en människa.", goodbye: "Vad bra. Ha en fin dag!",
        personWords: ["människa", "person", "medarbetare", "handläggare", "någon", "agent"],
        thanks: ["tack", "tack så mycket", "tusen tack", "stort tack"])
}
