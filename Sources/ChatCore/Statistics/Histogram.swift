/// How often each length of time occurred, to within one per cent: percentiles that can be added up.
///
/// Lengths are whole milliseconds. Below 128 each has a bucket of its own; above, each power of two is cut into 64
/// buckets of equal width, and a bucket's middle stands for all of it: off by 1/128 at most. Only whole numbers are
/// used, so equal content gives equal bytes on every machine, in whatever order it came.
public struct Histogram: Sendable, Hashable {
    /// A bucket that is not empty.
    struct Cell: Sendable, Hashable {
        var bucket: Int
        var count: Int64
    }

    /// Ascending by bucket.
    private(set) var cells: [Cell] = []

    public init() {}

    /// From what was stored; `nil` when buckets do not ascend or a count is not above zero.
    init?(cells: [Cell]) {
        for (index, cell) in cells.enumerated() {
            guard cell.count > 0, (0...Self.lastBucket).contains(cell.bucket),
                index == 0 || cells[index - 1].bucket < cell.bucket
            else { return nil }
        }
        self.cells = cells
    }

    public var isEmpty: Bool { cells.isEmpty }

    /// How many lengths are in it.
    public var count: Int64 { cells.reduce(0) { $0 + $1.count } }

    /// Adds a length; one below zero counts as zero.
    public mutating func add(_ milliseconds: Int64, times count: Int64 = 1) {
        guard count > 0 else { return }
        let bucket = Self.bucket(of: milliseconds)
        let index = index(of: bucket)
        if index < cells.count, cells[index].bucket == bucket {
            cells[index].count += count
        } else {
            cells.insert(Cell(bucket: bucket, count: count), at: index)
        }
    }

    /// Adds all that the other holds.
    public mutating func merge(_ other: Histogram) {
        guard !other.isEmpty else { return }
        guard !isEmpty else {
            cells = other.cells
            return
        }
        var merged: [Cell] = []
        merged.reserveCapacity(cells.count + other.cells.count)
        var theirs = other.cells[...]
        for cell in cells {
            while let next = theirs.first, next.bucket < cell.bucket {
                merged.append(next)
                theirs = theirs.dropFirst()
            }
            if let next = theirs.first, next.bucket == cell.bucket {
                merged.append(Cell(bucket: cell.bucket, count: cell.count + next.count))
                theirs = theirs.dropFirst()
            } else {
                merged.append(cell)
            }
        }
        merged += theirs
        cells = merged
    }

    /// The length that so many per cent do not exceed, in milliseconds: the nearest rank, to within one per cent.
    ///
    /// - Parameter percent: 1 to 100.
    /// - Returns: `nil` without any length: nothing is not zero.
    public func percentile(_ percent: Int64) -> Int64? {
        let count = count
        guard count > 0 else { return nil }
        let rank = max(1, (count * min(max(percent, 1), 100) + 99) / 100)
        var seen: Int64 = 0
        for cell in cells {
            seen += cell.count
            if seen >= rank { return Self.middle(of: cell.bucket) }
        }
        return nil
    }

    private func index(of bucket: Int) -> Int {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].bucket < bucket { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: - Buckets

    /// Buckets of each power of two.
    private static let steps = 64
    private static let lastBucket = bucket(of: .max)

    static func bucket(of milliseconds: Int64) -> Int {
        guard milliseconds >= 128 else { return Int(max(0, milliseconds)) }
        // The power of two at or below it, of which the six bits after the first tell the bucket.
        let shift = 63 - milliseconds.leadingZeroBitCount - 6
        return (shift + 1) * steps + (Int(milliseconds >> Int64(shift)) - steps)
    }

    /// The length that stands for a bucket.
    static func middle(of bucket: Int) -> Int64 {
        guard bucket >= 128 else { return Int64(bucket) }
        let shift = bucket / steps - 1
        let start = Int64(bucket % steps + steps) << Int64(shift)
        return start + (Int64(1) << Int64(shift)) / 2
    }
}
