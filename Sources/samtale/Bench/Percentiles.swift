/// Times in milliseconds, in order.
struct Percentiles {
    private let sorted: [Double]

    init(_ times: [Double]) {
        sorted = times.sorted()
    }

    /// What that share of them does not exceed; `nan` where there are none.
    subscript(share: Double) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
