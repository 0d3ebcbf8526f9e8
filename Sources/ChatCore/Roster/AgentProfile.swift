import ChatContract

/// What is set of an agent: by an administrator, or by himself.
public struct AgentProfile: Codable, Sendable, Equatable {
    public var nickname: String
    public var firstName: String
    public var lastName: String
    public var email: String?
    public var photo: String?
    public var language: String
    public var timeZone: String
    /// How many chats at once; `nil` for no limit.
    public var capacity: Int?
    /// After how many minutes without input at the screen he becomes Away; `nil` for never.
    public var awayAfterMinutes: Int?
    /// Whether his browser shows him notices.
    public var notifications: Bool?
    public var administrator: Bool
    public var enabled: Bool
    /// The broker login that may act as this agent.
    public var brokerLogin: String?
    /// The password's scrypt form.
    public var scrypt: String?
    /// The `sub` by which a provider of OpenID Connect knows him.
    public var subject: String?
    /// Changes with password, subject and `enabled`; `nil` of agents who were saved before there was one.
    public var tokenVersion: Int64?

    /// An agent about whom nothing is set yet.
    public init(agent: AgentHandle) {
        nickname = agent.text
        firstName = agent.text
        lastName = ""
        language = "en"
        timeZone = "Etc/UTC"
        awayAfterMinutes = 30
        administrator = false
        enabled = true
    }
}
