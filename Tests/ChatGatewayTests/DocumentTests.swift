import BrokerTesting
import ChatContract
import Foundation
import Glibc
import Synchronization
import Testing
import WebClient

@testable import ChatGateway

@Suite("Documents of the directory as files (spec section 7.6)", .enabled(if: TestBroker.isAvailable))
struct DocumentTests {
    @Test("of the folder: byte for byte, under their names; the visitor gets the same bytes")
    func folder() async throws {
        try await Self.withFolder { folder in
            let large = Sample.pdf + (0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
            try Self.write(large, to: folder + "/manuals/Ladeboks øst 100%.pdf")
            try await FileFolder.open { desk, files, ola, anna in
                let gateway = try await desk.startGateway("gw-documents") { configuration in
                    configuration.documents.folder = folder
                    configuration.files = .folder(files.path)
                }
                let ids = try desk.importDocuments([("Manual", "manuals/Ladeboks øst 100%.pdf")])
                let page = anna.moved(to: gateway)
                let places = try await gateway.ask("GET", "/api/agent/documents", headers: anna.headers).done()
                #expect(places["folder"] == true && places["origins"] == .array([]))
                let reply = try await page.document(ids[0])
                #expect(reply.status == 200 && reply.answer.body == large)
                #expect(reply.header("Content-Length") == String(large.count))
                #expect(
                    reply.header("Content-Disposition")
                        == "attachment; filename=\"Ladeboks _st 100_.pdf\"; filename*=UTF-8''Ladeboks%20%C3%B8st%20100%25.pdf"
                )
                #expect(reply.header("Content-Type") == "application/octet-stream")
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
                #expect(reply.header("Content-Security-Policy") == "sandbox; default-src 'none'")
                #expect(reply.header("Cache-Control") == "no-store")
                // As the page does it.
                try await page.upload("Ladeboks øst 100%.pdf", reply.answer.body, in: ola.session).done()
                let file = try #require(try desk.files(of: ola.session).first)
                #expect(file.contentType == "application/pdf" && file.by == .agent)
                #expect(try await ola.moved(to: gateway).file(file.file.description).answer.body == large)
            }
        }
    }

    @Test("nothing leads out of the folder, and nothing but files is in it")
    func escapes() async throws {
        try await Self.withFolder { folder in
            let outside = folder + "/../outside"
            try Self.write(Array("secret".utf8), to: outside + "/secret.txt")
            try Self.write(Array("inside".utf8), to: folder + "/a/inside.txt")
            for (link, target) in [
                ("link.txt", outside + "/secret.txt"), ("inner.txt", "a/inside.txt"), ("out", outside),
                ("a/up", "../.."),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/" + link, withDestinationPath: target)
            }
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            try Self.write([], to: folder + "/large.bin")
            #expect(truncate(folder + "/large.bin", off_t(FileRules.agentLimit) + 1) == 0)
            try await GatewayDesk.open { desk, _ in
                let gateway = try await desk.startGateway("gw-documents") { $0.documents.folder = folder }
                let anna = try await AgentPage.login("anna", at: gateway)
                let ids = try desk.importDocuments(
                    [
                        "link.txt", "inner.txt", "out/secret.txt", "a/up/outside/secret.txt", "a", "pipe",
                        "missing.txt",
                        "a/inside.txt/x",
                    ].map { ($0, $0) } + [("Large", "large.bin"), ("Inside", "a/inside.txt"), ("Nowhere", nil)])
                for id in ids.prefix(8) {
                    let reply = try await anna.document(id)
                    #expect(reply.status == 404 && reply.code == "notFound", "\(reply)")
                    #expect(reply.text.contains("documents.folder") && !reply.text.contains("secret\""))
                }
                #expect(try await anna.document(ids[8]).status == 413)
                #expect(try await anna.document(ids[9]).answer.body == Array("inside".utf8))
                #expect(try await anna.document(ids[10]).text.contains("it has no url"))
                // An import takes none that would lead out.
                #expect(throws: (any Error).self) { try desk.importDocuments([("Out", "../outside/secret.txt")]) }
            }
        }
    }

