/// The exchanges of the contract.
public enum Exchange {
    public static let commands = "chat.commands"
    public static let events = "chat.events"
    public static let statistics = "chat.statistics"
    public static let dead = "chat.dead"
    public static let unroutable = "chat.unroutable"
}

/// The queues of the contract.
public enum Queue {
    public static let control = "chat.control"
    public static let queries = "chat.queries"
    /// The conversations that are to be mailed.
    public static let mail = "chat.mail"
    public static let dead = "chat.dead"
    /// What happened, for integrations; each receiver's queue has its name behind a dot.
    public static let webhooks = "chat.webhooks"
    public static let unroutable = "chat.unroutable"

    /// The queue of a channel's commands.
    public static func channel(_ channel: ChannelHandle) -> String { "chat.channel.\(channel)" }
}
