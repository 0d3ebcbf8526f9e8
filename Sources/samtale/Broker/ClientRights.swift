import ChatContract
import ChatCore

/// What an agent's or a bot's own broker login may do (contract, "Rights").
struct ClientRights: Encodable {
    var login: String
    /// Whose login it is: `agent anna`, `bot hal`.
    var owner: String
    var configure = "^amq\\.gen-"
    var write = "^(amq\\.gen-.*|chat\\.commands)$"
    var read = "^(amq\\.gen-.*|chat\\.events)$"
    /// Which events may be bound.
    var topicRead: String

    init(login: String, agent: AgentHandle, channels: [ChannelHandle]) {
        self.login = login
        owner = "agent \(agent)"
        let own = "agent\\.\(agent)\\."
        let desks = channels.sorted().map(\.text).joined(separator: "|")
        topicRead = desks.isEmpty ? "^\(own)" : "^(\(own)|desk\\.(\(desks))\\.)"
    }

    init(login: String, bot: BotHandle) {
        self.login = login
        owner = "bot \(bot)"
        topicRead = "^bot\\.\(bot)\\."
    }

    /// The rights of all agents and bots who have a login of their own.
    static func all(_ registry: ChannelRegistry, _ roster: Roster) -> [ClientRights] {
        let agents = roster.agents.values.sorted { $0.agent < $1.agent }.compactMap { state in
            state.profile.brokerLogin.map { login in
                ClientRights(
                    login: login, agent: state.agent, channels: registry.memberships(of: state.agent).map(\.channel))
            }
        }
        let bots = registry.bots.values.sorted { $0.bot < $1.bot }.compactMap { bot in
            bot.brokerLogin.map { ClientRights(login: $0, bot: bot.bot) }
        }
        return agents + bots
    }

    /// The commands for an administrator who has no management API at hand.
    func commands(virtualHost: String) -> [String] {
        func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
        let place = "-p \(quoted(virtualHost)) \(quoted(login))"
        return [
            "rabbitmqctl set_permissions \(place) \(quoted(configure)) \(quoted(write)) \(quoted(read))",
            "rabbitmqctl set_topic_permissions \(place) chat.events '' \(quoted(topicRead))",
        ]
    }

    private struct Permissions: Codable, Equatable {
        var configure: String
        var write: String
        var read: String
    }

    private struct TopicPermissions: Codable, Equatable {
        var exchange: String
        var write: String
        var read: String
    }

    private var permissions: Permissions { Permissions(configure: configure, write: write, read: read) }
    private var topicPermissions: TopicPermissions {
        TopicPermissions(exchange: Exchange.events, write: "", read: topicRead)
    }

    private func path(_ kind: String, _ virtualHost: String) -> String {
        "\(kind)/\(BrokerAPI.segment(virtualHost))/\(BrokerAPI.segment(login))"
    }

    /// Sets the rights.
    ///
    /// - Throws: ``CommandFailure`` when the broker has no such login.
    func set(_ api: BrokerAPI, virtualHost: String) async throws {
        guard try await api.call("GET", "users/\(BrokerAPI.segment(login))").status != 404 else {
            throw CommandFailure(
                .unavailable, "the broker has no login \"\(login)\" for the \(owner)",
                remedy: "rabbitmqctl add_user '\(login)'; then samtale topology apply again")
        }
        try await api.put(path("permissions", virtualHost), try WireJSON.encode(permissions))
        try await api.put(path("topic-permissions", virtualHost), try WireJSON.encode(topicPermissions))
    }

    /// Whether the rights are as they should be.
    func areSet(_ api: BrokerAPI, virtualHost: String) async throws -> Bool {
        guard let found: Permissions = try await api.get(path("permissions", virtualHost)), found == permissions else {
            return false
        }
        let topics: [TopicPermissions] = try await api.get(path("topic-permissions", virtualHost)) ?? []
        return topics.contains(topicPermissions)
    }
}
