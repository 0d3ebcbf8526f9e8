import CMalloc

/// Gives memory back after a rush.
///
/// When thousands of pages come back at once, each takes three times what it needs afterwards; the allocator keeps that
/// for ever, in pages that hold nothing else any more.
struct RushWatch {
    /// How many streams make a rush.
    private static let many = 256

    private var before: UInt64 = 0
    private var last: UInt64 = 0

    /// To be called every few seconds.
    ///
    /// - Parameter opened: How many streams were ever opened.
    /// - Returns: whether a rush is over.
    mutating func isOver(opened: UInt64) -> Bool {
        let isQuiet = opened - last < Self.many / 8
        last = opened
        guard isQuiet, opened - before >= Self.many else { return false }
        before = opened
        return true
    }

    /// Returns what is free to the system.
    static func giveBack() { malloc_trim(0) }
}
