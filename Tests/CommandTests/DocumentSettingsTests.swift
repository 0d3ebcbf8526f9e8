import ChatGateway
import Foundation
import Testing

@testable import samtale

@Suite("The settings documents.…")
struct DocumentSettingsTests {
    private static func settings(_ values: [SettingKey: String]) throws -> DocumentSettings {
        try DocumentSettings(
            { values[$0] }, { key, what in CommandFailure(.configuration, "\(key.rawValue) \(what)", remedy: "") })
    }

    /// What is said to be wrong; empty when nothing is.
    private static func problem(_ values: [SettingKey: String]) -> String {
        do {
            _ = try settings(values).configuration()
            return ""
        } catch {
            return "\((error as? CommandFailure)?.message ?? "\(error)")"
        }
    }

    @Test("nothing is set: nothing is sent")
    func none() throws {
        #expect(try Self.settings([:]).configuration() == DocumentConfiguration())
    }

    @Test("a folder, origins, and a token from a file, which wins")
    func all() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let token = folder.appending(path: "token").path
        try "from-the-file\n".write(toFile: token, atomically: true, encoding: .utf8)
        let values: [SettingKey: String] = [
            .documentsFolder: folder.path, .documentsOrigins: "https://crm.example, http://127.0.0.1:8000",
            .documentsToken: "from-the-variable", .documentsTokenFile: token,
        ]
        let told = try Self.settings(values).configuration()
        #expect(told.folder == folder.path && told.token == "from-the-file")
        #expect(told.origins.map(\.description) == ["https://crm.example", "http://127.0.0.1:8000"])
        #expect(Self.problem(values.merging([.documentsFolder: folder.path + "/not"]) { $1 }).contains("/not"))
        #expect(Self.problem(values.merging([.documentsFolder: token]) { $1 }).contains("cannot be opened"))
        #expect(Self.problem(values.merging([.documentsTokenFile: token + "s"]) { $1 }).contains("cannot be read"))
        try "two words".write(toFile: token, atomically: true, encoding: .utf8)
        let problem = Self.problem(values)
        #expect(problem.contains("has blanks") && !problem.contains("two words"))
    }

    @Test(
        "origins are schemes and hosts; what travels there is for nobody else's eyes",
        arguments: ["crm.example", "https://crm.example/files", "http://crm.example", "ftp://crm.example"])
    func origins(_ text: String) {
        #expect(Self.problem([.documentsOrigins: "https://good.example, \(text)"]).contains("\"\(text)\""))
    }

    @Test("certificates that are trusted there; a file without any is told")
    func certificates() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID().uuidString).pem").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let values: [SettingKey: String] = [
            .documentsOrigins: "https://dms.example", .documentsCertificateFile: file,
        ]
        #expect(Self.problem(values).contains("documents.certificateFile names \"\(file)\", which cannot be read"))
        for content in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            try content.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(Self.problem(values).contains("which holds no certificates in PEM"))
        }
        let alone: [SettingKey: String] = [.documentsCertificateFile: file]
        #expect(Self.problem(alone) == "documents.origins is missing, and there are certificates for it")
    }

    @Test("a token for nobody is a mistake")
    func token() {
        #expect(
            Self.problem([.documentsToken: "sesame"]) == "documents.origins is missing, and there is a token for it")
    }
}
