/// What a gateway needs to let an agent in: the result of `agent.credentials`. Never to be logged.
public struct AgentCredentials: Codable, Sendable, Equatable {
    public var agent: AgentHandle
    /// The password's scrypt form, `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`; none where no password is set.
    public var scrypt: String?
    public var enabled: Bool
    public var administrator: Bool
    /// Another number than before once password, subject or `enabled` changed: what was issued before is void then.
    public var tokenVersion: Int64

    public init(agent: AgentHandle, scrypt: String?, enabled: Bool, administrator: Bool, tokenVersion: Int64) {
        self.agent = agent
        self.scrypt = scrypt
        self.enabled = enabled
        self.administrator = administrator
        self.tokenVersion = tokenVersion
    }
}
