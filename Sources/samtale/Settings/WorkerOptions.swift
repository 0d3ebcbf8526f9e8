import ArgumentParser

/// The flags of the commands that run a worker.
struct WorkerOptions: ParsableArguments {
    @OptionGroup(title: "Settings") var common: SettingsOptions

    @Option(name: .long, help: ArgumentHelp("The name in logs and metrics.", valueName: "name"))
    var workerName: String?

    @Option(
        name: .customLong("trusted-publisher"),
        help: ArgumentHelp("A login that may name any actor; may stand several times.", valueName: "login"))
    var trustedPublishers: [String] = []

    @Option(name: .long, help: ArgumentHelp("Where /healthz, /readyz and /metrics listen.", valueName: "host"))
    var httpHost: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp("Their port; 0 for any, -1 for none.", valueName: "port"))
    var httpPort: Int?

    @Option(name: .long, help: ArgumentHelp("trace, debug, info, notice, warning or error.", valueName: "level"))
    var logLevel: String?

    @Option(name: .long, help: ArgumentHelp("json or text.", valueName: "format"))
    var logFormat: String?

    func settings() throws -> Settings {
        var flags: [SettingKey: String] = [:]
        flags[.workerName] = workerName
        flags[.httpHost] = httpHost
        flags[.httpPort] = httpPort.map(String.init)
        flags[.logLevel] = logLevel
        flags[.logFormat] = logFormat
        return try common.settings(flags, trustedPublishers: trustedPublishers)
    }
}
