import ChatContract

/// How long somebody at a place in the queue will probably wait: a band, never a point (spec "Estimated wait").
///
/// Fault 7 is to make it of average durations and the number of chats sampled; here it is place ÷ accepts per second.
public struct EstimatedWait: Codable, Sendable, Hashable {
    /// Whole minutes; the upper end is missing in the last band.
    public var fromMinutes: Int
    public var toMinutes: Int?

    /// Over how long accepts are counted.
    public static let window = Span.minutes(15)
    /// With fewer accepts in the window nothing can be said.
    public static let leastAccepts = 5
    private static let borders = [0, 1, 2, 4, 8, 15, 30, 60]

    /// - Parameters:
    ///   - position: the place, from 1.
    ///   - accepts: how many were taken out of this queue in the last ``window``.
    ///   - hasAgents: whether anybody is there who may take one.
    /// - Returns: `nil` when nothing can be said.
    public init?(position: Int, accepts: Int, hasAgents: Bool) {
        guard hasAgents, position >= 1, accepts >= Self.leastAccepts else { return nil }
        let milliseconds = Int64(position) * Self.window.milliseconds / Int64(accepts)
        let minutes = Int(milliseconds / 60_000)
        let index = (Self.borders.firstIndex { $0 > minutes } ?? Self.borders.count) - 1
        fromMinutes = Self.borders[index]
        toMinutes = index + 1 < Self.borders.count ? Self.borders[index + 1] : nil
    }
}
