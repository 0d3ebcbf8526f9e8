import Testing

@testable import ChatCore

@Suite("Histogram")
struct HistogramTests {
    private static func histogram(_ values: some Sequence<Int64>) -> Histogram {
        values.reduce(into: Histogram()) { $0.add($1) }
    }

    /// Lengths of every order of size, from nothing to weeks.
    private static func values(_ random: inout SeededRandom, _ count: Int) -> [Int64] {
        (0..<count).map { _ in
            let limit = Int64(1) << Int64(random.number(0...31))
            return Int64.random(in: 0...limit, using: &random)
        }
    }

    @Test("what stands for a length is off by one per cent at most, and by nothing below 128")
    func error() {
        var random = SeededRandom(seed: 1)
        let edges = (0...62).flatMap { shift -> [Int64] in
            let power = Int64(1) << Int64(shift)
            return [power - 1, power, power + 1, power + power / 2]
        }
        for value in edges + (0...4096).map(Int64.init) + Self.values(&random, 20_000) {
            let middle = Histogram.middle(of: Histogram.bucket(of: value))
            if value < 128 { #expect(middle == value) }
            #expect((middle - value).magnitude <= UInt64(value) / 100, "\(value) became \(middle)")
        }
        #expect(Histogram.bucket(of: -5) == 0)
    }

    @Test("buckets ascend with what is in them, without a hole")
    func order() {
        for value in Int64(0)..<70_000 {
            let step = Histogram.bucket(of: value + 1) - Histogram.bucket(of: value)
            #expect(step == 0 || step == 1)
        }
    }

    @Test("percentiles are the nearest rank, to within one per cent", arguments: 1...20 as ClosedRange<UInt64>)
    func percentiles(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let values = Self.values(&random, random.number(1...400)).sorted()
        let histogram = Self.histogram(values.shuffled(using: &random))
        for percent in [1, 50, 90, 95, 99, 100] as [Int64] {
            let rank = (values.count * Int(percent) + 99) / 100
            let exact = values[rank - 1]
            let found = try #require(histogram.percentile(percent))
            #expect((found - exact).magnitude <= UInt64(exact) / 100)
        }
        #expect(histogram.count == Int64(values.count))
    }

    @Test("nothing has no percentile: nothing is not zero")
    func empty() {
        #expect(Histogram().percentile(50) == nil && Histogram().isEmpty)
        #expect(Self.histogram([0]).percentile(50) == 0)
    }

    @Test(
        "put together in any order it is the same; hours together are the day", arguments: 1...20 as ClosedRange<UInt64>
    )
    func merging(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let hours = (0..<24).map { _ in Self.values(&random, random.number(0...60)) }
        let day = Self.histogram(hours.joined())
        let parts = hours.map(Self.histogram)
        var left = Histogram()
        for part in parts { left.merge(part) }
        var shuffled = Histogram()
        for part in parts.shuffled(using: &random) { shuffled.merge(part) }
        // (a + b) + c = a + (b + c)
        var pairs = parts
        while pairs.count > 1 {
            let index = random.number(0...(pairs.count - 2))
            let next = pairs.remove(at: index + 1)
            pairs[index].merge(next)
        }
        #expect(left == day && shuffled == day && pairs.first == day)
    }

    @Test("what is not a histogram is not read as one")
    func reading() {
        typealias Cell = Histogram.Cell
        #expect(Histogram(cells: [Cell(bucket: 3, count: 1), Cell(bucket: 9, count: 2)])?.count == 3)
        for cells in [
            [Cell(bucket: 3, count: 0)], [Cell(bucket: -1, count: 1)], [Cell(bucket: 1 << 20, count: 1)],
            [Cell(bucket: 9, count: 1), Cell(bucket: 9, count: 1)],
        ] { #expect(Histogram(cells: cells) == nil) }
    }
}
