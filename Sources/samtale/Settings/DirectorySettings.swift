import ChatWorker
import Foundation

/// Where customers are looked up instead of in the store, checked as far as that goes without reading secrets.
struct DirectorySettings {
    let url: String
    private let secret: String?
    let secretFile: String?
    let certificateFile: String?
    var hasSecret: Bool { secret != nil }

    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    init(url: String, _ text: (SettingKey) -> String?, _ wrong: (SettingKey, String) -> CommandFailure) throws {
        let parts = URLComponents(string: url)
        let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(parts?.host ?? "")
        guard let parts, parts.host?.isEmpty == false, parts.user == nil, parts.query == nil,
            parts.scheme == "https" || parts.scheme == "http" && isLoopback
        else {
            throw wrong(
                .directoryURL,
                "is \"\(url)\", not a URL such as https://crm.example/samtale (http:// only on this machine)")
        }
        self.url = url
        secret = text(.directorySecret)
        secretFile = text(.directorySecretFile)
        certificateFile = text(.directoryCertificateFile)
        guard secret != nil || secretFile != nil else {
            throw wrong(.directorySecret, "is missing, and directory.url is set")
        }
    }

    /// What a worker needs.
    ///
    /// - Throws: ``CommandFailure`` when the secret or the certificates cannot be read, or are none.
    func configuration() throws -> DirectoryConfiguration {
        let text = try secretFile.map { try SecretFile.read($0, "directory.secretFile") } ?? secret ?? ""
        guard text.utf8.count >= 32 else {
            throw CommandFailure(
                .configuration, "directory.secret has \(text.utf8.count) characters; it needs at least 32",
                remedy: "make one with: openssl rand -base64 32")
        }
        var configuration = DirectoryConfiguration(url: url, secret: text)
        if let certificateFile {
            configuration.certificates = try CertificateFile.read(certificateFile, .directoryCertificateFile)
        }
        return configuration
    }
}
