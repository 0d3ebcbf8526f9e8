import ArgumentParser
import Foundation

/// The flags that every command has.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("A configuration file (also SAMTALE_CONFIG).", valueName: "file"))
    var config: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "RabbitMQ; others on the machine can see it here: better SAMTALE_BROKER_URI or …_FILE.", valueName: "uri"))
    var brokerUri: String?

    @Option(name: .long, help: ArgumentHelp("A file that holds the URI of RabbitMQ.", valueName: "file"))
    var brokerUriFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp("RabbitMQ's management API with an administrator's login.", valueName: "url"))
    var brokerApi: String?

    @Option(name: .long, help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var storePath: String?

    /// Reads all settings; `more` are the flags of the command itself.
    func settings(_ more: [SettingKey: String] = [:], trustedPublishers: [String] = []) throws -> Settings {
        try layers(more, trustedPublishers: trustedPublishers).settings()
    }

    /// Where the settings come from.
    func layers(_ more: [SettingKey: String] = [:], trustedPublishers: [String] = []) throws -> SettingsLayers {
        var flags = more
        flags[.brokerURI] = brokerUri
        flags[.brokerURIFile] = brokerUriFile
        flags[.brokerAPI] = brokerApi
        flags[.storePath] = storePath
        if flags[.brokerURI] == nil, let path = flags[.brokerURIFile] {
            guard let uri = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw CommandFailure(.configuration, "--broker-uri-file names \"\(path)\", which cannot be read")
            }
            flags[.brokerURI] = uri.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return try SettingsLayers(
            flags: flags, trustedPublishers: trustedPublishers, environment: ProcessInfo.processInfo.environment,
            file: file)
    }

    /// The configuration file, if one is named.
    var file: String? {
        config ?? ProcessInfo.processInfo.environment["SAMTALE_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
