import ChatBots
import ChatContract

/// Says three lines to each of the visitor's, and needs time to think of them.
struct StutteringBot: BotScript {
    var pause: Duration = .zero

    func opened(_ session: BotSession) async throws -> [BotAction] { [.say("Hello")] }

    func received(_ message: Message, in session: BotSession) async throws -> [BotAction] {
        try await Task.sleep(for: pause)
        return (1...3).map { .say("\(message.text) \($0)") }
    }
}
