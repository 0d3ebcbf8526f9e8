/// What a widget needs of a channel's settings: the answer to `channel.widget`. Nothing internal is in it.
public struct ChannelWidget: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    public var version: Int64
    public var language: String
    public var badgeHeader: String
    public var widget: Channel.Widget
    public var offlineForm: Channel.OfflineForm
    public var queueRequest: Channel.QueueRequest
    public var preChatForm: Channel.PreChatForm
    public var faqSuggestions: Suggestions
    public var postChatForm: Channel.PostChatForm
    public var consent: Channel.Consent
    public var bot: Bot

    /// Whether entries of the FAQ are suggested.
    public struct Suggestions: Codable, Sendable, Equatable {
        public var enabled: Bool
    }

    /// Whether a bot answers first, and its name.
    public struct Bot: Codable, Sendable, Equatable {
        public var enabled: Bool
        public var name: String?
    }
}

extension Channel {
    /// What visitors' browsers may know of it.
    public var forWidget: ChannelWidget {
        var offlineForm = offlineForm
        offlineForm.category = nil
        offlineForm.priority = nil
        var postChatForm = postChatForm
        postChatForm.transcriptMail = nil
        return ChannelWidget(
            channel: channel, version: version ?? 1, language: language, badgeHeader: badgeHeader, widget: widget,
            offlineForm: offlineForm, queueRequest: queueRequest, preChatForm: preChatForm,
            faqSuggestions: ChannelWidget.Suggestions(enabled: faqSuggestions.enabled), postChatForm: postChatForm,
            consent: consent, bot: ChannelWidget.Bot(enabled: bot.enabled, name: bot.name))
    }

    /// The same for people: the secret is shown to nobody.
    public var withoutSecret: Channel {
        var channel = self
        channel.identitySecret = nil
        return channel
    }
}
