import ArgumentParser

/// `samtale worker`.
struct RunWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run a worker beside others; it waits for the broker rather than refusing to start.",
        discussion: """
            Start as many as you like against the same broker and store, and kill any of them any time. With SQLite \
            all are on one machine, and a second one is a standby.

            Examples:
              samtale worker --worker-name desk-2 --http-port 9101
              samtale worker --http-port -1 --log-level debug
            """)

    @OptionGroup var options: WorkerOptions

    func run() async throws {
        try await WorkerProcess(settings: try options.settings()).run()
    }
}
