import ChatContract
import ChatStore
import ChatWorker
import Logging

/// One run of the real loop, the real decisions and the real store in a simulated world: broker, clock, processes that
/// die and wake up, visitors and agents who behave by chance. The same seed gives the same run.
///
/// ```swift
/// let report = Simulation(seed: 7).run()
/// if let failure = report.failure { print(failure) }
/// ```
public struct Simulation: Sendable {
    public let seed: UInt64
    public let options: SimulationOptions

    public init(seed: UInt64) {
        self.init(seed: seed, options: SimulationOptions(seed: seed))
    }

    public init(seed: UInt64, options: SimulationOptions) {
        self.seed = seed
        self.options = options
    }

    /// Runs it to its end, or until an invariant does not hold.
    public func run() -> SimulationReport {
        let engine = Engine(seed: seed, options: options, at: Founding.start)
        do throws(StoreError) {
            let stage = try Stage(engine)
            defer { stage.clear() }
            stage.play()
            return stage.report()
        } catch {
            engine.fail("the store can be opened", "\(error)")
            var report = engine.report
            report.failure = engine.failure
            return report
        }
    }
}
