import Testing

@testable import ChatCore

@Suite("Unread marks")
struct UnreadMarksTests {
    @Test("are exactly the set of what was added and not read")
    func model() {
        var random = SeededRandom(seed: 31)
        for _ in 0..<300 {
            var marks = UnreadMarks()
            var model: Set<Int64> = []
            var seq: Int64 = 0
            for _ in 0..<random.number(1...80) {
                if random.oneIn(4) {
                    let through = Int64(random.number(-2...Int(seq) + 3))
                    let isNews = model.contains { $0 <= through }
                    let wasNews = marks.read(through: through)
                    #expect(wasNews == isNews)
                    model = model.filter { $0 > through }
                } else {
                    seq += Int64(random.oneIn(3) ? random.number(1...4) : 1)
                    marks.add(seq)
                    model.insert(seq)
                }
                #expect(marks.count == model.count)
                #expect(Set(marks.runs.flatMap { Array($0) }) == model)
                for (left, right) in zip(marks.runs, marks.runs.dropFirst()) {
                    #expect(left.upperBound + 1 < right.lowerBound, "runs that touch are one")
                }
                #expect(UnreadMarks(runs: marks.runs) == marks)
            }
        }
    }

    @Test("the ends of the number range")
    func ends() {
        var marks = UnreadMarks()
        let empty = marks.read(through: .max)
        marks.add(1)
        let below = marks.read(through: .min)
        let above = marks.read(through: .max)
        #expect((empty, below, above) == (false, false, true))
        #expect(marks.count == 0)
    }
}
