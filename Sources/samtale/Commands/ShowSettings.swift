import AMQP
import ArgumentParser
import ChatContract
import ChatGateway
import ChatMailer
import Logging

/// `samtale config`.
struct ShowSettings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show all settings, their values and where each comes from; secrets are masked.",
        discussion: """
            \(SettingKey.table)

            In the file they stand in groups (config/samtale.yaml is a sample):
              broker:
                uri: amqp://chat:secret@localhost/
              store:
                path: /var/lib/samtale/samtale.db

            Only the file can hold the list webhooks: (samtale webhooks --help shows it).

            SAMTALE_BROKER_URI_FILE names a file that holds the URI. The file itself is named by --config or \
            SAMTALE_CONFIG.
            """)

    @OptionGroup(title: "Settings") var options: SettingsOptions

    @Flag(name: .long, help: "Print JSON.") var json = false

    private struct Line: Encodable {
        var setting: String
        var value: String?
        var from: String
    }

    func run() throws {
        let layers = try options.layers()
        let settings = try layers.settings()
        let lines = SettingKey.allCases.filter { $0 != .brokerURIFile }.map { key in
            Line(setting: key.rawValue, value: Self.value(of: key, settings), from: layers.origin(of: key))
        }
        guard !json else { return try Console.print(json: lines) }
        var table = TextTable("setting", "value", "from")
        for line in lines { table.add(line.setting, line.value ?? "–", line.from) }
        table.print()
    }

    private static func keys(of provider: OpenIDProvider) -> String {
        switch provider.keys {
        case .file(let path): path
        case .url(let url): url
        }
    }

    private static func value(of key: SettingKey, _ settings: Settings) -> String? {
        switch key {
        case .brokerURI: settings.broker.description
        case .brokerURIFile: nil
        case .brokerAPI: settings.brokerAPI.map(BrokerAPI.masked)
        case .trustedPublishers: settings.trustedPublishers.sorted().joined(separator: ", ")
        case .storePath: settings.storePath
        case .retentionDays: String(settings.retentionDays)
        case .workerName: settings.workerName
        case .httpHost: settings.httpHost
        case .httpPort: String(settings.httpPort)
        case .logLevel: settings.logLevel.rawValue
        case .logFormat: settings.logFormat.rawValue
        case .gatewayHost: settings.gateway.host
        case .gatewayPort: String(settings.gateway.port)
        case .gatewayName: settings.gateway.name?.text
        case .gatewayPages: settings.gateway.pages
        case .gatewaySecret: settings.gateway.secret == nil ? nil : "***"
        case .gatewaySecretFile: settings.gateway.secretFile
        case .gatewayTrustedProxies: settings.gateway.trustedProxies.joined(separator: ", ")
        case .gatewayLimits: String(settings.gateway.limits)
        case .gatewayMedia: settings.gateway.media
        case .gatewayFiles: settings.gateway.files
        case .s3Endpoint: settings.gateway.s3?.endpoint
        case .s3Region: settings.gateway.s3?.region ?? SettingKey.s3Region.standard
        case .s3AccessKey: settings.gateway.s3?.accessKey
        case .s3SecretKey: settings.gateway.s3.flatMap { $0.hasSecret ? "***" : nil }
        case .s3SecretKeyFile: settings.gateway.s3?.secretKeyFile
        case .s3CertificateFile: settings.gateway.s3?.certificateFile
        case .documentsFolder: settings.gateway.documents.folder
        case .documentsOrigins: settings.gateway.documents.origins.map(\.description).joined(separator: ", ")
        case .documentsToken: settings.gateway.documents.hasToken ? "***" : nil
        case .documentsTokenFile: settings.gateway.documents.tokenFile
        case .documentsCertificateFile: settings.gateway.documents.certificateFile
        case .gatewayUploadStall: String(settings.gateway.uploadStall)
        case .gatewayUploadRate: String(settings.gateway.uploadRate)
        case .gatewayCertificate: settings.gateway.certificate
        case .gatewayKey: settings.gateway.key
        case .gatewayEmailDomains: String(settings.gateway.checksEmailDomains)
        case .oidcIssuer: settings.gateway.provider?.issuer
        case .oidcAudience: settings.gateway.provider?.audience
        case .oidcKeys: settings.gateway.provider.map { keys(of: $0) }
        case .oidcClaim: settings.gateway.provider?.claim ?? SettingKey.oidcClaim.standard
        case .oidcAuthorize: settings.gateway.provider?.authorize
        case .oidcName: settings.gateway.provider?.name
        case .directoryURL: settings.directory?.url
        case .directorySecret: settings.directory.flatMap { $0.hasSecret ? "***" : nil }
        case .directorySecretFile: settings.directory?.secretFile
        case .directoryCertificateFile: settings.directory?.certificateFile
        case .mailSMTP: settings.mail?.smtp
        case .mailFrom: settings.mail?.from.description
        case .mailUser: settings.mail?.user
        case .mailPassword: settings.mail?.password.map { _ in "***" }
        case .mailPasswordFile: settings.mail?.passwordFile
        }
    }
}
