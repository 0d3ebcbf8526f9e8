import BrokerTesting
import ChatContract
import Foundation
import WebClient

@testable import ChatGateway

/// Small files that are what they say.
enum Sample {
    /// A picture of 3 by 2 pixels, as far as its head tells.
    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [
            0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0,
        ]
    static let gif: [UInt8] = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x3B]
    static let pdf: [UInt8] = Array("%PDF-1.7\n%âãÏÓ\n1 0 obj\n".utf8)
    static let zip: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0]
}

extension VisitorPage {
    func upload(
        _ name: String, _ bytes: [UInt8], id: String = UUID().uuidString, type: String = "application/octet-stream",
        headers: [(name: String, value: String)]? = nil, channel: String? = nil
    ) async throws -> Reply {
        try await gateway.upload(
            "/api/sessions/\(session)/files?channel=\(channel ?? self.channel.text)&id=\(id)", name, bytes, type,
            headers: headers ?? [authorization])
    }

    func file(_ file: String) async throws -> Reply {
        try await gateway.ask(
            "GET", "/api/sessions/\(session)/files/\(file)?channel=\(channel)", headers: [authorization])
    }
}

extension AgentPage {
    func upload(
        _ name: String, _ bytes: [UInt8], in session: String, id: String = UUID().uuidString,
        headers: [(name: String, value: String)]? = nil
    ) async throws -> Reply {
        try await gateway.upload(
            "/api/agent/files/\(session)?id=\(id)", name, bytes, "application/octet-stream",
            headers: headers ?? self.headers)
    }

    func file(_ file: String, of session: String) async throws -> Reply {
        try await gateway.ask("GET", "/api/agent/files/\(session)/\(file)", headers: [("Cookie", cookie)])
    }

    func allowFiles(_ page: VisitorPage, _ allowed: Bool = true) async throws {
        try await send(
            "files.allow", on: page.channel, ["session": .string(page.session), "allowed": .boolean(allowed)]
        ).done()
    }
}

extension RunningGateway {
    fileprivate func upload(
        _ path: String, _ name: String, _ bytes: [UInt8], _ type: String, headers: [(name: String, value: String)]
    ) async throws -> Reply {
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let request = WebRequest(
            "POST", path, headers: headers + [("X-File-Name", encoded), ("Content-Type", type)], body: bytes)
        let reply = Reply(try await WebConnection.send(request, to: "127.0.0.1", port))
        record.note(request, reply)
        return reply
    }
}

/// A folder for files, and what lies in it.
struct FileFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)").path

    /// Runs a test with a chat of Ola's with Anna, at a gateway that takes files.
    static func open(
        stall: Duration = .seconds(30), limits: Double = 0,
        _ body: (GatewayDesk, FileFolder, VisitorPage, AgentPage) async throws -> Void
    ) async throws {
        let folder = FileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw-files") {
                $0.files = .folder(folder.path)
                $0.uploadStall = stall
                $0.limitFactor = limits
            }
            let ola = try await VisitorPage.open(at: gateway)
            let anna = try await AgentPage.login("anna", at: gateway)
            try await anna.pickUp(ola)
            try await body(desk, folder, ola, anna)
        }
    }

    /// Paths of files below it, half-written ones too.
    var content: [String] {
        let all = FileManager.default.subpaths(atPath: path) ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue && name != "store"
        }.sorted()
    }

    /// Makes everything there look as old as that.
    func age(by seconds: Double) throws {
        for name in content {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: path + "/" + name)
        }
    }
}

extension GatewayDesk {
    /// The files of a session, as its events have them, in order.
    func files(of session: String) throws -> [File] {
        try events(of: session).compactMap { if case .fileShared(let file) = $0.data { file } else { nil } }
    }

    /// What was refused, and why.
    func refusedFiles(of session: String) throws -> [String] {
        try events(of: session).compactMap {
            if case .fileRefused(let file) = $0.data { "\(file.name): \(file.reason.rawValue)" } else { nil }
        }
    }
}
