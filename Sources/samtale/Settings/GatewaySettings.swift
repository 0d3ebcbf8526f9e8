import ChatContract
import ChatGateway
import Foundation

/// How a gateway serves browsers, checked as far as that goes without reading secrets.
struct GatewaySettings {
    var host: String
    /// 0 for any.
    var port: Int
    /// `nil` for a random one.
    var name: GatewayHandle?
    var pages: String?
    var secret: String?
    var secretFile: String?
    var trustedProxies: [String]
    var limits: Double
    var media: String?
    /// A folder, or a bucket (`s3`).
    var files: String?
    var s3: S3Settings?
    var documents: DocumentSettings
    /// In seconds.
    var uploadStall: Int
    /// In MiB a second.
    var uploadRate: Int
    var certificate: String?
    var key: String?
    var checksEmailDomains: Bool
    var provider: OpenIDProvider?

    /// How many bytes a secret has at least.
    static let secretLength = 32

    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    init(_ text: (SettingKey) -> String?, _ wrong: (SettingKey, String) -> CommandFailure) throws {
        func textOrStandard(_ key: SettingKey) -> String { text(key) ?? key.standard ?? "" }
        host = textOrStandard(.gatewayHost)
        guard let port = Int(textOrStandard(.gatewayPort)), (0...65535).contains(port) else {
            throw wrong(.gatewayPort, "is \"\(textOrStandard(.gatewayPort))\", not a number from 0 to 65535")
        }
        self.port = port
        if let name = text(.gatewayName) {
            guard let handle = GatewayHandle(name) else {
                throw wrong(.gatewayName, "is \"\(name)\", not lower-case letters, digits, _ and -, at most 63")
            }
            self.name = handle
        }
        pages = text(.gatewayPages)
        trustedProxies =
            text(.gatewayTrustedProxies)?.split { $0 == "," || $0 == " " }.map(String.init) ?? []
        guard let limits = Double(textOrStandard(.gatewayLimits)), (0...1000).contains(limits) else {
            throw wrong(.gatewayLimits, "is \"\(textOrStandard(.gatewayLimits))\", not a number from 0 (none) to 1000")
        }
        self.limits = limits
        media = text(.gatewayMedia)
        files = text(.gatewayFiles)
        if let files, files.hasPrefix("s3:") { s3 = try S3Settings(url: files, text, wrong) }
        documents = try DocumentSettings(text, wrong)
        guard let stall = Int(textOrStandard(.gatewayUploadStall)), (1...600).contains(stall) else {
            throw wrong(
                .gatewayUploadStall, "is \"\(textOrStandard(.gatewayUploadStall))\", not a number from 1 to 600")
        }
        uploadStall = stall
        guard let rate = Int(textOrStandard(.gatewayUploadRate)), (1...10_000).contains(rate) else {
            throw wrong(
                .gatewayUploadRate, "is \"\(textOrStandard(.gatewayUploadRate))\", not a number from 1 to 10000")
        }
        uploadRate = rate
        certificate = text(.gatewayCertificate)
        key = text(.gatewayKey)
        if (certificate == nil) != (key == nil) {
            throw wrong(
                certificate == nil ? .gatewayCertificate : .gatewayKey,
                "is missing: HTTPS needs both the certificate and its key")
        }
        let emailDomains = textOrStandard(.gatewayEmailDomains)
        guard let checksEmailDomains = Bool(emailDomains) else {
            throw wrong(.gatewayEmailDomains, "is \"\(emailDomains)\", not true or false")
        }
        self.checksEmailDomains = checksEmailDomains
        provider = try Self.provider(text, wrong)
        secret = text(.gatewaySecret)
        secretFile = text(.gatewaySecretFile)
        if let secret, secret.utf8.count < Self.secretLength {
            throw wrong(.gatewaySecret, "is shorter than \(Self.secretLength) characters")
        }
    }

    private static func provider(
        _ text: (SettingKey) -> String?, _ wrong: (SettingKey, String) -> CommandFailure
    ) throws -> OpenIDProvider? {
        let needed: [SettingKey] = [.oidcIssuer, .oidcAudience, .oidcKeys]
        guard let told = (needed + [.oidcAuthorize, .oidcName]).first(where: { text($0) != nil }) else { return nil }
        func value(_ key: SettingKey) throws -> String {
            guard let value = text(key) else { throw wrong(key, "is missing, and \(told.rawValue) is set") }
            return value
        }
        let keys = try value(.oidcKeys)
        let authorize = text(.oidcAuthorize)
        if let authorize { try checkURL(authorize, .oidcAuthorize, wrong) }
        if keys.contains("://") { try checkURL(keys, .oidcKeys, wrong) }
        return OpenIDProvider(
            issuer: try value(.oidcIssuer), audience: try value(.oidcAudience),
            keys: keys.contains("://") ? .url(keys) : .file(keys),
            claim: text(.oidcClaim) ?? SettingKey.oidcClaim.standard ?? "sub", authorize: authorize,
            name: text(.oidcName))
    }

    /// Whoever can change keys on their way lets himself in as anybody: they come by HTTPS, or from this machine.
    private static func checkURL(
        _ text: String, _ key: SettingKey, _ wrong: (SettingKey, String) -> CommandFailure
    ) throws {
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty else {
            throw wrong(key, "is \"\(text)\", no URL")
        }
        let isLocal = ["localhost", "127.0.0.1", "::1"].contains(host)
        guard url.scheme == "https" || (url.scheme == "http" && isLocal) else {
            throw wrong(key, "is \"\(text)\", not https://")
        }
    }

    /// The secret that signs cookies; `nil` where none is set.
    ///
    /// - Throws: ``CommandFailure`` when its file cannot be read, or holds too little.
    func signingSecret() throws -> [UInt8]? {
        guard let secretFile else { return secret.map { Array($0.utf8) } }
        let secret = try SecretFile.read(secretFile, "gateway.secretFile")
        guard secret.utf8.count >= Self.secretLength else {
            throw CommandFailure(
                .configuration,
                "the secret in \(secretFile) is shorter than \(Self.secretLength) characters",
                remedy: "openssl rand -hex 32 > \(secretFile)")
        }
        return Array(secret.utf8)
    }
}
