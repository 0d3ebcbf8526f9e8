import ChatContract

/// Fifteen minutes of UTC: the buckets in which figures are kept.
///
/// Days of every zone can be put together from them. Hours of UTC would not do: Kathmandu is 5:45 ahead, and all offsets
/// since the 1970s are whole quarters of an hour.
public struct Quarter: Hashable, Comparable, Sendable {
    /// Counts from 1970.
    public let number: Int64

    public init(number: Int64) {
        self.number = number
    }

    /// The quarter in which a moment lies: it begins at or before it, and ends after it.
    public init(containing moment: Timestamp) {
        let (quotient, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: Self.length.milliseconds)
        number = rest < 0 ? quotient - 1 : quotient
    }

    public static let length = Span.minutes(15)

    public var start: Timestamp { Timestamp(milliseconds: number * Self.length.milliseconds) }
    public var end: Timestamp { start + Self.length }

    public static func < (left: Quarter, right: Quarter) -> Bool { left.number < right.number }

    /// The milliseconds of [`start`, `end`) that lie in each quarter, in order; none when the end is not after the start.
    static func split(from start: Timestamp, to end: Timestamp) -> [(quarter: Quarter, milliseconds: Int64)] {
        guard start < end else { return [] }
        let first = Quarter(containing: start)
        let last = Quarter(containing: Timestamp(milliseconds: end.milliseconds - 1))
        return (first.number...last.number).map { number in
            let quarter = Quarter(number: number)
            return (quarter, (min(end, quarter.end) - max(start, quarter.start)).milliseconds)
        }
    }
}
