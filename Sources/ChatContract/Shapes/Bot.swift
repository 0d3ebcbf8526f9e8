/// A bot: an AMQP client that answers visitors before people do (spec section 8). The body of `bot.save`.
public struct Bot: Codable, Sendable, Equatable {
    public var bot: BotHandle
    /// How agents see it, and visitors where the channel gives no other name.
    public var name: String
    /// The broker login that may act as this bot.
    public var brokerLogin: String?

    public init(bot: BotHandle, name: String, brokerLogin: String? = nil) {
        self.bot = bot
        self.name = name
        self.brokerLogin = brokerLogin
    }
}
