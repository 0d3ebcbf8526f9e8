import ChatContract

/// Which bucket: a quarter of an hour, of a channel, of an agent; agents' time belongs to no channel.
public struct RollupKey: Hashable, Comparable, Sendable {
    public var quarter: Quarter
    public var channel: ChannelHandle?
    public var agent: AgentHandle?

    public init(quarter: Quarter, channel: ChannelHandle?, agent: AgentHandle?) {
        self.quarter = quarter
        self.channel = channel
        self.agent = agent
    }

    public static func < (left: RollupKey, right: RollupKey) -> Bool {
        (left.quarter, left.channel?.text ?? "", left.agent?.text ?? "")
            < (right.quarter, right.channel?.text ?? "", right.agent?.text ?? "")
    }
}
