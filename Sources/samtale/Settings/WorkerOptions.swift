import ArgumentParser

/// The flags of the commands that run a worker.
struct WorkerOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(
        name: .customLong("trusted-publisher"),
        help: ArgumentHelp("A login that may name any actor; may stand several times.", valueName: "login"))
    var trustedPublishers: [String] = []

    func settings() throws -> Settings { try service.settings(trustedPublishers: trustedPublishers) }
}