    @Test("of an origin: with its token, under the name that it says; no other is asked, no redirect is followed")
    func origin() async throws {
        let server = DocumentServer()
        let stranger = DocumentServer()
        try await server.serve { origin in
            try await stranger.serve { foreign in
                try await GatewayDesk.open { desk, _ in
                    let gateway = try await desk.startGateway("gw-documents") { configuration in
                        configuration.documents.origins = [DocumentOrigin(origin)].compactMap(\.self)
                        configuration.documents.token = DocumentServer.token
                    }
                    let anna = try await AgentPage.login("anna", at: gateway)
                    let places = try await gateway.ask("GET", "/api/agent/documents", headers: anna.headers).done()
                    #expect(places["folder"] == false && places["origins"] == .array([.string(origin)]))
                    let ids = try desk.importDocuments([
                        ("Manual", "\(origin)/files/7?of=a b#page=2"), ("In pieces", "\(origin)/files/pieces.pdf"),
                        ("Gone", "\(origin)/files/8"), ("Moved", "\(origin)/files/moved"),
                        ("Broken", "\(origin)/files/broken"), ("Large", "\(origin)/files/large"),
                        ("Endless", "\(origin)/files/endless"), ("Foreign", "\(foreign)/files/7"),
                        ("Login", "http://127.0.0.1:1@\(foreign.dropFirst(7))/files/7"), ("Folder", "files/7"),
                        ("Packed", "\(origin)/files/packed"),
                    ])
                    let manual = try await anna.document(ids[0])
                    #expect(manual.status == 200 && manual.answer.body == DocumentServer.pdf)
                    #expect(
                        manual.header("Content-Disposition")
                            == "attachment; filename=\"Ladeboks _st.pdf\"; filename*=UTF-8''Ladeboks%20%C3%B8st.pdf")
                    #expect(server.asked.withLock { $0 } == ["/files/7?of=a%20b"])
                    let pieces = try await anna.document(ids[1])
                    #expect(pieces.status == 200 && pieces.answer.body == DocumentServer.pdf)
                    #expect(pieces.header("Content-Disposition")?.contains("pieces.pdf") == true)
                    let outcomes = try await Self.outcomes(of: ids.dropFirst(2), by: anna)
                    #expect(
                        outcomes == [
                            "404 notFound", "503 unavailable", "503 unavailable", "413 tooLarge", "413 tooLarge",
                            "404 notFound", "404 notFound", "404 notFound", "503 unavailable",
                        ])
                    #expect(try await anna.document(ids[3]).text.contains("redirects are not followed"))
                    #expect(try await anna.document(ids[7]).text.contains("documents.origins does not name it"))
                    #expect(try await anna.document(ids[9]).text.contains("documents.folder is not set"))
                    #expect(try await anna.document(ids[10]).text.contains("it packs the document"))
                    #expect(stranger.asked.withLock { $0 } == [])
                    #expect(server.asked.withLock { $0.filter { $0.hasPrefix("/files/7") } }.count == 1)
                }
            }
        }
    }

    @Test("an origin that is away, or does not know the token: the agent is told, and the token is not")
    func away() async throws {
        let server = DocumentServer()
        try await server.serve { origin in
            try await GatewayDesk.open { desk, _ in
                let gateway = try await desk.startGateway("gw-documents") { configuration in
                    configuration.documents.origins = [origin, "http://127.0.0.1:9"].compactMap { DocumentOrigin($0) }
                    configuration.documents.token = "another-token"
                }
                let anna = try await AgentPage.login("anna", at: gateway)
                let ids = try desk.importDocuments([
                    ("Locked", "\(origin)/files/7"), ("Away", "http://127.0.0.1:9/files/7"),
                ])
                let locked = try await anna.document(ids[0])
                #expect(locked.status == 503 && locked.text.contains("it answers 401: see documents.token"))
                let away = try await anna.document(ids[1])
                #expect(away.status == 503 && away.text.contains("it cannot be reached"))
                #expect(!(locked.text + away.text).contains("another-token"))
            }
        }
    }

    @Test("an origin that says nothing, or stops in the middle, is not waited for")
    func stalled() async throws {
        let server = DocumentServer()
        try await server.serve { origin in
            try await GatewayDesk.open { desk, _ in
                let gateway = try await desk.startGateway("gw-documents") { configuration in
                    configuration.documents.origins = [DocumentOrigin(origin)].compactMap(\.self)
                    configuration.documents.token = DocumentServer.token
                    configuration.documents.patience = .seconds(1)
                    configuration.documents.longestPause = .seconds(2)
                }
                let anna = try await AgentPage.login("anna", at: gateway)
                let ids = try desk.importDocuments(
                    ["silent", "stalled-pieces", "stalled"].map { ($0, "\(origin)/files/\($0)") })
                for id in ids.prefix(2) {
                    let reply = try await anna.document(id)
                    #expect(reply.status == 503 && reply.text.contains("it does not answer in time"), "\(reply)")
                }
                // Its head is passed on already: the connection ends, so that nobody takes the part for the whole.
                let part = try? await anna.document(ids[2])
                #expect(part.map { $0.answer.body.count < DocumentServer.pdf.count } ?? true)
                #expect(try await gateway.ask("GET", "/api/me", headers: anna.headers).status == 200)
            }
        }
    }

    @Test("for agents of a channel who are signed in, at our own pages; of documents only")
    func rights() async throws {
        try await Self.withFolder { folder in
            try Self.write(Array("inside".utf8), to: folder + "/a.txt")
            try await GatewayDesk.open { desk, _ in
                let gateway = try await desk.startGateway("gw-documents") { $0.documents.folder = folder }
                let ids = try desk.importDocuments([("A", "a.txt")])
                let path = "/api/agent/documents/\(ids[0])"
                for path in [path, "/api/agent/documents"] {
                    #expect(try await gateway.ask("GET", path).status == 401)
                }
                let anna = try await AgentPage.login("anna", at: gateway)
                #expect(try await anna.document(ids[0]).status == 200)
                let foreign = try await gateway.ask(
                    "GET", path, headers: [("Cookie", anna.cookie), ("Sec-Fetch-Site", "cross-site")])
                #expect(foreign.status == 403)
                #expect(try await anna.document("x").code == "notFound")
                #expect(try await anna.document(UUID().uuidString.lowercased()).code == "notFound")
                try desk.apply([.removeMember(MemberReference(channel: GatewayDesk.support, agent: "anna"))])
                let stranger = try await anna.document(ids[0])
                #expect(stranger.status == 403 && stranger.code == "forbidden")
                let search = try await anna.send("directory.search", ["kind": "document", "text": "a"])
                #expect(search.status == 403)
            }
        }
    }

    // MARK: -

    private static func outcomes(of ids: some Sequence<String>, by agent: AgentPage) async throws -> [String] {
        var outcomes: [String] = []
        for id in ids {
            let reply = try await agent.document(id)
            outcomes.append("\(reply.status) \(reply.code ?? "")")
        }
        return outcomes
    }

    /// A folder for documents, with room beside it.
    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        try FileManager.default.createDirectory(atPath: place + "/folder", withIntermediateDirectories: true)
        try await body(place + "/folder")
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
}
