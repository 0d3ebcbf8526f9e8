/// What a bucket holds of a measure.
public struct Measured: Sendable, Hashable {
    public var count: Int64 = 0
    public var sum: Int64 = 0
    public var maximum: Int64 = 0
    public var histogram = Histogram()

    public init() {}

    mutating func merge(_ other: Measured) {
        guard other.count > 0 else { return }
        maximum = count == 0 ? other.maximum : max(maximum, other.maximum)
        count += other.count
        sum += other.sum
        histogram.merge(other.histogram)
    }

    /// In seconds, to the millisecond; `nil` without any.
    var mean: Double? { count > 0 ? (sum / count).seconds : nil }
}
