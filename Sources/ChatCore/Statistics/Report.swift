import ChatContract

/// A report over a range (`spec/statistics.md` "Reports"): the other result of `statistics.get`.
public struct Report: Codable, Sendable, Equatable {
    /// By what the figures are grouped.
    public typealias Grouping = StatisticsGet.Grouping

    public var at: Timestamp
    /// [`from`, `to`).
    public var from: Timestamp
    public var to: Timestamp
    public var zone: String
    public var channels: [ChannelHandle]
    @OrNull public var by: Grouping?
    /// How many events it is made of: higher than in an earlier report of the same range when late ones came.
    public var revision: Int64
    public var total: Figures
    public var groups: [Group]
    /// The mean length of the queue in each local hour of the day, over time.
    public var queueLength: [HourLength]
    /// The local hour of the day in which the most sessions came; of equals the earlier.
    @OrNull public var busiestHour: Int?
    public var ratings: [AgentRatings]
    /// What is going on now, whatever the range.
    public var now: [Now]

    /// One value of the grouping: a handle, 1 Monday to 7 Sunday, an hour 0 to 23, a month `YYYY-MM`.
    public struct Group: Codable, Sendable, Equatable {
        public var key: String
        public var figures: Figures
    }

    public struct HourLength: Codable, Sendable, Equatable {
        public var hour: Int
        /// Null when no such hour has passed.
        @OrNull public var average: Double?
    }

    /// The ratings of an agent's sessions in a month; those that nobody had are nobody's.
    public struct AgentRatings: Codable, Sendable, Equatable {
        @OrNull public var agent: AgentHandle?
        public var month: String
        public var ratings: Figures.Ratings
    }

    /// A channel's queue at this moment. The two means are never mixed: one is of people who wait, one of those who did.
    public struct Now: Codable, Sendable, Equatable {
        public var channel: ChannelHandle
        public var waiting: Int
        @OrNull public var longestWait: Double?
        /// How long those waiting have waited in the mean.
        @OrNull public var meanAge: Double?
        /// How long those had waited in the mean who were accepted in the last 15 minutes.
        @OrNull public var acceptedWait: Double?
        /// For whoever comes next.
        @OrNull public var estimatedWait: EstimatedWait?
        public var active: Int
        public var available: Int
    }
}
