import ChatContract

/// What was decided: the answer, and all that is to be written with it.
public struct Decision: Sendable {
    public var outcome: CommandOutcome
    public var changes: Changes

    public init(_ outcome: CommandOutcome, _ changes: Changes = Changes()) {
        self.outcome = outcome
        self.changes = changes
    }
}

/// What a decision changes, in the order in which it happened.
public struct Changes: Sendable {
    public var events: [AddressedEvent] = []
    public var statistics: [StatisticEvent] = []
    public var timers: [Timer] = []
    public var transients: [TransientEvent] = []
    /// Sessions whose state is to be written, as they are after the decision.
    public var sessions: [SessionID: SessionChange] = [:]
    /// Agents whose state is to be written.
    public var agents: Set<AgentHandle> = []
    public var gateways: Set<GatewayHandle> = []
    public var requests: [SubmittedRequest] = []
    public var blocks: [BlockedVisitor] = []
    public var persons: [Person] = []
    public var companies: [Company] = []
    public var texts: [AgentTextChange] = []
    /// Channels whose chats are to be looked at again.
    public var evaluations: Set<ChannelHandle> = []
    /// Gateways of which every channel must hear that they are lost.
    public var lostGateways: [GatewayHandle] = []
    /// Whether the channel's recent waits changed.
    public var recentWaitsChanged = false
    /// Agents who may take more than before: channels where others wait for them are to look again (guarantee 6).
    public var freed: Set<AgentHandle> = []
    public var settings: [SettingsChange] = []

    public init() {}

    public var isEmpty: Bool {
        events.isEmpty && statistics.isEmpty && timers.isEmpty && sessions.isEmpty && agents.isEmpty && gateways.isEmpty
            && requests.isEmpty && evaluations.isEmpty && lostGateways.isEmpty && !recentWaitsChanged
            && settings.isEmpty && blocks.isEmpty
            && persons.isEmpty && companies.isEmpty && texts.isEmpty
    }
}

/// A session after a decision, and which parts of it are other than before: the store writes no more than these.
public struct SessionChange: Sendable {
    public var session: Session
    public var isNew: Bool
    /// Its place in life changed: queue, agent, transfer, end, the visitor's presence.
    public var isMoved: Bool
    /// What is known of the visitor, his connections or the listeners changed.
    public var hasNewDetails: Bool
    /// Warnings, rating, mail or the like changed.
    public var hasNewExtra: Bool
    /// The channel that it belonged to before, where it moved to another.
    public var movedFrom: ChannelHandle?

    init(from before: Session, to after: Session, isNew: Bool) {
        session = after
        self.isNew = isNew
        isMoved = isNew || !before.hasSamePlace(as: after)
        hasNewDetails =
            isNew || before.visitor != after.visitor || before.connections != after.connections
            || before.listeners != after.listeners
        hasNewExtra = isNew || before.extra != after.extra
        movedFrom = before.channel == after.channel ? nil : before.channel
    }

    /// A later change of the same session in the same transaction.
    public mutating func merge(_ later: SessionChange) {
        session = later.session
        isMoved = isMoved || later.isMoved
        hasNewDetails = hasNewDetails || later.hasNewDetails
        hasNewExtra = hasNewExtra || later.hasNewExtra
        movedFrom = movedFrom ?? later.movedFrom
    }
}

/// A change of what administrators set.
public enum SettingsChange: Sendable, Equatable {
    case channelSaved(Channel)
    case channelDeleted(ChannelHandle)
    case memberSaved(Member)
    case memberRemoved(MemberReference)
    case agentRemoved(AgentHandle)
    case botSaved(Bot)
    case botRemoved(BotHandle)
    case folderSaved(Folder)
    case folderRemoved(FolderID)
    case faqSaved(FAQEntry)
    case faqRemoved(FAQEntryID)
    case categorySaved(RequestCategory)
    case categoryRemoved(CategoryID)
    case prioritySaved(RequestPriority)
    case priorityRemoved(PriorityID)
    case webhookSaved(Webhook)
    case webhookRemoved(WebhookHandle)
}

/// An event and those who get it while it is fresh.
public struct AddressedEvent: Sendable, Equatable {
    public var event: Event
    public var audience: Audience

    public init(_ event: Event, to audience: Audience) {
        self.event = event
        self.audience = audience
    }
}

/// Who gets an event (contract, "Who gets which event").
public struct Audience: Sendable, Equatable {
    /// Where the visitor is attached; empty when he may not see it.
    public var gateways: [GatewayHandle] = []
    public var agents: [AgentHandle] = []
    /// The bot that has the session.
    public var bots: [BotHandle] = []
    /// All agents of the channel.
    public var desk = false

    public init(
        gateways: [GatewayHandle] = [], agents: [AgentHandle] = [], bots: [BotHandle] = [], desk: Bool = false
    ) {
        self.gateways = gateways
        self.agents = agents
        self.bots = bots
        self.desk = desk
    }

    /// The routing keys of those who get the agents' form.
    public func agentKeys(_ event: Event) -> [String] {
        var keys = agents.map { RoutingKey.agent($0, event.type.rawValue) }
        for bot in bots { keys.append(RoutingKey.bot(bot, event.type.rawValue)) }
        if desk { keys.append(RoutingKey.desk(event.channel, event.type.rawValue)) }
        return keys
    }

    /// The routing keys of those who get the visitor's form.
    public func visitorKeys(_ event: Event) -> [String] {
        gateways.map { RoutingKey.gateway($0, event.type.rawValue) }
    }
}

/// A request that a visitor left or an agent made: kept until whoever handles requests takes it.
public struct SubmittedRequest: Sendable, Equatable {
    public var request: RequestID
    public var session: SessionID
    public var channel: ChannelHandle
    public var at: Timestamp
    public var by: ActorKind
    public var visitor: Visitor
    public var title: String
    public var text: String
    public var category: CategoryID?
    public var priority: PriorityID?
}
