import ArgumentParser
import ChatContract
import ChatSimulator
import Foundation

/// `samtale simulate`: the real loop, decisions and store in a simulated world, seed by seed.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the system in simulated worlds where everything goes wrong, and hold it against its guarantees.",
        discussion: """
            Each seed is a world of its own: workers that are killed, frozen and cut off, a broker that delays, repeats \
            and refuses, a store that fails, visitors and agents who behave by chance. The same seed gives the same \
            run. It needs neither broker nor files.

            Exit code 1 when an invariant failed: then the seed and the last things that happened are printed.

            EXAMPLES
              samtale simulate --seeds 2000
              samtale simulate --seeds 100000 --from 50000 --jobs 8
              samtale simulate --seed 4711 --verbose         one, with all that happens
            """)

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1000
    @Option(help: "The first seed.")
    var from: UInt64 = 1
    @Option(help: "One seed alone.")
    var seed: UInt64?
    @Option(help: "How many run at once (default: one for each processor).")
    var jobs: Int?
    @Flag(help: "Print everything that happens; only with --seed.")
    var verbose = false
    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard seeds >= 1 else { throw ValidationError("--seeds must be 1 at least.") }
        guard from <= UInt64.max - seeds else { throw ValidationError("--from is too high for so many seeds.") }
        guard jobs ?? 1 >= 1 else { throw ValidationError("--jobs must be 1 at least.") }
        guard !verbose || seed != nil else {
            throw ValidationError("--verbose tells of one seed: give it with --seed.")
        }
    }

    func run() async throws {
        var sweep = SimulationSweep(
            seeds: seed.map { $0...$0 } ?? from...from + seeds - 1,
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        if verbose { sweep.adjust = { $0.tell = { Console.print($0) } } }
        var total = SimulationTotal(seeds: UInt64(sweep.seeds.count))
        await sweep.run { report in
            total.add(report)
            if let line = total.progress() { Console.note(line) }
            return report.failure == nil
        }
        if json { try Console.print(json: total.figures) } else { total.lines.forEach(Console.print) }
        guard total.failures.isEmpty else {
            for failure in total.failures {
                Console.note("\(failure)")
                Console.note("  → replay it with: samtale simulate --seed \(failure.seed) --verbose")
            }
            throw ExitCode(1)
        }
    }
}
