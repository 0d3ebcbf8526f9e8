import ChatClient
import ChatContract
import ChatCore

extension FAQBot {
    /// The bot that asks the deployment's FAQ: what is published there for everybody.
    ///
    /// - Parameters:
    ///   - folder: where to look; `nil` for everywhere.
    ///   - site: where the gateway is, such as `https://chat.example`, for links to entries that stand nowhere else.
    public init(client: ChatClient, bot: BotHandle, folder: FolderID? = nil, site: String? = nil) {
        self.init(site: site) { sentence, language, limit in
            var body = FAQSearch(text: sentence, folder: folder)
            body.language = language.rawValue
            body.publicOnly = true
            body.limit = limit
            return try await client.send(
                .faqSearch, as: .bot(bot), body, returning: ItemList<FAQEntry>.self
            ).get().items
        }
    }
}
