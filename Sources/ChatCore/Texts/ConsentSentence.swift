/// What the widget shows beside the box with which visitors consent, where the channel gives no sentence of its own.
///
/// It is the widget's (`Pages/widget/texts`): kept here so that it can be said later to what somebody agreed.
public enum ConsentSentence {
    public static func standard(_ language: Language) -> String {
        switch language {
        case .en: "I agree that my details are stored so that you can help me."
        case .nl: "Ik ga ermee akkoord dat mijn gegevens worden bewaard om mij te kunnen helpen."
        case .de: "Ich bin damit einverstanden, dass meine Angaben gespeichert werden, um mir zu helfen."
        case .no: "Jeg samtykker i at opplysningene mine lagres slik at dere kan hjelpe meg."
        case .da: "Jeg giver samtykke til, at mine oplysninger gemmes, så I kan hjælpe mig."
        case .sv: "Jag samtycker till att mina uppgifter sparas så att ni kan hjälpa mig."
        }
    }
}
