import ChatClient
import ChatContract

extension FAQBot {
    /// The bot that asks the deployment's FAQ: what is published there for everybody.
    public init(client: ChatClient, bot: BotHandle) {
        self.init { sentence, limit in
            var body = FAQSearch(text: sentence)
            body.publicOnly = true
            body.limit = limit
            return try await client.send(
                .faqSearch, as: .bot(bot), body, returning: ItemList<FAQEntry>.self
            ).get().items
        }
    }
}
