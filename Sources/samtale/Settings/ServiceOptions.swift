import ArgumentParser

/// The flags of the commands that serve until they are asked to stop.
struct ServiceOptions: ParsableArguments {
    @OptionGroup(title: "Settings") var common: SettingsOptions

    @Option(name: .long, help: ArgumentHelp("The name in logs and metrics.", valueName: "name"))
    var workerName: String?

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

    /// Reads all settings; `more` are the flags of the command itself.
    func settings(_ more: [SettingKey: String] = [:], trustedPublishers: [String] = []) throws -> Settings {
        var flags = more
        flags[.workerName] = workerName
        flags[.httpHost] = httpHost
        flags[.httpPort] = httpPort.map(String.init)
        flags[.logLevel] = logLevel
        flags[.logFormat] = logFormat
        return try common.settings(flags, trustedPublishers: trustedPublishers)
    }
}
