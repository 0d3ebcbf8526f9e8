import AMQP
import ChatContract

/// What a bot's process is told.
public struct BotConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// In logs and at the broker.
    public var name: String
    /// Whose sessions it answers.
    public var bot: BotHandle

    public init(broker: ConnectionConfiguration, name: String, bot: BotHandle) {
        self.broker = broker
        self.name = name
        self.bot = bot
    }
}
