/// Many seeds, as many at once as there are jobs.
public struct SimulationSweep: Sendable {
    public var seeds: ClosedRange<UInt64>
    /// How many run at once.
    public var jobs: Int
    /// What is changed of the options that a seed stands for.
    public var adjust: @Sendable (inout SimulationOptions) -> Void = { _ in }

    public init(seeds: ClosedRange<UInt64>, jobs: Int) {
        self.seeds = seeds
        self.jobs = jobs
    }

    /// Runs them in their order.
    ///
    /// - Parameter each: takes each report as it comes, in any order; no more seeds are begun when it gives `false`.
    public func run(_ each: (SimulationReport) -> Bool) async {
        await withTaskGroup(of: SimulationReport.self) { group in
            var rest = seeds.makeIterator()
            func begin() {
                guard let seed = rest.next() else { return }
                group.addTask { [adjust] in
                    var options = SimulationOptions(seed: seed)
                    adjust(&options)
                    return Simulation(seed: seed, options: options).run()
                }
            }
            for _ in 0..<max(jobs, 1) { begin() }
            var goesOn = true
            for await report in group {
                goesOn = each(report) && goesOn
                if goesOn { begin() }
            }
        }
    }
}
