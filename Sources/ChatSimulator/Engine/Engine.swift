import ChatContract

/// Time, chance and memory of one run: what all that is simulated shares. Belongs to one thread.
final class Engine {
    let seed: UInt64
    let options: SimulationOptions
    let scheduler: Scheduler
    var random: SeededRandom
    private(set) var trace = Trace()
    private(set) var failure: SimulationFailure?
    var report: SimulationReport
    /// Whether things go wrong now.
    var isStormy = false
    /// How many workers stand still in the middle of something, while the rest goes on.
    private var depth = 0

    init(seed: UInt64, options: SimulationOptions, at start: Timestamp) {
        self.seed = seed
        self.options = options
        scheduler = Scheduler(at: start)
        random = SeededRandom(seed: seed)
        report = SimulationReport(seed: seed)
    }

    var now: Timestamp { scheduler.now }

    /// What the workers' machine takes for the time: somebody may set its clock, also back.
    var wallClock: Timestamp { now + skew }
    private var skew = Span.zero

    /// Somebody sets the clock.
    func setClock(to skew: Span) { self.skew = skew }

    /// Remembers that something happened.
    func note(_ text: String) {
        let line = trace.note(text, at: now)
        options.tell?(line)
    }

    /// Something goes wrong on purpose.
    func fault(_ kind: String, _ text: String = "") {
        report.faults[kind, default: 0] += 1
        note("fault \(kind) \(text)")
    }

    /// An invariant does not hold: the run ends.
    func fail(_ invariant: String, _ detail: @autoclosure () -> String) {
        guard failure == nil else { return }
        failure = SimulationFailure(
            seed: seed, step: report.steps, at: now, invariant: invariant, detail: detail(), last: trace.last)
    }

    /// Holds an invariant against what is.
    func expect(_ holds: Bool, _ invariant: String, _ detail: @autoclosure () -> String) {
        if !holds { fail(invariant, detail()) }
    }

    /// Lets time go by until then, or until an invariant fails.
    func run(until limit: Timestamp) {
        while failure == nil, scheduler.step(until: limit) { report.steps += 1 }
    }

    /// Whether somebody may stand still in the middle of something: not too many within each other.
    var mayStandStill: Bool { depth < 3 }

    /// Somebody stands still where he is; everybody else goes on.
    func standStill(for span: Span) {
        depth += 1
        run(until: now + span)
        depth -= 1
    }
}
