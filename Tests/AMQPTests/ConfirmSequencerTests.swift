import Testing

@testable import AMQP

@Suite("Confirm sequencer")
struct ConfirmSequencerTests {
    private typealias Outcome = ConfirmSequencer.Outcome

    @Test("whatever the broker says in whatever order comes out once, in order, with its outcome", arguments: 0..<200)
    func property(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var sequencer = ConfirmSequencer()
        var expected: [Outcome?] = [] // by position
        var tags: [UInt64: Int] = [:] // of what the broker has not confirmed
        var lastTag: UInt64 = 0
        var told: [Outcome] = []

        func take() {
            while let (positions, outcome) = sequencer.nextRun() {
                #expect(positions.lowerBound == UInt64(told.count), "no gap, nothing twice")
                told += positions.map { _ in outcome }
            }
        }

        for _ in 0..<300 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                lastTag += 1
                tags[lastTag] = expected.count
                expected.append(nil)
                sequencer.sent()
                if Int.random(in: 0..<8, using: &random) == 0 {
                    let position = expected.count - 1
                    sequencer.returned(position: UInt64(position))
                    expected[position] = .returned
                }
            case 5:
                expected.append(.invalid)
                sequencer.unconfirmed(.invalid)
            case 6, 7:
                guard let tag = tags.keys.sorted().randomElement(using: &random) else { continue }
                let acknowledged = Int.random(in: 0..<4, using: &random) > 0
                #expect(sequencer.confirm(tag: tag, multiple: false, acknowledged: acknowledged) == true)
                settle(tag, acknowledged)
            case 8:
                guard let tag = tags.keys.sorted().randomElement(using: &random) else { continue }
                let acknowledged = Int.random(in: 0..<4, using: &random) > 0
                #expect(sequencer.confirm(tag: tag, multiple: true, acknowledged: acknowledged) == true)
                for other in tags.keys where other <= tag { settle(other, acknowledged) }
            default:
                take()
            }
        }
        take()
        sequencer.loseAll()
        take()
        for (tag, position) in tags where expected[position] == nil || tag > 0 {
            if expected[position] == nil { expected[position] = .lost }
        }
        #expect(told.map(\.rawValue) == expected.map { ($0 ?? .lost).rawValue })
        #expect(sequencer.outstandingCount == 0)

        func settle(_ tag: UInt64, _ acknowledged: Bool) {
            guard let position = tags.removeValue(forKey: tag) else { return }
            if !acknowledged { expected[position] = .rejected }
            if expected[position] == nil { expected[position] = .acknowledged }
        }
    }

    @Test("a tag that was not given out is refused, an old one is not")
    func unknownTags() {
        var sequencer = ConfirmSequencer()
        #expect(sequencer.confirm(tag: 1, multiple: false, acknowledged: true) == false)
        sequencer.sent()
        #expect(sequencer.confirm(tag: 1, multiple: false, acknowledged: true) == true)
        #expect(sequencer.nextRun()?.positions == 0..<1)
        #expect(sequencer.confirm(tag: 1, multiple: true, acknowledged: true) == true)
        #expect(sequencer.confirm(tag: 2, multiple: true, acknowledged: true) == false)
        #expect(sequencer.confirm(tag: 0, multiple: false, acknowledged: true) == false)
    }

    @Test("tag 0 with multiple means all")
    func all() {
        var sequencer = ConfirmSequencer()
        for _ in 0..<5 { sequencer.sent() }
        #expect(sequencer.confirm(tag: 0, multiple: true, acknowledged: true) == true)
        let run = sequencer.nextRun()
        #expect(run?.positions == 0..<5)
        #expect(run?.outcome == .acknowledged)
    }

    @Test("memory does not grow with what was told")
    func bounded() {
        var sequencer = ConfirmSequencer()
        sequencer.sent()
        for tag in 2...100_000 as ClosedRange<UInt64> {
            sequencer.sent()
            _ = sequencer.confirm(tag: tag - 1, multiple: false, acknowledged: true)
            while sequencer.nextRun() != nil {}
        }
        #expect(sequencer.outstandingCount == 1)
        #expect(sequencer.firstOutstanding == 99_999)
    }
}
