import ChatContract
import ChatSimulator

/// What many simulated runs came to.
struct SimulationTotal {
    /// The sums as they are printed.
    struct Figures: Encodable {
        var seeds: UInt64 = 0
        var failed: [UInt64] = []
        var steps = 0
        var commits = 0
        var events = 0
        var simulatedSeconds: Int64 = 0
        var seconds = 0.0
        var commands: [String: Int] = [:]
        var faults: [String: Int] = [:]
    }

    private(set) var figures = Figures()
    private(set) var failures: [SimulationFailure] = []
    private let seeds: UInt64
    private let started = ContinuousClock.now
    private var toldAt = ContinuousClock.now

    /// - Parameter seeds: how many there will be.
    init(seeds: UInt64) {
        self.seeds = seeds
    }

    mutating func add(_ report: SimulationReport) {
        figures.seeds += 1
        figures.steps += report.steps
        figures.commits += report.commits
        figures.events += report.events
        figures.simulatedSeconds += report.simulated.milliseconds / 1000
        figures.seconds = Self.seconds(ContinuousClock.now - started)
        figures.commands.merge(report.commands, uniquingKeysWith: +)
        figures.faults.merge(report.faults, uniquingKeysWith: +)
        if let failure = report.failure {
            figures.failed.append(report.seed)
            failures.append(failure)
        }
    }

    /// A line about how far it is, every few seconds.
    mutating func progress() -> String? {
        guard ContinuousClock.now - toldAt >= .seconds(5) else { return nil }
        toldAt = .now
        let rate = Double(figures.seeds) / max(figures.seconds, 0.001)
        let left = Int(Double(seeds - min(figures.seeds, seeds)) / max(rate, 0.001))
        return
            "\(figures.seeds) of \(seeds) seeds, \((rate * 10).rounded() / 10) a second, \(left / 60) min \(left % 60) s left"
    }

    /// The result for people.
    var lines: [String] {
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        return [
            "\(figures.seeds) seeds in \((figures.seconds * 10).rounded() / 10) s, "
                + (failures.isEmpty
                    ? "all well" : "failed: \(figures.failed.map(String.init).joined(separator: ", "))"),
            "\(figures.simulatedSeconds / 3600) h \(figures.simulatedSeconds / 60 % 60) min simulated, "
                + "\(figures.steps) steps, \(figures.commits) transactions, \(figures.events) events",
            "answered: \(list(figures.commands))",
            "gone wrong: \(list(figures.faults))",
        ]
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
