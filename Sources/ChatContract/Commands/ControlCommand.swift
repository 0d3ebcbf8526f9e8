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
    /// The password's scrypt form; the password itself never travels.
    public var scrypt: String?

    public init(agent: AgentHandle, nickname: String? = nil) {
        self.agent = agent
        self.nickname = nickname
    }
}
