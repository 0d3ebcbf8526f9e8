import NIOSSL

/// A file with certificates that are trusted for one server besides the system's: a company's own authority.
enum CertificateFile {
    /// - Parameters:
    ///   - path: The file, in PEM.
    ///   - name: The setting that names it, as it was given.
    /// - Throws: ``CommandFailure`` when it cannot be read, or holds no certificate.
    static func read(_ path: String, _ name: SettingKey) throws(CommandFailure) -> [NIOSSLCertificate] {
        let content = try SecretFile.read(path, name.rawValue)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(content.utf8)), !certificates.isEmpty else {
            throw CommandFailure(
                .configuration, "\(name.rawValue) names \"\(path)\", which holds no certificates in PEM",
                remedy: "give the file of the authority: it begins with -----BEGIN CERTIFICATE-----")
        }
        return certificates
    }
}
