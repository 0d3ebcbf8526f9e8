/// What clients ask of the whole system: the commands of the queue `chat.control`.
public enum ControlCommand: Sendable, Equatable {
    case setPresence(PresenceSet)
    case renewPresence(PresenceRenew)
    case dropPresence(PresenceDrop)
    case renewGateway(GatewayRenew)
    case dropGateway(GatewayReference)
    case pickUpNext(SessionPickUpNext)
    case saveChannel(ChannelSave)
    case deleteChannel(ChannelDelete)
    case saveMember(Member)
    case removeMember(MemberReference)
    case saveAgent(AgentSave)
    case removeAgent(AgentReference)
    case saveProfile(ProfileSave)
    case saveBot(Bot)
    case removeBot(BotReference)
    case saveFolder(Folder)
    case removeFolder(FolderReference)
    case saveFAQ(FAQEntry)
    case removeFAQ(FAQEntryReference)
    case saveCategory(RequestCategory)
    case removeCategory(CategoryReference)
    case savePriority(RequestPriority)
    case removePriority(PriorityReference)
    case saveTemplate(ReplyTemplate)
    case removeTemplate(TemplateReference)
    case saveQuickReply(QuickReply)
    case removeQuickReply(QuickReplyReference)
    case setFavourite(FavouriteSet)
    case addHistory(HistoryAdd)
    case saveWebhook(Webhook)
    case removeWebhook(WebhookReference)
    case requeueDeadLetter(DeadLetterReference)
    case dropDeadLetter(DeadLetterReference)
    case erasePersonalData(PrivacyErase)
}

/// The body of `presence.set`: what the agent (or, by a manager, each of `agents`) wants to be.
public struct PresenceSet: Codable, Sendable, Equatable {
    public var status: WantedPresence
    public var agents: [AgentHandle]?

    public init(status: WantedPresence, agents: [AgentHandle]? = nil) {
        self.status = status
        self.agents = agents
    }
}

/// The body of `presence.renew`: this connection of the agent lives for `leaseSeconds` more.
public struct PresenceRenew: Codable, Sendable, Equatable {
    public var connection: String
    /// 5 to 120.
    public var leaseSeconds: Int
    /// For how long the agent touched neither keys nor mouse there.
    public var idleSeconds: Int?

    public init(connection: String, leaseSeconds: Int) {
        self.connection = connection
        self.leaseSeconds = leaseSeconds
    }
}

/// The body of `presence.drop`.
public struct PresenceDrop: Codable, Sendable, Equatable {
    public var connection: String

    public init(connection: String) {
        self.connection = connection
    }
}

/// The body of `gateway.renew`: one lease for all visitors attached at this gateway.
public struct GatewayRenew: Codable, Sendable, Equatable {
    public var gateway: GatewayHandle
    /// 5 to 120.
    public var leaseSeconds: Int

    public init(gateway: GatewayHandle, leaseSeconds: Int) {
        self.gateway = gateway
        self.leaseSeconds = leaseSeconds
    }
}

/// The body of `session.pickUpNext`; without `channels` all where the agent may respond.
public struct SessionPickUpNext: Codable, Sendable, Equatable {
    public var channels: [ChannelHandle]?

    public init(channels: [ChannelHandle]? = nil) {
        self.channels = channels
    }
}

/// The body of `channel.save`: the channel's settings; a `version` that is not the current one is a conflict.
///
/// The contract puts `version` beside the settings' own fields, so they are one object here too.
public typealias ChannelSave = Channel

/// The body of `channel.delete`.
public struct ChannelDelete: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    /// Deletes it although sessions are open: they are closed by the system.
    public var force: Bool?

    public init(channel: ChannelHandle, force: Bool? = nil) {
        self.channel = channel
        self.force = force
    }
}

/// The body of `member.remove`.
public struct MemberReference: Codable, Sendable, Equatable {
    public var channel: ChannelHandle
    public var agent: AgentHandle

    public init(channel: ChannelHandle, agent: AgentHandle) {
        self.channel = channel
        self.agent = agent
    }
}

/// The body of `agent.remove`.
public struct AgentReference: Codable, Sendable, Equatable {
    public var agent: AgentHandle

    public init(agent: AgentHandle) {
        self.agent = agent
    }
}

/// The body of `agent.save`; what is left out keeps its value, or takes its default when the agent is new.
public struct AgentSave: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    public var nickname: String?
    public var firstName: String?
    public var lastName: String?
    public var email: String?
    public var language: String?
    public var timeZone: String?
    /// How many chats at once; 0 for no limit.
    public var capacity: Int?
    public var administrator: Bool?
    public var enabled: Bool?
    /// The broker login that may act as this agent.
    public var brokerLogin: String?
    /// The `sub` by which a provider of OpenID Connect knows him; unique. Empty takes it away.
    public var subject: String?
    /// After how many minutes without input at the screen he becomes Away; 0 never.
    public var awayAfterMinutes: Int?
    /// The password's scrypt form; the password itself never travels.
    public var scrypt: String?

    public init(agent: AgentHandle, nickname: String? = nil) {
        self.agent = agent
        self.nickname = nickname
    }
}

/// The body of `profile.save`: what an agent sets of himself; what is left out keeps its value.
public struct ProfileSave: Codable, Sendable, Equatable {
    public var nickname: String?
    public var photo: String?
    public var language: String?
    public var timeZone: String?
    /// Whether his browser shows him notices.
    public var notifications: Bool?

    public init(nickname: String? = nil) {
        self.nickname = nickname
    }
}

/// The body of `bot.remove`.
public struct BotReference: Codable, Sendable, Equatable {
    public var bot: BotHandle

    public init(bot: BotHandle) {
        self.bot = bot
    }
}

/// The body of `folder.remove`.
public struct FolderReference: Codable, Sendable, Equatable {
    public var folder: FolderID

    public init(folder: FolderID) {
        self.folder = folder
    }
}

/// The body of `faq.remove`.
public struct FAQEntryReference: Codable, Sendable, Equatable {
    public var entry: FAQEntryID

    public init(entry: FAQEntryID) {
        self.entry = entry
    }
}

/// The body of `category.remove`.
public struct CategoryReference: Codable, Sendable, Equatable {
    public var category: CategoryID

    public init(category: CategoryID) {
        self.category = category
    }
}

/// The body of `priority.remove`.
public struct PriorityReference: Codable, Sendable, Equatable {
    public var priority: PriorityID

    public init(priority: PriorityID) {
        self.priority = priority
    }
}
