import AMQP
import Configuration
import Foundation
import Logging

extension Settings {
    /// Reads and checks every setting.
    ///
    /// - Throws: ``CommandFailure`` with the setting, its value (unless it is a secret) and the remedy.
    init(_ config: ConfigReader) throws {
        func text(_ key: SettingKey) -> String? {
            config.string(forKey: ConfigKey(key.rawValue), isSecret: key.isSecret).flatMap { $0.isEmpty ? nil : $0 }
        }
        func textOrStandard(_ key: SettingKey) -> String { text(key) ?? key.standard ?? "" }
        func wrong(_ key: SettingKey, _ what: String) -> CommandFailure {
            CommandFailure(
                .configuration, "\(key.rawValue) \(what)",
                remedy: "set it \(key.ways): \(key.meaning)")
        }

        broker = try Self.broker(text(.brokerURI), file: text(.brokerURIFile), wrong)
        brokerAPI = text(.brokerAPI)
        if let brokerAPI {
            guard let parts = URLComponents(string: brokerAPI), ["http", "https"].contains(parts.scheme),
                parts.host?.isEmpty == false
            else { throw wrong(.brokerAPI, "is not a URL such as http://user:password@localhost:15672") }
        }
        trustedPublishers = Set(config.stringArray(forKey: ConfigKey(SettingKey.trustedPublishers.rawValue)) ?? [])
        storePath = textOrStandard(.storePath)
        guard let days = Int(textOrStandard(.retentionDays)), (1...36_500).contains(days) else {
            throw wrong(.retentionDays, "is \"\(textOrStandard(.retentionDays))\", not a number from 1 to 36500")
        }
        retentionDays = days
        workerName = text(.workerName) ?? Self.ownName
        guard workerName.utf8.count <= 128, workerName.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw wrong(.workerName, "is \"\(workerName)\", not 1 to 128 characters of ASCII without blanks")
        }
        httpHost = textOrStandard(.httpHost)
        guard let port = Int(textOrStandard(.httpPort)), (-1...65535).contains(port) else {
            throw wrong(.httpPort, "is \"\(textOrStandard(.httpPort))\", not a number from -1 to 65535")
        }
        httpPort = port
        guard let level = Logger.Level(rawValue: textOrStandard(.logLevel).lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue)
            let value = textOrStandard(.logLevel)
            throw wrong(.logLevel, "is \"\(value)\"" + Suggestion.hint(for: value, among: levels))
        }
        logLevel = level
        guard let format = LogFormat(rawValue: textOrStandard(.logFormat).lowercased()) else {
            throw wrong(.logFormat, "is \"\(textOrStandard(.logFormat))\", neither json nor text")
        }
        logFormat = format
        mail = try text(.mailSMTP).map { smtp in
            try MailSettings(
                smtp: smtp, from: text(.mailFrom), user: text(.mailUser), password: text(.mailPassword),
                passwordFile: text(.mailPasswordFile), wrong)
        }
        gateway = try GatewaySettings(text, wrong)
        directory = try text(.directoryURL).map { url in
            try DirectorySettings(url: url, text, wrong)
        }
    }

    private static func broker(
        _ uri: String?, file: String?, _ wrong: (SettingKey, String) -> CommandFailure
    ) throws -> ConnectionConfiguration {
        var text = uri ?? SettingKey.brokerURI.standard ?? ""
        var key = SettingKey.brokerURI
        if uri == nil, let file {
            key = .brokerURIFile
            guard let content = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw wrong(key, "names \"\(file)\", which cannot be read")
            }
            text = content.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        do throws(AMQPError) {
            return try ConnectionConfiguration(uri: text)
        } catch {
            throw wrong(key, "is no AMQP URI: \(error.detail ?? "it cannot be understood")")
        }
    }

    private static var ownName: String {
        let host = ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "worker"
        let plain = host.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return "\(plain.isEmpty ? "worker" : plain)-\(ProcessInfo.processInfo.processIdentifier)"
    }
}
