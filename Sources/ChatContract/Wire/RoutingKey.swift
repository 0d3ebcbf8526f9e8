/// The routing keys of the contract, built and read in this one place.
public enum RoutingKey {
    /// Where a command is sent.
    public enum CommandAddress: Equatable, Sendable {
        case channel(ChannelHandle, type: String)
        case control(type: String)
        case query(type: String)

        /// Reads the routing key of a command.
        public init?(_ key: String) {
            let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else { return nil }
            switch parts[0] {
            case "control":
                self = .control(type: String(parts[1]))
            case "query":
                self = .query(type: String(parts[1]))
            case "channel":
                let rest = parts[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
                guard rest.count == 2, !rest[1].isEmpty, let channel = ChannelHandle(rest[0]) else { return nil }
                self = .channel(channel, type: String(rest[1]))
            default:
                return nil
            }
        }
    }

    // Texts are put together with +, not interpolated: that asks each part at run time what it is, for every message.

    /// The routing key of a command to `channel`.
    public static func command(_ type: CommandType, channel: ChannelHandle) -> String {
        "channel." + channel.text + "." + type.rawValue
    }

    /// The routing key of a control command or a query.
    public static func command(_ type: CommandType) -> String {
        type.scope.rawValue + "." + type.rawValue
    }

    /// The routing key of an event of a session.
    public static func event(_ type: EventType, channel: ChannelHandle, session: SessionID) -> String {
        "channel." + channel.text + ".session." + session.description + "." + type.rawValue
    }

    /// The routing key of an event or statistic event of a channel.
    public static func channel(_ channel: ChannelHandle, _ type: String) -> String {
        "channel." + channel.text + "." + type
    }

    /// The routing key by which an agent gets what concerns him.
    public static func agent(_ agent: AgentHandle, _ type: String) -> String { "agent." + agent.text + "." + type }

    /// The routing key by which a bot gets what happens in its sessions.
    public static func bot(_ bot: BotHandle, _ type: String) -> String { "bot." + bot.text + "." + type }

    /// The routing key by which a gateway gets what its visitors may see.
    public static func gateway(_ gateway: GatewayHandle, _ type: String) -> String {
        "gateway." + gateway.text + "." + type
    }

    /// The routing key by which all agents of a channel get what concerns the channel.
    public static func desk(_ channel: ChannelHandle, _ type: String) -> String { "desk." + channel.text + "." + type }

    /// The routing key of the news that the receivers of webhooks changed.
    public static let webhooksChanged = TransientType.webhooksChanged.rawValue

    /// The bindings with which the queue of a channel is fed.
    public static func commands(of channel: ChannelHandle) -> String { "channel.\(channel).#" }
    public static let controlCommands = "control.#"
    public static let queries = "query.#"
    /// The events that ask for a mail, of all sessions.
    public static let mailRequests = "channel.*.session.*." + EventType.transcriptRequested.rawValue
}
