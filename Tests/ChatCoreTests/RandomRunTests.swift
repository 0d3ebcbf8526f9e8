import ChatContract
import Testing

@testable import ChatCore

@Suite("Random runs")
struct RandomRunTests {
    @Test("keep every law, whatever is asked in whatever order", arguments: 1...6 as ClosedRange<UInt64>)
    func laws(_ seed: UInt64) throws {
        var run = RandomRun(seed: seed, clockGoesBack: seed % 3 == 0)
        /// What has not happened yet. That something was erased the store records, of sessions that are long over.
        var missing: [EventType] {
            let types = Set(run.fixture.events.map(\.event.type))
            return EventType.allCases.filter { !types.contains($0) && $0 != .sessionErased }
        }
        // What is rare may take longer.
        for part in 1...40 where part <= 10 || !missing.isEmpty {
            for step in 1...500 {
                run.step()
                if step % 5 == 0 {
                    try run.checkState()
                    run.checkTimers()
                }
                if step % 100 == 0 { run.checkRebuild() }
            }
        }
        try run.checkHistory()
        #expect(missing == [], "everything happened")
        #expect(run.done > 800)
        #expect(Set(run.refused.keys).isSuperset(of: [.forbidden, .notAssigned, .notInQueue, .sessionClosed]))
    }

    @Test("the same commands give the same events, bit for bit")
    func replay() throws {
        var transcripts: [[UInt8]] = []
        for _ in 0..<2 {
            var run = RandomRun(seed: 99, clockGoesBack: true)
            for _ in 0..<1500 { run.step() }
            transcripts.append(try run.transcript())
        }
        #expect(transcripts[0].count > 100_000)
        #expect(transcripts[0] == transcripts[1])
    }
}
