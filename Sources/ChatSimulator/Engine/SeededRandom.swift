import ChatContract

/// A random source that gives the same numbers for the same seed (SplitMix64), so that a failing run can be repeated.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of `range`.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// A length of time of `range`, in milliseconds.
    mutating func span(_ range: ClosedRange<Int>) -> Span { .milliseconds(Int64(number(range))) }

    /// True once in `times`.
    mutating func oneIn(_ times: Int) -> Bool { next() % UInt64(times) == 0 }

    /// True in `share` of a million cases.
    mutating func perMillion(_ share: Int) -> Bool { next() % 1_000_000 < UInt64(share) }

    /// One of `values`; `nil` when there are none.
    mutating func pick<Element>(_ values: [Element]) -> Element? {
        values.isEmpty ? nil : values[number(0...(values.count - 1))]
    }

    /// One of `values` by their weights; `nil` when there are none.
    mutating func pick<Element>(_ values: [Element], weight: (Element) -> Int) -> Element? {
        let total = values.reduce(0) { $0 + weight($1) }
        guard total > 0 else { return nil }
        var rest = number(1...total)
        for value in values {
            rest -= weight(value)
            if rest <= 0 { return value }
        }
        return nil
    }
}
