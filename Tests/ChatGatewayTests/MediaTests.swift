import BrokerTesting
import ChatContract
import Foundation
import Testing
import WebClient

@testable import ChatGateway

@Suite("Uploaded pictures", .enabled(if: TestBroker.isAvailable))
struct MediaTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

    @Test("what a picture is the bytes say, and nothing else is taken or served")
    func pictures() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "media-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await GatewayDesk.open { desk, _ in
            let gateway = try await desk.startGateway("gw2") { $0.media = folder }
            let anna = try await AgentPage.login("anna", at: gateway)
            func upload(_ bytes: [UInt8], headers: [(name: String, value: String)]? = nil) async throws -> Reply {
                let request = WebRequest(
                    "POST", "/api/agent/media", headers: (headers ?? anna.headers) + [("Content-Type", "image/png")],
                    body: bytes)
                return Reply(try await WebConnection.send(request, to: "127.0.0.1", gateway.port))
            }
            let kept = try await upload(Self.png).done()
            let url = try #require(kept["url"]?.stringValue)
            #expect(url.wholeMatch(of: #/\/media\/[0-9a-f]{32}\.png/#) != nil)
            let served = try await gateway.ask("GET", url)
            #expect(served.status == 200 && served.answer.body == Self.png)
            #expect(served.answer.header("Content-Type") == "image/png")
            #expect(served.answer.header("X-Content-Type-Options") == "nosniff")
            #expect(served.answer.header("Content-Security-Policy") == "default-src 'none'; sandbox")
            #expect(served.answer.header("Cache-Control")?.contains("immutable") == true)

            for wrong in ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<html><script>", "", "RIFF0000WAVE", "GIF8"] {
                #expect(try await upload(Array(wrong.utf8)).status == 415, "\(wrong)")
            }
            #expect(try await upload(Self.png + Array(repeating: 0, count: 1 << 20)).status == 413)
            #expect(try await upload(Self.png, headers: []).status == 401)
            #expect(try await upload(Self.png, headers: [("Cookie", anna.cookie)]).status == 403)
            for path in [
                "/media/../chat.sqlite", "/media/%2e%2e%2fx.png", "/media/x.png", "/media/",
                url.replacing(".png", with: ".gif"),
                url.uppercased(), url + "/..", url + ".svg",
            ] {
                #expect(try await gateway.ask("GET", path).status == 404, "\(path)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }
}
