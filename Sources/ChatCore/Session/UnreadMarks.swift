/// The numbers of the messages that one side has not read, as runs of consecutive numbers.
///
/// Exact whatever is read in between, and small: what nobody read mostly stands in one run.
public struct UnreadMarks: Sendable, Equatable {
    /// The runs, ascending.
    public private(set) var runs: [ClosedRange<Int64>]

    public init(runs: [ClosedRange<Int64>] = []) {
        self.runs = runs
    }

    /// How many are unread.
    public var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Notes a new message; its number is higher than all before.
    public mutating func add(_ seq: Int64) {
        if let last = runs.last, last.upperBound + 1 == seq {
            runs[runs.count - 1] = last.lowerBound...seq
        } else {
            runs.append(seq...seq)
        }
    }

    /// Everything up to `through` was read.
    ///
    /// - Returns: whether that changed anything.
    public mutating func read(through: Int64) -> Bool {
        guard let first = runs.first, first.lowerBound <= through else { return false }
        runs.removeAll { $0.upperBound <= through }
        if let first = runs.first, first.lowerBound <= through {
            runs[0] = (through + 1)...first.upperBound
        }
        return true
    }
}
