import ChatContract

/// All channels with their settings and members: what the control queue decides over.
public struct ChannelRegistry: Sendable, Equatable {
    public var channels: [ChannelHandle: Channel]
    public var members: [ChannelHandle: [AgentHandle: Member]]
    public var bots: [BotHandle: Bot] = [:]
    public var folders: [FolderID: Folder] = [:]
    public var categories: [CategoryID: RequestCategory] = [:]
    public var priorities: [PriorityID: RequestPriority] = [:]
    public var webhooks: [WebhookHandle: Webhook] = [:]
    /// Receivers that were removed, whose queues may still be there.
    public var removedWebhooks: Set<WebhookHandle> = []

    public init(channels: [ChannelHandle: Channel] = [:], members: [ChannelHandle: [AgentHandle: Member]] = [:]) {
        self.channels = channels
        self.members = members
    }

    /// Who gets events elsewhere.
    public var webhookList: WebhookList {
        WebhookList(items: webhooks.values.sorted { $0.webhook < $1.webhook }, removed: removedWebhooks.sorted())
    }

    /// A folder and all that are inside it.
    public func foldersWithin(_ folder: FolderID) -> [FolderID] {
        var found = [folder]
        var index = 0
        while index < found.count {
            let inside = folders.values.filter { $0.parent == found[index] }.map(\.folder)
            found += inside.filter { !found.contains($0) }
            index += 1
        }
        return found.sorted()
    }

    /// The agent's places, by channel.
    public func memberships(of agent: AgentHandle) -> [Member] {
        members.values.compactMap { $0[agent] }.filter(\.hasAny).sorted { $0.channel < $1.channel }
    }

    /// Whether the agent manages a channel of which the other is a member.
    func manages(_ manager: AgentHandle, _ agent: AgentHandle) -> Bool {
        members.values.contains { $0[manager]?.manage == true && $0[agent]?.hasAny == true }
    }

    /// An agent as he sees himself, or as administrators do, who see how he logs in too.
    public func agent(_ state: AgentState, asAdministrator: Bool) -> Agent {
        var agent = agent(state)
        agent.notifications = state.profile.notifications ?? false
        agent.awayAfterMinutes = state.profile.awayAfterMinutes ?? 0
        guard asAdministrator else { return agent }
        agent.brokerLogin = state.profile.brokerLogin
        agent.subject = state.profile.subject
        agent.hasPassword = state.profile.scrypt != nil
        return agent
    }

    /// An agent as others see him.
    public func agent(_ state: AgentState) -> Agent {
        Agent(
            agent: state.agent, nickname: state.profile.nickname, firstName: state.profile.firstName,
            lastName: state.profile.lastName, email: state.profile.email, photo: state.profile.photo,
            language: state.profile.language, timeZone: state.profile.timeZone, wanted: state.wanted,
            effective: state.effective, ongoing: state.held.count, capacity: state.profile.capacity,
            administrator: state.profile.administrator, enabled: state.profile.enabled,
            channels: memberships(of: state.agent))
    }
}
