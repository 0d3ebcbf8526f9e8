/// A length of time in whole milliseconds.
public struct Span: Hashable, Comparable, Sendable {
    /// The length in milliseconds; negative when it goes back.
    public var milliseconds: Int64

    /// Makes a length of `milliseconds`.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A length of `count` milliseconds.
    public static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
    /// A length of `count` seconds.
    public static func seconds(_ count: Int) -> Span { Span(milliseconds: Int64(count) * 1000) }
    /// A length of `count` minutes.
    public static func minutes(_ count: Int) -> Span { .seconds(count * 60) }
    /// A length of `count` minutes, to the millisecond.
    public static func minutes(_ count: Double) -> Span { Span(milliseconds: Int64((count * 60_000).rounded())) }
    /// A length of `count` days.
    public static func days(_ count: Int) -> Span { .minutes(count * 24 * 60) }

    public static let zero = Span(milliseconds: 0)

    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Span, right: Span) -> Span { .milliseconds(left.milliseconds + right.milliseconds) }
    public static func += (left: inout Span, right: Span) { left = left + right }
}

extension Span: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
