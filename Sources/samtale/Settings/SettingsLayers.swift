import Configuration
import Foundation

/// Where settings come from: flags before the environment before the file.
struct SettingsLayers {
    /// The strongest first.
    private let layers: [(name: String, provider: any ConfigProvider)]
    private let file: String?

    /// - Parameters:
    ///   - flags: What was said on the command line.
    ///   - file: The configuration file, if one was named.
    init(
        flags: [SettingKey: String], trustedPublishers: [String] = [], environment: [String: String], file: String?
    ) throws {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in flags { values[Self.name(key)] = ConfigValue(.string(value), isSecret: key.isSecret) }
        if !trustedPublishers.isEmpty {
            values[Self.name(.trustedPublishers)] = ConfigValue(.stringArray(trustedPublishers), isSecret: false)
        }
        // An empty variable says nothing, rather than that the setting is empty.
        var environment = environment.filter { !$0.value.isEmpty }
        if environment[SettingKey.brokerURI.variable] == nil,
            let path = environment[SettingKey.brokerURIFile.variable]
        {
            // The variable must win over the URI in the file.
            environment[SettingKey.brokerURI.variable] = try SecretFile.read(path, SettingKey.brokerURIFile.variable)
        }
        let variables = EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .specific(Set(SettingKey.allCases.filter(\.isSecret).map(\.variable))))
        var layers: [(String, any ConfigProvider)] = [
            ("flag", InMemoryProvider(name: "flags", values: values)),
            ("environment", variables.prefixKeys(with: "samtale")),
        ]
        if let file { layers.append((file, try SettingsFile.provider(at: file))) }
        self.layers = layers
        self.file = file
    }

    /// All settings, read and checked.
    func settings() throws -> Settings {
        try Settings(reader)
    }

    /// All layers as one.
    private var reader: ConfigReader { ConfigReader(providers: layers.map(\.provider)) }

    /// Where the value of a setting comes from.
    func origin(of key: SettingKey) -> String {
        for layer in layers {
            let reader = ConfigReader(provider: layer.provider)
            let isThere =
                key == .trustedPublishers
                ? reader.stringArray(forKey: ConfigKey(key.rawValue)) != nil
                : reader.string(forKey: ConfigKey(key.rawValue)).map { !$0.isEmpty } ?? false
            if isThere { return layer.name }
        }
        return "default"
    }

    private static func name(_ key: SettingKey) -> AbsoluteConfigKey {
        AbsoluteConfigKey(key.rawValue.split(separator: ".").map(String.init))
    }
}
