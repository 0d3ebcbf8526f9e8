import ChatContract

/// An agent as the system knows him: profile, presence and the chats he has over all channels.
public struct AgentState: Sendable, Equatable {
    public let agent: AgentHandle
    public var profile: AgentProfile
    public var wanted: WantedPresence
    /// His connections and until when each is known to live.
    public var leases: [String: Timestamp]
    /// Whether he was heard of: goes off only when the lease timer says so, never by the clock alone, since a worker
    /// that did not listen knows nothing (architecture, "Silence").
    public var isLive: Bool
    /// Since when he is not live.
    public var silentSince: Timestamp?
    /// His chats, with the rank of each.
    public var held: [SessionID: Hold]
    /// Chats that he is asked to take: each has a slot of his already (guarantee 2).
    public var offered: [SessionID: ChannelHandle] = [:]
    /// He let an offer pass, and did nothing since (guarantee 15).
    public var isNotResponding = false
    /// His last turn in the order in which agents are asked; 0 before the first (guarantee 12).
    public var lastTurn: Int64 = 0
    /// Since when he could have taken a chat and had none to finish: his last chat's end, or when he came.
    public var freeSince: Timestamp
    public var interval: Interval

    /// A chat in an agent's hands.
    public struct Hold: Codable, Sendable, Equatable {
        public var channel: ChannelHandle
        public var rank: Int

        public init(channel: ChannelHandle, rank: Int) {
            self.channel = channel
            self.rank = rank
        }
    }

    /// The stretch of time that runs: nothing changed in it so far.
    public struct Interval: Codable, Sendable, Equatable {
        public var n: Int64
        public var since: Timestamp
        public var wanted: WantedPresence
        public var effective: EffectivePresence
        public var capacity: Int?
        public var held: Int
    }

    public init(agent: AgentHandle, profile: AgentProfile, at now: Timestamp) {
        self.agent = agent
        self.profile = profile
        wanted = .away
        leases = [:]
        isLive = false
        silentSince = now
        held = [:]
        freeSince = now
        interval = Interval(
            n: 1, since: now, wanted: .away, effective: .disconnected, capacity: profile.capacity, held: 0)
    }

    public init(
        agent: AgentHandle, profile: AgentProfile, wanted: WantedPresence, leases: [String: Timestamp], isLive: Bool,
        silentSince: Timestamp?, held: [SessionID: Hold], freeSince: Timestamp, interval: Interval
    ) {
        self.agent = agent
        self.profile = profile
        self.wanted = wanted
        self.leases = leases
        self.isLive = isLive
        self.silentSince = silentSince
        self.held = held
        self.freeSince = freeSince
        self.interval = interval
    }

    /// What the agent is: wanted, and at least one connection alive.
    public var effective: EffectivePresence {
        guard profile.enabled, isLive else { return .disconnected }
        guard wanted == .present else { return .away }
        return isNotResponding ? .notResponding : .present
    }

    /// The chats that he has or is asked to take.
    public var load: Int { held.count + offered.count }

    /// How many chats at once for those without a limit of their own, where chats are pushed (decisions).
    public static let pushCapacity = 4

    /// Whether he takes another chat: over all channels, by his own limit or that of pushed chats.
    public func hasFreeSlot(_ policy: Channel.Routing.Policy) -> Bool {
        guard let limit = profile.capacity ?? (policy == .manual ? nil : Self.pushCapacity) else { return true }
        return load < limit
    }

    /// The channels of the chats that he has or is asked to take.
    var channels: Set<ChannelHandle> { Set(held.values.map(\.channel)).union(offered.values) }

    /// The lowest number that none of his chats has, from 1.
    public var freeRank: Int {
        let taken = Set(held.values.map(\.rank))
        return (1...).first { !taken.contains($0) } ?? 1
    }

    /// The news of what he is now, for himself and for the agents of these channels; none or one.
    public func presenceChanged(on channels: [ChannelHandle], at now: Timestamp) -> [TransientEvent] {
        let type = TransientType.presenceChanged
        let news = PresenceChanged(
            agent: agent, nickname: profile.nickname, wanted: wanted, effective: effective, ongoing: held.count)
        guard let data = try? WireJSON.encode(news) else { return [] }
        let keys =
            [RoutingKey.agent(agent, type.rawValue)] + channels.map { RoutingKey.desk($0, type.rawValue) }
        return [TransientEvent(type, at: now, agent: agent, routingKeys: keys, data: data)]
    }

    /// How visitors of a channel see him: by nickname, or by first name where the channel says so.
    public func shownAs(on channel: Channel) -> ShownAs {
        ShownAs(
            name: String(
                (channel.widget.useFirstName ? profile.firstName : profile.nickname).unicodeScalars.prefix(64)),
            photo: profile.photo)
    }
}
