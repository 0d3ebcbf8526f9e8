/// How often what happens to a worker at a place of its loop, in a million times that it comes there.
struct FaultRates {
    /// The process is killed.
    var kill = 0
    /// The store fails.
    var failure = 0
    /// The process stands still for seconds.
    var freeze = 0
    /// It waits a moment, while others go on.
    var pause = 0

    static func of(_ place: SimulatedProcess.Place) -> FaultRates {
        switch place {
        case .lock: FaultRates(kill: 2500, failure: 4000, freeze: 800, pause: 30_000)
        case .look: FaultRates(kill: 200, failure: 1000, freeze: 200, pause: 5000)
        // Inside a transaction nobody else writes, and a process that stands still there holds the lock.
        case .commit: FaultRates(kill: 5000, failure: 4000)
        case .committed: FaultRates(kill: 4000, failure: 2000, freeze: 500, pause: 5000)
        case .acknowledge: FaultRates(kill: 6000, freeze: 800, pause: 5000)
        }
    }
}
