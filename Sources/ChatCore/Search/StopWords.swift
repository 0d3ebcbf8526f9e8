/// Words that stand in every sentence and tell nothing of what it is about, by language.
enum StopWords {
    static func contains(_ word: String, _ language: Language) -> Bool { words(of: language).contains(word) }

    /// Whether it tells nothing in any of the languages.
    static func contains(_ word: String) -> Bool { Language.allCases.contains { contains(word, $0) } }

    /// The language that most stop words of a text are of; `nil` when they do not say.
    static func language(of words: [String]) -> Language? {
        var counts: [Language: Double] = [:]
        for word in words {
            let languages = Language.allCases.filter { contains(word, $0) }
            // What is in few languages says more.
            for language in languages { counts[language, default: 0] += 1 / Double(languages.count) }
        }
        let ranked = Language.allCases.map { ($0, counts[$0] ?? 0) }.sorted { $0.1 > $1.1 }
        let (first, most) = ranked[0]
        guard most > 0 else { return nil }
        // Norwegian and Danish are told apart by little, and those who read one read the other.
        let rival = ranked.dropFirst().first { !$0.0.isLike(first) }?.1 ?? 0
        return most - rival < 0.15 ? nil : first
    }

    private static func words(of language: Language) -> Set<String> {
        switch language {
        case .en: english
        case .nl: dutch
        case .de: german
        case .no: norwegian
        case .da: danish
        case .sv: swedish
        }
    }

    private static func list(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).flatMap { SearchWord.words(of: String($0)) })
    }

    private static let english = list(
        """
        a about above actually after again all already also always am an and another any anybody anyone anything are as
        ask at away be because been before being but by can cant cannot could couldnt day did didnt do does doesnt doing
        done dont else even ever every everything few find for from get gets getting give go goes going gone gonna got
        had happen happened has hasnt have havent having he hello help her here hey hi him his how i id if ill im in into
        is isnt it its ive just know last let like look looking lot make many may maybe me mean might mine more morning
        most much must my myself need needs new next no not nothing now of off ok okay on one only or other our out over
        please pls possible put quite really said same say see seem seems shall she should so some somebody someone
        something soon still such sure take tell than thank thanks that thats the their them then there these they thing
        things think this those through to today told tomorrow too tried try trying two under until up us very want wanted
        was wasnt way we week weeks well went were what whats when where wheres which while who why will with within
        without wont work works working would yes yesterday yet you your yours
        """)

    private static let dutch = list(
        """
        aan al alle alles als alstublieft ander andere aub ben bent bij bijna daar daarna dag dan dank dankje dat de deze
        die dit doe doen doet door dus een één eens en er even gaan gaat gedaan geen gehad geweest goed goede goedemorgen
        goedemiddag graag gisteren had hallo heb hebben hebt heeft heel help helpen laat laten later vanaf vanavond zit zat zitten het hier hij hoe hoeveel hoi hun iemand iets
        ik in is ja je jij jou jouw jullie kan kon kun kunnen kunt langer liever maar mag man me meer met mij mijn misschien
        moet moeten mogen morgen na naar nee niemand niet niets nieuw nieuwe nodig nog nou nu of om omdat onder ons onze
        ook op over staat steeds te terwijl tot twee uit uw vaak van vandaag veel vind vinden voor voordat vraag wanneer
        want waar waarom was wat we weer weet week weken wel welk welke werd werken werkt wie wij wil willen wilt worden
        wordt zal ze zei zeker zelf zich zie zien zij zijn zo zonder zou zouden
        """)

    private static let german = list(
        """
        aber alle alles als also am an ander andere anderen auch auf aus bei beim bereits bin bis bist bitte da damit dann
        danke das dass dein dem den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du
        durch ein eine einem einen einer eines er es etwas euch euer fur gab ganz geben gehen geht gerade gern gerne gestern
        gibt gibts gute guten hab habe haben hallo hat hatte hatten helfen heute hier hilfe ich ihm ihn ihnen ihr ihre ihrem
        ihren ihrer im immer in ins ist ja jemand jetzt kann kannst kein keine keinen keiner komme kommt konnen konnte konnt
        leider lieber mal man mehr mein meine meinem meinen meiner meines mich mir mit mochte mogen moglich morgen muss
        mussen nach nein neu neue neuen nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so
        soll sollte tag tun uber um und uns unser unsere unter vom von vor wann war waren warum was weil welche welcher
        welches wenn wer werde werden wie wieder wieso will wir wird wo wurde wurden zu zum zur zwei
        """)

    private static let norwegian = list(
        """
        a aldri alle allerede alt altsa andre annen at av bare ble bli blir bra da dag dager de deg dem den denne dere deres
        det dette din dine ditt dit du eller en enda ennå er et etter far fatt finne finner for fordi fore fra før få får
        fått gang gar ganger gi gjerne gjor gjore gjør gjøre god gå går ha hadde han har hei heisann hele helt henne her hjelp
        hun hva hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor i idag ikke ingen ingenting inn ja jeg jo kan kanskje
        kom kommer kommet kunne lage lager lenge litt ma man mange med meg mellom men mer meg min mine mitt mot mye måtte må
        na nar nei ned noe noen ny nye nytt nå når og også om opp oss over på pa sa samme se seg selv ser si sin sitt skal
        skulle slik snart som sparre spørre så ta takk tar til to trenger tok uke uker under ut uten vaere vår være var vart
        ved vel vi vil ville virker vært vite å
        """)

    private static let danish = list(
        """
        af aldrig alle allerede alt anden andre at bare ble blev blevet blive bliver da dag de dem den denne der deres det
        dette dig din dine dit du efter eller en end endnu er et far fik finde for fordi fra får fået før gang gerne god gør
        gøre gå går ha had han har havde hej hele hende her hjælp hun hvad hvem hver hvilke hvilken hvilket hvis hvor
        hvordan hvorfor hvornår i ikke ind ingen ja jeg jer jeres jo kan kom kommer kommet kunne lidt lige man mange med
        meget mellem men mere mig min mine mit mod må måske nej ned nogen noget nogle nok nu ny nye nyt når og også om op
        os over på se selv ser sig sin sit skal skulle som stadig så tak til to under uden ud var vare ved vel vi vil ville
        virker vores være været
        """)

    private static let swedish = list(
        """
        alla allt alltid aldrig andra att av bara bli blir blev blivit bra de dem den denna dess det detta dig din dina ditt
        dom du då där efter eller en er ett fick finns från får fått för före gang ganska gick gör göra god gå går ha hade
        han har hej hela helt henne hennes hon honom hos hur här i igen in ingen inget inte ja jag ju kan kanske kom kommer
        kommit kunde lite man med mellan men mer mig min mina mitt mot mycket många måste ned nej ni nog nu någon något några
        ny nya nytt när och också om oss på redan samma se sedan sig sin sina sitt ska skall skulle snart som så tack ta till
        två under upp ur ut utan vad var vara varför varit vart vem vi vid vill vilka vilken vilket vår våra än är över
        """)
}
