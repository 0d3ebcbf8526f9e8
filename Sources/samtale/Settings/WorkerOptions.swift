import ArgumentParser

/// The flags of the commands that run a worker.
struct WorkerOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(
        name: .customLong("trusted-publisher"),
        help: ArgumentHelp("A login that may name any actor; may stand several times.", valueName: "login"))
    var trustedPublishers: [String] = []

    @Option(name: .long, help: ArgumentHelp("Another system's directory of customers.", valueName: "url"))
    var directoryUrl: String?

    @Option(name: .long, help: ArgumentHelp("A file with the secret that signs the calls there.", valueName: "file"))
    var directorySecretFile: String?

    @Option(name: .long, help: ArgumentHelp("Certificates trusted there, in PEM.", valueName: "file"))
    var directoryCertificateFile: String?

    func settings() throws -> Settings {
        var flags: [SettingKey: String] = [:]
        flags[.directoryURL] = directoryUrl
        flags[.directorySecretFile] = directorySecretFile
        flags[.directoryCertificateFile] = directoryCertificateFile
        return try service.settings(flags, trustedPublishers: trustedPublishers)
    }
}
