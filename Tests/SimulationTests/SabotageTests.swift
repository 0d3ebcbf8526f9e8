import ChatSimulator
import Testing

/// The simulator's own check: every rule that is broken on purpose is noticed, and none where nothing is broken.
@Suite("Sabotage") struct SabotageTests {
    /// How many seeds each may take.
    static let limit: UInt64 = 40

    @Test("A broken rule is found", arguments: Sabotage.allCases)
    func found(_ sabotage: Sabotage) async {
        var sweep = SimulationSweep(seeds: 1...Self.limit, jobs: 1)
        sweep.adjust = { options in
            options.sabotage = sabotage
            if sabotage == .forgottenInput { options.replays = true }
        }
        var tried = 0
        var failure: SimulationFailure?
        await sweep.run { report in
            tried += 1
            failure = report.failure
            return failure == nil
        }
        #expect(failure != nil, "\(sabotage) was not found by \(tried) seeds")
        if let failure { print("\(sabotage): after \(tried) seeds, \(failure.invariant)") }
    }

    @Test("The same seeds find nothing where nothing is broken") func sound() async {
        var failures: [SimulationFailure] = []
        await SimulationSweep(seeds: 1...Self.limit, jobs: SeedTests.jobs).run { report in
            if let failure = report.failure { failures.append(failure) }
            return true
        }
        #expect(failures.isEmpty, "\(failures)")
    }
}
