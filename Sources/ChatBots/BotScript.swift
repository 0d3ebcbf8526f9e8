import ChatContract

/// What a bot says and does: the part of a bot that is worth writing yourself (spec section 8.2).
///
/// ```swift
/// struct Greeter: BotScript {
///     func opened(_ session: BotSession) async throws -> [BotAction] { [.say("Hello!")] }
///     func received(_ message: Message, in session: BotSession) async throws -> [BotAction] {
///         message.text == "person" ? [.handOff] : [.say("You wrote: \(message.text)")]
///     }
/// }
/// let runner = BotRunner(BotConfiguration(broker: broker, name: "greeter-1", bot: bot), logger: logger) { _ in Greeter() }
/// await runner.run()
/// ```
///
/// A script keeps nothing: all that was said stands in the session, and is there again after a restart. It may be asked
/// about the same event twice, here and in another process; what it answers first counts.
public protocol BotScript: Sendable {
    /// A visitor came. An empty list waits for what he writes; ``BotAction/pass`` lets the channel's forms go first.
    func opened(_ session: BotSession) async throws -> [BotAction]

    /// The visitor wrote something.
    func received(_ message: Message, in session: BotSession) async throws -> [BotAction]
}
