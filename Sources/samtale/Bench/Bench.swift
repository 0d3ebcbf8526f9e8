import ArgumentParser

/// `samtale bench`: how fast things are.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the worker, the routing, the gateway, the directory and webhooks.",
        discussion: """
            Each runs on a virtual host of its own, made through the broker's management API and deleted again.

            EXAMPLES
              samtale bench                          the worker against the raw broker
              samtale bench --seconds 10 --json
              samtale bench assignment               from a free agent to his next offer
              samtale bench gateway                  5,000 visitors, a restart, lines
              samtale bench webhooks                 events a second to a receiver
              samtale bench directory                a million persons
            """,
        subcommands: [
            BenchThroughput.self, BenchAssignment.self, BenchGateway.self, BenchDirectory.self, BenchWebhooks.self,
            BenchRelay.self,
            BenchWorker.self,
        ], defaultSubcommand: BenchThroughput.self)
}
