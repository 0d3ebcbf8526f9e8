import AMQP
import BrokerTesting
import ChatContract
import Foundation
import JWTKit
import Testing
import WebClient

@testable import ChatGateway

/// `config/openapi.yaml` is what is served, no more and no less.
@Suite("The published form of the HTTP side")
struct PublishedFormTests {
    @Test("every route that is served is documented, and every documented one is served")
    func routes() async throws {
        let gateway = Gateway(
            GatewayConfiguration(
                broker: try ConnectionConfiguration(uri: "amqp://127.0.0.1:1"), name: "edge",
                secret: Array(repeating: 7, count: 32)), logger: GatewayDesk.logger)
        let served = gateway.routes.filter { !$0.hasPrefix("OPTIONS ") && !$0.hasPrefix("HEAD ") }
        #expect(Set(served).subtracting(try await ExchangeRecord.documentedRoutes()).sorted() == [])
        #expect(try await ExchangeRecord.documentedRoutes().subtracting(served).sorted() == [])
    }

    @Test("requests, answers, refusals and streams are as documented", .enabled(if: TestBroker.isAvailable))
    func exchanges() async throws {
        try await GatewayDesk.open { desk, gateway in
            for path in ["support", "support?version=1", "nowhere", "support?version=x"] {
                _ = try await gateway.ask("GET", "/api/channels/\(path)")
            }
            let anna = try await AgentPage.login("anna", at: gateway)
            let window = try await anna.window()
            let ola = try await VisitorPage.open(at: gateway)
            let stream = try await ola.stream()
            let queued = try await VisitorPage.open(at: gateway, name: "Waits")
            let waiting = try await queued.stream()
            try await anna.pickUp(ola)
            try await waiting.first("transient") { $0["type"] == "queue.position" }
            try await ola.send("typing.set", ["typing": true]).done()
            try await window.first("transient") { $0["type"] == "typing.changed" }
            try await anna.post("Hello Ola", in: ola)
            let hello = try await stream.message("Hello Ola")
            try await ola.send("message.read", ["through": hello["seq"] ?? 0]).done()
            try await ola.post("Hello Anna")
            for type in ["desk.get", "channel.list", "agent.list", "session.list", "faq.list", "request.options"] {
                try await anna.send(type, type == "session.list" ? ["view": "mine"] : [:]).done()
            }
            try await anna.send("session.get", ["session": .string(ola.session)]).done()
            try await anna.send(
                "transcript.get", ["session": .string(ola.session), "format": "text"]
            ).done()
            // Refusals: by the worker, by the gateway, by both for visitors and agents.
            _ = try await ola.send("session.rate", ["rating": 9])
            _ = try await ola.send("session.rate", ["rating": 5])
            _ = try await ola.send("nonsense")
            _ = try await anna.send("session.pickUp", on: ola.channel, ["session": .string(ola.session)])
            _ = try await anna.send("session.takeOver", on: ola.channel, ["session": .string(ola.session)])
            _ = try await anna.send("session.open", on: ola.channel)
            _ = try await gateway.ask("GET", "/api/me", headers: anna.headers)
            _ = try await gateway.ask("GET", "/api/me")
            _ = try await gateway.ask("POST", "/api/agent", headers: [anna.headers[0]], body: ["id": "1"])
            _ = try await gateway.ask("POST", "/api/login", body: ["name": "anna", "password": "wrong"])
            _ = try await gateway.ask("POST", "/api/login", body: ["name": 1])
            _ = try await gateway.ask("POST", "/api/login/token", body: ["token": "a.b.c"])
            try await Self.signInByToken(desk, noting: gateway.record)
            try await gateway.ask("GET", "/api/login/providers").done()
            _ = try await gateway.ask("POST", "/api/agent/media", headers: anna.headers)
            try await Self.uploadPicture(anna, desk, noting: gateway.record)
            try await Self.shareFiles(anna, ola, desk, noting: gateway.record)
            try await Self.readDocuments(anna, desk, noting: gateway.record)
            _ = try await gateway.ask("GET", "/api/sessions/\(ola.session)/events?channel=support")
            try await desk.cut(gateway, ["publisher"])
            for log in [window, stream] { try await log.first("gateway") { $0["connected"] == true } }
            try await anna.send("session.close", on: ola.channel, ["session": .string(ola.session)]).done()
            try await stream.first("event") { $0["type"] == "session.finished" }
            _ = try await ola.send("session.leave")
            try await gateway.ask("POST", "/api/logout", headers: anna.headers).done()
            try await window.ended()
            await gateway.stop()
            for log in [stream, waiting] { try await log.first("bye") }
            try await gateway.record.expectDocumented()
        }
    }

