/// The body of `agent.credentials`: who is it that wants to log in. One of the two.
public struct AgentCredentialsGet: Codable, Sendable, Equatable {
    /// An agent's handle, or his e-mail address where no other agent has it too.
    public var login: String?
    /// The `sub` of a provider's token.
    public var subject: String?

    public init(login: String? = nil, subject: String? = nil) {
        self.login = login
        self.subject = subject
    }
}
