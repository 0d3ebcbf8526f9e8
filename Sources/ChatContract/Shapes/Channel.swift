/// A chat channel's settings (spec section 5), with the defaults of the decisions page.
public struct Channel: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    /// Counts the changes; given on `channel.save`, another one than the current is a conflict.
    public var version: Int64?
    /// The internal name.
    public var name: String
    public var description: String?
    /// The language of the texts that visitors read: en, nl, de, no, da or sv.
    public var language: String
    public var badgeHeader: String
    /// Sent to the visitor when an agent takes the chat.
    public var welcomeMessage: String?
    public var warnings: Warnings
    public var openingHours: OpeningHours
    public var widget: Widget
    public var offlineForm: OfflineForm
    public var queueRequest: QueueRequest
    public var preChatForm: PreChatForm
    public var faqSuggestions: FAQSuggestions
    public var postChatForm: PostChatForm
    public var consent: Consent
    public var bot: Bot
    public var routing: Routing
    public var idle: Idle
    /// What is hidden in all that is written, beside numbers of cards.
    public var masks: [Mask]
    /// Sites that may show the widget, such as `https://www.example.com`; none: all.
    public var allowedOrigins: [String]
    /// Under which a site vouches for its visitors; never shown to anybody.
    public var identitySecret: String?

    public init(
        channel: ChannelHandle, version: Int64? = nil, name: String, description: String? = nil,
        language: String = "en", badgeHeader: String? = nil, welcomeMessage: String? = nil,
        warnings: Warnings = Warnings(), openingHours: OpeningHours = OpeningHours(), widget: Widget = Widget(),
        offlineForm: OfflineForm = OfflineForm(), queueRequest: QueueRequest = QueueRequest(),
        preChatForm: PreChatForm = PreChatForm(), faqSuggestions: FAQSuggestions = FAQSuggestions(),
        postChatForm: PostChatForm = PostChatForm(), consent: Consent = Consent(), bot: Bot = Bot(),
        routing: Routing = Routing(), idle: Idle = Idle(), masks: [Mask] = [], allowedOrigins: [String] = [],
        identitySecret: String? = nil
    ) {
        self.channel = channel
        self.version = version
        self.name = name
        self.description = description
        self.language = language
        self.badgeHeader = badgeHeader ?? name
        self.welcomeMessage = welcomeMessage
        self.warnings = warnings
        self.openingHours = openingHours
        self.widget = widget
        self.offlineForm = offlineForm
        self.queueRequest = queueRequest
        self.preChatForm = preChatForm
        self.faqSuggestions = faqSuggestions
        self.postChatForm = postChatForm
        self.consent = consent
        self.bot = bot
        self.routing = routing
        self.idle = idle
        self.masks = masks
        self.allowedOrigins = allowedOrigins
        self.identitySecret = identitySecret
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            channel: try container.decode(ChannelHandle.self, forKey: .channel),
            version: try container.decodeIfPresent(Int64.self, forKey: .version),
            name: try container.decode(String.self, forKey: .name),
            description: try container.decodeIfPresent(String.self, forKey: .description),
            language: try container.decode(forKey: .language, otherwise: "en"),
            badgeHeader: try container.decodeIfPresent(String.self, forKey: .badgeHeader),
            welcomeMessage: try container.decodeIfPresent(String.self, forKey: .welcomeMessage),
            warnings: try container.decode(forKey: .warnings, otherwise: Warnings()),
            openingHours: try container.decode(forKey: .openingHours, otherwise: OpeningHours()),
            widget: try container.decode(forKey: .widget, otherwise: Widget()),
            offlineForm: try container.decode(forKey: .offlineForm, otherwise: OfflineForm()),
            queueRequest: try container.decode(forKey: .queueRequest, otherwise: QueueRequest()),
            preChatForm: try container.decode(forKey: .preChatForm, otherwise: PreChatForm()),
            faqSuggestions: try container.decode(forKey: .faqSuggestions, otherwise: FAQSuggestions()),
            postChatForm: try container.decode(forKey: .postChatForm, otherwise: PostChatForm()),
            consent: try container.decode(forKey: .consent, otherwise: Consent()),
            bot: try container.decode(forKey: .bot, otherwise: Bot()),
            routing: try container.decode(forKey: .routing, otherwise: Routing()),
            idle: try container.decode(forKey: .idle, otherwise: Idle()),
            masks: try container.decode(forKey: .masks, otherwise: []),
            allowedOrigins: try container.decode(forKey: .allowedOrigins, otherwise: []),
            identitySecret: try container.decodeIfPresent(String.self, forKey: .identitySecret))
    }
}

/// The fields that a form may ask for.
public enum FormField: String, Codable, Sendable, CaseIterable {
    case name, email, company, phone, country
}