    /// Files both ways at a gateway that has a folder for them, and some that are refused.
    private static func shareFiles(
        _ anna: AgentPage, _ ola: VisitorPage, _ desk: GatewayDesk, noting record: ExchangeRecord
    ) async throws {
        let folder = FileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        let gateway = try await desk.startGateway("gw-files") { $0.files = .folder(folder.path) }
        let agent = anna.moved(to: gateway)
        let visitor = ola.moved(to: gateway)
        _ = try await visitor.upload("early.png", Sample.png)
        try await agent.allowFiles(visitor)
        try await visitor.upload("photo.png", Sample.png, type: "image/png").done()
        _ = try await visitor.upload("photo.exe", Sample.png)
        try await agent.upload("bill.pdf", Sample.pdf, in: ola.session).done()
        for file in try desk.files(of: ola.session).map(\.file.description) {
            #expect(try await visitor.file(file).status == 200)
            #expect(try await agent.file(file, of: ola.session).status == 200)
        }
        record.adopt(gateway.record)
    }

    /// A document that is there, and one that is not.
    private static func readDocuments(
        _ anna: AgentPage, _ desk: GatewayDesk, noting record: ExchangeRecord
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Sample.pdf).write(to: folder.appending(path: "prices.pdf"))
        let gateway = try await desk.startGateway("gw-documents") { $0.documents.folder = folder.path }
        let agent = anna.moved(to: gateway)
        let ids = try desk.importDocuments([("Prices", "prices.pdf"), ("Gone", "gone.pdf")])
        #expect(try await agent.document(ids[0]).answer.body == Sample.pdf)
        #expect(try await agent.document(ids[1]).status == 404)
        try await gateway.ask("GET", "/api/agent/documents", headers: agent.headers).done()
        try await agent.send("document.get", ["record": .string(ids[0])]).done()
        record.adopt(gateway.record)
    }

    /// An agent signs in at a gateway that takes a provider's tokens.
    private static func signInByToken(_ desk: GatewayDesk, noting record: ExchangeRecord) async throws {
        let (key, id) = (ES256PrivateKey(), JWKIdentifier(string: "k1"))
        let file = FileManager.default.temporaryDirectory.appending(path: "jwks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(try TokenLoginTests.jwks(key, id)).write(to: file)
        try desk.apply([.saveAgent(AgentSave.withSubject("ben", "ben@id"))])
        let gateway = try await desk.startGateway("gw-oidc") {
            $0.provider = OpenIDProvider(issuer: "https://id.example", audience: "samtale", keys: .file(file.path))
        }
        let token = try await JWTKeyCollection().add(ecdsa: key, kid: id).sign(
            TokenLoginTests.Claims(sub: "ben@id"), kid: id)
        let body: JSONValue = ["token": .string(token)]
        let request = WebRequest.json("POST", "/api/login/token", try WireJSON.encode(body))
        let reply = Reply(try await WebConnection.send(request, to: "127.0.0.1", gateway.port))
        try reply.done()
        record.note(request, reply)
        let providers = WebRequest("GET", "/api/login/providers")
        record.note(providers, Reply(try await WebConnection.send(providers, to: "127.0.0.1", gateway.port)))
    }

    /// A picture is kept at a gateway that has a folder for it.
    private static func uploadPicture(_ anna: AgentPage, _ desk: GatewayDesk, noting record: ExchangeRecord)
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "media-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let gateway = try await desk.startGateway("gw-media") { $0.media = folder }
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        let request = WebRequest(
            "POST", "/api/agent/media", headers: anna.headers + [("Content-Type", "image/png")], body: png)
        let reply = Reply(try await WebConnection.send(request, to: "127.0.0.1", gateway.port))
        try reply.done()
        record.note(request, reply)
    }
}
