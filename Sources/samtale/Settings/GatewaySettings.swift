import ChatContract
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
    var files: String?
    /// In seconds.
    var uploadStall: Int
    var certificate: String?
    var key: String?

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
        guard let stall = Int(textOrStandard(.gatewayUploadStall)), (1...600).contains(stall) else {
            throw wrong(
                .gatewayUploadStall, "is \"\(textOrStandard(.gatewayUploadStall))\", not a number from 1 to 600")
        }
        uploadStall = stall
        certificate = text(.gatewayCertificate)
        key = text(.gatewayKey)
        if (certificate == nil) != (key == nil) {
            throw wrong(
                certificate == nil ? .gatewayCertificate : .gatewayKey,
                "is missing: HTTPS needs both the certificate and its key")
        }
        secret = text(.gatewaySecret)
        secretFile = text(.gatewaySecretFile)
        if let secret, secret.utf8.count < Self.secretLength {
            throw wrong(.gatewaySecret, "is shorter than \(Self.secretLength) characters")
        }
    }

    /// The secret that signs cookies; `nil` where none is set.
    ///
    /// - Throws: ``CommandFailure`` when its file cannot be read, or holds too little.
    func signingSecret() throws -> [UInt8]? {
        guard let secretFile else { return secret.map { Array($0.utf8) } }
        guard let content = try? String(contentsOfFile: secretFile, encoding: .utf8) else {
            throw CommandFailure(
                .configuration, "gateway.secretFile names \"\(secretFile)\", which cannot be read",
                remedy: "check the path and the rights on the file")
        }
        let secret = content.trimmingCharacters(in: .whitespacesAndNewlines)
        guard secret.utf8.count >= Self.secretLength else {
            throw CommandFailure(
                .configuration,
                "the secret in \(secretFile) is shorter than \(Self.secretLength) characters",
                remedy: "openssl rand -hex 32 > \(secretFile)")
        }
        return Array(secret.utf8)
    }
}
