import ChatContract

/// Who gets events, and how.
public struct WebhookReceiver: Sendable {
    public var name: ReceiverHandle
    public var target: WebhookTarget
    /// Each signs: the new one and the old one, while they are exchanged.
    public var secrets: [WebhookSecret]
    public var choice: EventChoice
    /// `nil` for all.
    public var channels: Set<ChannelHandle>?
    public var plan: PostingPlan

    public init(
        name: ReceiverHandle, target: WebhookTarget, secrets: [WebhookSecret], choice: EventChoice,
        channels: Set<ChannelHandle>? = nil, plan: PostingPlan = PostingPlan()
    ) {
        self.name = name
        self.target = target
        self.secrets = secrets
        self.choice = choice
        self.channels = channels
        self.plan = plan
    }

    /// Whether it wants this event.
    public func wants(_ type: EventType, of channel: ChannelHandle) -> Bool {
        choice.types.contains(type) && channels?.contains(channel) != false
    }
}
