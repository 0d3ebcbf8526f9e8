import ChatContract

/// The smallest bot that is one: says what it is, repeats what it hears, and fetches people when asked.
public struct EchoBot: BotScript {
    public init() {}

    public func opened(_ session: BotSession) async throws -> [BotAction] {
        let words = BotWords(session.language)
        return [.say(words.echoGreeting, options: [words.person])]
    }

    public func received(_ message: Message, in session: BotSession) async throws -> [BotAction] {
        let words = BotWords(session.language)
        if words.asksForPerson(message.text) { return [.say(words.handingOver), .handOff] }
        return [.say(message.text)]
    }
}
