import ChatContract

extension Roster {
    /// What a gateway needs to let somebody in; `nil` where nobody fits, or more than one.
    public func credentials(_ body: AgentCredentialsGet) -> AgentCredentials? {
        let found: AgentState?
        switch (body.login, body.subject) {
        case (let login?, nil): found = agent(login: login)
        case (nil, let subject?): found = agents.values.first { $0.profile.subject == subject }
        case (nil, nil), (_?, _?): found = nil
        }
        guard let found else { return nil }
        return AgentCredentials(
            agent: found.agent, scrypt: found.profile.scrypt, enabled: found.profile.enabled,
            administrator: found.profile.administrator, tokenVersion: found.profile.tokenVersion ?? 0)
    }

    /// The agent with this handle, or with this e-mail address if he is the only one.
    private func agent(login: String) -> AgentState? {
        let login = login.lowercased()
        if let handle = AgentHandle(login), let state = agents[handle] { return state }
        let owners = agents.values.filter { $0.profile.email?.lowercased() == login }
        return owners.count == 1 ? owners.first : nil
    }
}
