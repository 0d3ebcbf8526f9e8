/// Ascending numbers as text: `3-5,9`.
enum Runs {
    static func text(_ runs: [ClosedRange<Int64>]) -> String {
        runs.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    static func runs(_ text: String) throws(StoreError) -> [ClosedRange<Int64>] {
        var runs: [ClosedRange<Int64>] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int64($0) }
            guard let low = ends.first, let high = ends.last, low <= high, ends.count <= 2 else {
                throw StoreError(.corrupt, "\"\(part)\" is no run of numbers")
            }
            runs.append(low...high)
        }
        return runs
    }

    /// Adds a number that is higher than all before.
    static func add(_ number: Int64, to runs: inout [ClosedRange<Int64>]) {
        if let last = runs.last, last.upperBound + 1 == number {
            runs[runs.count - 1] = last.lowerBound...number
        } else {
            runs.append(number...number)
        }
    }
}
