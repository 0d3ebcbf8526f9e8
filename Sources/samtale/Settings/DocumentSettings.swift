import ChatGateway
import Foundation

/// Where the contents of the directory's documents are, checked as far as that goes without reading secrets.
struct DocumentSettings {
    let folder: String?
    let origins: [DocumentOrigin]
    private let token: String?
    let tokenFile: String?
    let certificateFile: String?
    var hasToken: Bool { token != nil }

    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    init(_ text: (SettingKey) -> String?, _ wrong: (SettingKey, String) -> CommandFailure) throws {
        folder = text(.documentsFolder)
        origins =
            try text(.documentsOrigins)?.split { $0 == "," || $0 == " " }.map(String.init).map { text in
                guard let origin = DocumentOrigin(text), origin.isSafe else {
                    throw wrong(
                        .documentsOrigins,
                        "has \"\(text)\", not an origin such as https://crm.example or https://crm.example:8443, without a"
                            + " path (http:// only on this machine)")
                }
                return origin
            } ?? []
        token = text(.documentsToken)
        tokenFile = text(.documentsTokenFile)
        certificateFile = text(.documentsCertificateFile)
        if origins.isEmpty, token != nil || tokenFile != nil {
            throw wrong(.documentsOrigins, "is missing, and there is a token for it")
        }
        if origins.isEmpty, certificateFile != nil {
            throw wrong(.documentsOrigins, "is missing, and there are certificates for it")
        }
    }

    /// What a gateway needs.
    ///
    /// - Throws: ``CommandFailure`` when the folder is not there, or the token or the certificates cannot be read.
    func configuration() throws -> DocumentConfiguration {
        if let folder, let problem = DocumentFolder(path: folder).problem() {
            throw CommandFailure(
                .configuration, "documents.folder is \"\(folder)\": \(problem)",
                remedy: "make the folder, check the rights on it, or leave the setting out")
        }
        return DocumentConfiguration(
            folder: folder, origins: origins, token: try secret(),
            certificates: try certificateFile.map { try CertificateFile.read($0, .documentsCertificateFile) } ?? [])
    }

    private func secret() throws -> String? {
        guard let secret = try tokenFile.map({ try SecretFile.read($0, "documents.tokenFile") }) ?? token else {
            return nil
        }
        // It stands in a header.
        guard !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure(
                .configuration, "the token for documents.origins is empty, or has blanks or signs outside of ASCII",
                remedy: "see documents.token and documents.tokenFile: the token alone, without \"Bearer\"")
        }
        return secret
    }
}
