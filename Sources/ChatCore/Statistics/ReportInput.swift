import ChatContract

/// What a report is made of.
public struct ReportInput: Sendable {
    public typealias Row = (key: RollupKey, tally: Tally)

    public var channels: [ChannelHandle]
    public var from: Timestamp
    public var to: Timestamp
    public var by: Report.Grouping?
    public var variant = ServiceLevel.Variant.abandonedWithinIgnored
    public var target = ServiceLevel.Target.in20
    /// The buckets of the range: those of the channels, and those of agents' time.
    public var rows: [(key: RollupKey, tally: Tally)] = []
    /// The long stretches of agents' time that touch the range.
    public var stretches: [AgentStretch] = []
    /// The sessions of the channels that are not over.
    public var live: [LiveSession] = []
    /// The waits of those accepted in the last ``EstimatedWait/window``.
    public var recentAccepts: [ChannelHandle: [Span]] = [:]
    public var roster = Roster()
    /// The members of the channels: whose time is told even if they had no chat.
    public var members: [ChannelHandle: [AgentHandle: Member]] = [:]
    /// How the channels' chats come to agents: on that depends who is available.
    public var policies: [ChannelHandle: Channel.Routing.Policy] = [:]

    public init(channels: [ChannelHandle], from start: Timestamp, to end: Timestamp, by grouping: Report.Grouping?) {
        self.channels = channels
        self.from = start
        self.to = end
        self.by = grouping
    }
}
