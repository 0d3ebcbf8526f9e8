import ChatContract
import ChatSimulator
import Testing

/// A seed is enough to see a run again.
@Suite("Repeats") struct RepeatTests {
    @Test("The same seed gives the same run", arguments: 5001...5012)
    func sameSeed(_ seed: Int) {
        let first = Simulation(seed: UInt64(seed)).run()
        let second = Simulation(seed: UInt64(seed)).run()
        #expect(first.digest == second.digest)
        #expect(first.steps == second.steps && first.commits == second.commits && first.events == second.events)
        #expect(first.commands == second.commands && first.faults == second.faults)
    }

    @Test("Another seed gives another run") func otherSeed() {
        #expect(Simulation(seed: 1).run().digest != Simulation(seed: 2).run().digest)
    }

    @Test("A recorded run decides anew to the same events", arguments: 6001...6010)
    func replay(_ seed: Int) {
        var options = SimulationOptions(seed: UInt64(seed))
        options.replays = true
        let report = Simulation(seed: UInt64(seed), options: options).run()
        #expect(report.failure == nil, "\(String(describing: report.failure))")
        #expect(report.events > 0)
    }

    @Test("Nothing goes wrong where nothing is made to") func calm() {
        var options = SimulationOptions(seed: 1)
        options.hasFaults = false
        options.stormy = .seconds(60)
        let report = Simulation(seed: 1, options: options).run()
        #expect(report.failure == nil, "\(String(describing: report.failure))")
        #expect(report.faults.isEmpty)
    }
}
