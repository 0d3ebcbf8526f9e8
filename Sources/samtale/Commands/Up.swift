import AMQP
import ArgumentParser
import ChatCore
import ChatStore
import ChatWorker

/// `samtale up`.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Run everything on one machine: checks the broker, makes the store and the queues, and works.",
        discussion: """
            Ends on SIGTERM or Ctrl-C when what is in hand is done; a second signal ends it at once, and nothing is \
            lost by that either.

            Examples:
              samtale up
              SAMTALE_BROKER_URI=amqp://chat:secret@mq.example/ samtale up \\
                --store-path /var/lib/samtale/samtale.db
              samtale up --config /etc/samtale/samtale.yaml --log-format text
              curl -s http://127.0.0.1:9100/readyz
            """)

    @OptionGroup var options: WorkerOptions

    func run() async throws {
        let settings = try options.settings()
        try await BrokerAccess.with(settings.broker, for: "up") { connection in
            try BrokerVersion.require(connection)
            let channels = try Store(path: settings.storePath).look { reader throws(StoreError) in
                try reader.registry().channels.keys.sorted()
            }
            try await Topology.declare(on: connection)
            for channel in channels { try await Topology.declare(channel, on: connection) }
        }
        try await WorkerProcess(settings: settings).run()
    }
}
