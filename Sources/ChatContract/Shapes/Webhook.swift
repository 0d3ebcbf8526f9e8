/// A receiver of events elsewhere, to whom `samtale webhooks` posts (spec section 8.7). The body of `webhook.save`.
///
/// What posts are signed with is only named here: a file or a variable of the process that posts.
public struct Webhook: Codable, Sendable, Equatable {
    /// In logs, figures and queues.
    public var webhook: WebhookHandle
    /// `https://…`, or `http://…` in the own network.
    public var url: String
    /// A file with a secret on each line; all of them sign, while they are exchanged. An absolute path.
    public var secretFile: String?
    /// An environment variable that holds one.
    public var secretVariable: String?
    /// Types of events, or names that stand for several (``EventChoice``); ``EventChoice/standard`` unless told.
    public var events: [String]?
    /// All unless told.
    public var channels: [ChannelHandle]?
    /// Whether it may lie in the own network: loopback, private addresses, `http://`.
    public var `private`: Bool?
    /// A PEM file with certificates that are trusted besides the system's. An absolute path.
    public var certificateFile: String?
    /// For how long an event is tried before it is a dead letter; 24 unless told.
    public var giveUpHours: Double?
    /// How long an answer may take; 10 unless told.
    public var timeoutSeconds: Double?
    /// How many posts are on their way at a time, each of another session; 8 unless told.
    public var parallel: Int?

    public init(webhook: WebhookHandle, url: String, secretFile: String? = nil, secretVariable: String? = nil) {
        self.webhook = webhook
        self.url = url
        self.secretFile = secretFile
        self.secretVariable = secretVariable
    }

    /// Which events it gets; unknown names, of a newer version, stand for none.
    public var choice: EventChoice {
        EventChoice(knownOf: events ?? EventChoice.standard)
    }

    /// Whether it gets this event.
    public func wants(_ type: EventType, of channel: ChannelHandle) -> Bool {
        choice.types.contains(type) && channels?.contains(channel) != false
    }
}

/// The body of `webhook.remove`.
public struct WebhookReference: Codable, Sendable, Equatable {
    public var webhook: WebhookHandle

    public init(webhook: WebhookHandle) {
        self.webhook = webhook
    }
}

/// The answer to `webhook.list`.
public struct WebhookList: Codable, Sendable, Equatable {
    public var items: [Webhook]
    /// Those that were removed: whoever posts deletes their queues.
    public var removed: [WebhookHandle]

    public init(items: [Webhook], removed: [WebhookHandle]) {
        self.items = items
        self.removed = removed
    }
}
