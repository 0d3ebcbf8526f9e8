import ArgumentParser

/// The flags of `samtale gateway`.
struct GatewayOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Where it listens for browsers.", valueName: "host"))
    var gatewayHost: String?

    @Option(name: .long, help: ArgumentHelp("Its port; 0 for any.", valueName: "port"))
    var gatewayPort: Int?

    @Option(
        name: .long, help: ArgumentHelp("Its handle on the wire, another one for each gateway.", valueName: "handle"))
    var gatewayName: String?

    @Option(name: .long, help: ArgumentHelp("Pages instead of those that come with it.", valueName: "folder"))
    var gatewayPages: String?

    @Option(name: .long, help: ArgumentHelp("A file with the secret that signs cookies.", valueName: "file"))
    var gatewaySecretFile: String?

    var flags: [SettingKey: String] {
        var flags: [SettingKey: String] = [:]
        flags[.gatewayHost] = gatewayHost
        flags[.gatewayPort] = gatewayPort.map(String.init)
        flags[.gatewayName] = gatewayName
        flags[.gatewayPages] = gatewayPages
        flags[.gatewaySecretFile] = gatewaySecretFile
        return flags
    }
}
