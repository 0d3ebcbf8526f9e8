/// The body of `statistics.get`.
public struct StatisticsGet: Codable, Sendable, Equatable {
    /// What is asked for: the Dashboard tab of a day, or a report over a range.
    public enum View: String, Codable, Sendable, CaseIterable { case dashboard, report }
    /// By what a report groups its figures.
    public enum Grouping: String, Codable, Sendable, CaseIterable { case channel, agent, weekday, hour, month }

    public var view: View
    /// All that the caller may see, unless told.
    public var channels: [ChannelHandle]?
    /// A local date, `YYYY-MM-DD`: of a dashboard (today unless told), or instead of a report's range.
    public var day: String?
    /// Where a report begins and ends, the end not included: local dates, or times on a quarter of an hour. The past
    /// four weeks, today included, unless told.
    public var from: String?
    public var to: String?
    public var by: Grouping?
    /// An IANA name; the agent's own unless told.
    public var zone: String?
    /// The formula of the service level, and its target in seconds: 10, 20, 30, 60 or 120.
    public var variant: String?
    public var target: Int?

    public init(
        view: View, channels: [ChannelHandle]? = nil, day: String? = nil, from start: String? = nil,
        to end: String? = nil, by: Grouping? = nil, zone: String? = nil, variant: String? = nil, target: Int? = nil
    ) {
        self.view = view
        self.channels = channels
        self.day = day
        self.from = start
        self.to = end
        self.by = by
        self.zone = zone
        self.variant = variant
        self.target = target
    }
}
