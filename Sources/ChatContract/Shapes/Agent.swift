/// An agent as agents see each other.
public struct Agent: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    /// What visitors see, unless the channel shows first names.
    public var nickname: String
    public var firstName: String
    public var lastName: String
    public var email: String?
    public var photo: String?
    public var language: String
    public var timeZone: String
    public var wanted: WantedPresence
    public var effective: EffectivePresence
    /// How many chats the agent has now, over all channels.
    public var ongoing: Int
    /// How many chats at once; `nil` for no limit.
    public var capacity: Int?
    public var administrator: Bool
    public var enabled: Bool
    public var channels: [Member]
    /// Whether his browser shows him notices. Only to himself and administrators, like all that follow.
    public var notifications: Bool?
    /// After how many minutes without input at the screen he becomes Away; 0 never.
    public var awayAfterMinutes: Int?
    /// The broker login that may act as him. Only to administrators, like what follows.
    public var brokerLogin: String?
    /// The `sub` by which a provider of OpenID Connect knows him.
    public var subject: String?
    /// Whether he can log in with a password.
    public var hasPassword: Bool?

    public init(
        agent: AgentHandle, nickname: String, firstName: String, lastName: String, email: String?, photo: String?,
        language: String, timeZone: String, wanted: WantedPresence, effective: EffectivePresence, ongoing: Int,
        capacity: Int?, administrator: Bool, enabled: Bool, channels: [Member]
    ) {
        self.agent = agent
        self.nickname = nickname
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.photo = photo
        self.language = language
        self.timeZone = timeZone
        self.wanted = wanted
        self.effective = effective
        self.ongoing = ongoing
        self.capacity = capacity
        self.administrator = administrator
        self.enabled = enabled
        self.channels = channels
    }
}

/// How a person is shown to visitors: never the full name.
public struct ShownAs: Codable, Sendable, Equatable {
    public var name: String
    public var photo: String?

    public init(name: String, photo: String? = nil) {
        self.name = name
        self.photo = photo
    }
}
