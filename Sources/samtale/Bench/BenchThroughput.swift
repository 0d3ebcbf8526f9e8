import AMQP
import ArgumentParser
import ChatContract
import Foundation

/// `samtale bench throughput`: what the worker makes of the broker's speed.
struct BenchThroughput: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughput",
        abstract: "Measure the worker against the raw broker; what \"samtale bench\" does unless told.",
        discussion: """
            Runs two things in turn on one broker, each as a process of its own, several rounds, because a machine's \
            speed drifts and only ratios of one run mean anything:
              raw     receives, publishes persistent with confirms, acknowledges:
                      no store, no JSON
              worker  message.post on open sessions, through the whole loop on
                      SQLite with synchronous=FULL
            Both between quorum queues, over the same number of queues, at 1, 100 and 1000 commands in flight.
            It needs the broker's management API to make a virtual host of its own, which it deletes again.

            EXAMPLES
              samtale bench
              samtale bench --seconds 10 --rounds 5 --json
              samtale bench --history 1000000        a million events stored already
              samtale bench --sessions 10000 --rounds 1 --in-flight 100
            """)

    @Option(help: "The broker, with an administrator's login (default: $SAMTALE_BROKER_URI).")
    var uri: String?
    @Option(help: "The broker's management API (default: $SAMTALE_BROKER_API).")
    var api: String?
    @Option(help: "How long each measurement lasts, in seconds.")
    var seconds = 5.0
    @Option(help: "How often everything is measured; medians are reported.")
    var rounds = 3
    @Option(help: "How many channels.")
    var channels = 20
    @Option(help: "How many open sessions, over all channels.")
    var sessions = 1000
    @Option(help: "How many bytes a command's body has.")
    var bytes = 400
    @Option(name: .customLong("in-flight"), parsing: .upToNextOption, help: "How many commands are under way at once.")
    var inFlight = [1, 100, 1000]
    @Option(help: "Also measure a store that holds this many events already, against the empty one.")
    var history = 0
    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(channels) else { throw ValidationError("--channels must be 1 to 1000.") }
        guard sessions >= channels, sessions <= 1_000_000 else {
            throw ValidationError("--sessions must be at least --channels, at most 1000000.")
        }
        guard (200...65_000).contains(bytes) else { throw ValidationError("--bytes must be 200 to 65000.") }
        guard seconds >= 1, rounds >= 1 else { throw ValidationError("--seconds and --rounds must be 1 at least.") }
        guard !inFlight.isEmpty, inFlight.allSatisfy({ (1...5000).contains($0) }) else {
            throw ValidationError("--in-flight takes numbers from 1 to 5000.")
        }
    }

    func run() async throws {
        let report = try await BenchHost.with(uri: uri, api: api) { host in try await BenchRun(self, host).report() }
        print(json ? try report.json() : report.text())
    }
}
