import BrokerTesting
import ChatContract
import ChatStore
import Foundation
import NIOCore
import NIOPosix
import Testing
import WebClient

@testable import ChatGateway

/// What people try with files: each is refused or harmless, and leaves nothing behind.
@Suite("Attacks by files (spec section 4.5)", .enabled(if: TestBroker.isAvailable))
struct FileAttackTests {
    @Test("paths, control characters and names that read backwards are refused; on disk no name is from outside")
    func names() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            for name in [
                "../../etc/passwd", "..\\evil.txt", "/etc/passwd", "..", "a\0.txt", "a\r\nSet-Cookie: x=y.txt",
                "bill\u{202E}fdp.exe.txt", " ", String(repeating: "x", count: 256) + ".txt",
            ] {
                let refused = try await ola.upload(name, Array("text".utf8))
                #expect(refused.status == 422 && refused.code == "invalidField", "\(name): \(refused)")
                #expect(try await anna.upload(name, Array("text".utf8), in: ola.session).status == 422, "\(name)")
            }
            for id in ["../../x", "%2e%2e%2fx", "a%00b"] { _ = try await ola.upload("a.txt", Array("a".utf8), id: id) }
            #expect(
                folder.content.allSatisfy {
                    $0.wholeMatch(of: #/[0-9a-f]{2}\/[0-9a-f-]{36}\/[0-9a-f-]{36}/#) != nil
                })
            let file = try #require(try desk.files(of: ola.session).first).file.description
            for path in [
                "/../\(file)", "/..%2f..%2fstore", "/%2e%2e", "/\(file)/..", "/\(file).png", "/\(file.uppercased())",
                "/",
            ] {
                let reply = try await gateway(ola).ask(
                    "GET", "/api/sessions/\(ola.session)/files\(path)?channel=support", headers: [ola.authorization])
                #expect(reply.status == 404, "\(path): \(reply)")
            }
        }
    }

    private func gateway(_ page: VisitorPage) -> RunningGateway { page.gateway }

    @Test("programs, scripts, markup and lies are refused to visitors, both sides are told, and nothing is kept")
    func types() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            let html = Array("<html><script>alert(1)</script>".utf8)
            let table: [(String, [UInt8], String)] = [
                ("run.exe", Sample.png, "image/png"), ("run.exe.", Sample.png, "image/png"),
                ("RUN.Js ", Array("alert(1)".utf8), "text/plain"), ("page.svg", Array("<svg/>".utf8), "image/svg+xml"),
                ("page.html", html, "text/html"), ("page.txt", html, "text/plain"), ("photo.png", html, "image/png"),
                ("photo.png", Sample.zip, "image/png"), ("notes", Array("MZ..".utf8), "text/plain"),
                ("photo", Sample.pdf, "image/png"),
            ]
            for (name, bytes, type) in table {
                let refused = try await ola.upload(name, bytes, type: type)
                #expect(refused.status == 415 && refused.code == "illegalFileType", "\(name): \(refused)")
            }
            #expect(folder.content == [])
            #expect(try desk.refusedFiles(of: ola.session).count == table.count)
            #expect(try desk.files(of: ola.session) == [])
        }
    }

    @Test("polyglots and zip bombs are kept as they came: never unpacked, never run")
    func harmless() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            let script = "<script>alert(document.domain)</script>"
            let polyglot = Sample.gif + Array("/*\(script)*/".utf8) + Sample.zip
            try await ola.upload("both.gif", polyglot, type: "image/gif").done()
            // 10 MB of zeros say that they are 4 GB.
            let bomb = Sample.zip + [UInt8](repeating: 0, count: 1 << 20)
            try await ola.upload("bomb.zip", bomb, type: "application/zip").done()
            try await anna.upload("page.html", Array(script.utf8), in: ola.session).done()
            try await anna.upload("page.svg", Array("<svg onload='alert(1)'/>".utf8), in: ola.session).done()
            let files = try desk.files(of: ola.session)
            let expected = [
                ("image/gif", "inline"), ("application/zip", "attachment"), ("application/octet-stream", "attachment"),
                ("application/octet-stream", "attachment"),
            ]
            for (file, (type, disposition)) in zip(files, expected) {
                let id = file.file.description
                for reply in [try await ola.file(id), try await anna.file(id, of: ola.session)] {
                    #expect(reply.header("Content-Type") == type, "\(file.name)")
                    #expect(reply.header("Content-Disposition")?.hasPrefix(disposition) == true, "\(file.name)")
                    #expect(reply.header("X-Content-Type-Options") == "nosniff")
                    #expect(reply.header("Content-Security-Policy") == "sandbox; default-src 'none'")
                }
            }
            let sizes = folder.content.map {
                try? FileManager.default.attributesOfItem(atPath: folder.path + "/" + $0)[.size] as? Int
            }
            #expect(sizes.compactMap { $0 ?? nil }.reduce(0, +) == Int(files.map(\.size).reduce(0, +)))
        }
    }

    @Test("what an agent says of a file that was not uploaded makes nothing of it run")
    func forgedEvent() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            let html = Array("<html><script>alert(1)</script>".utf8)
            let id = "the same"
            // The bytes are there, and the event says that they are HTML.
            try await anna.upload("a.html", html, in: ola.session, id: id.replacing(" ", with: "%20")).done()
            let file = try #require(try desk.files(of: ola.session).first)
            try desk.forge(file.file, contentType: "text/html")
            let reply = try await ola.file(file.file.description)
            #expect(reply.header("Content-Type") == "application/octet-stream")
            try desk.forge(file.file, contentType: "image/png")
            #expect(try await ola.file(file.file.description).header("Content-Type") == "application/octet-stream")
            #expect(
                try await ola.file(file.file.description).header("Content-Disposition")?.hasPrefix("attachment") == true
            )
        }
    }

    @Test("someone else's session, key, cookie and file are unknown")
    func foreign() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            try await ola.upload("a.pdf", Sample.pdf).done()
            let file = try #require(try desk.files(of: ola.session).first).file.description
            let kari = try await VisitorPage.open(at: ola.gateway, name: "Kari")
            let carl = try await AgentPage.login("carl", at: ola.gateway)
            let ben = try await AgentPage.login("ben", at: ola.gateway)
            let wrongKey = try await ola.gateway.ask(
                "GET", "/api/sessions/\(ola.session)/files/\(file)?channel=support", headers: [kari.authorization])
            #expect(wrongKey.status == 404 && wrongKey.code == "unknownSession")
            #expect(try await kari.file(file).status == 404)
            #expect(try await carl.file(file, of: ola.session).code == "unknownSession")
            #expect(try await ben.file(file, of: ola.session).status == 200, "he is on the channel")
            #expect(try await ola.upload("b.pdf", Sample.pdf, headers: [kari.authorization]).status == 404)
            #expect(try await ola.upload("b.pdf", Sample.pdf, headers: []).status == 401)
            #expect(try await carl.upload("b.pdf", Sample.pdf, in: ola.session).status == 404)
            #expect(try await ben.upload("b.pdf", Sample.pdf, in: ola.session).code == "notAssigned")
            #expect(
                try await anna.upload("b.pdf", Sample.pdf, in: ola.session, headers: [("Cookie", anna.cookie)]).status
                    == 403)
            #expect(
                try await anna.upload("b.pdf", Sample.pdf, in: ola.session, headers: [anna.headers[1]]).status == 401)
            let elsewhere = (name: "Origin", value: "https://evil.example")
            #expect(
                try await anna.upload("b.pdf", Sample.pdf, in: ola.session, headers: anna.headers + [elsewhere]).status
                    == 403)
            #expect(
                try await ola.gateway.ask(
                    "GET", "/api/agent/files/\(ola.session)/\(file)",
                    headers: [("Cookie", anna.cookie), ("Sec-Fetch-Site", "cross-site")]
                ).status == 403)
            #expect(folder.content.count == 1)
        }
    }

    /// The beginning of an upload.
    private static func head(of page: VisitorPage, _ name: String, _ more: String) -> String {
        "POST /api/sessions/\(page.session)/files?channel=support&id=\(UUID()) HTTP/1.1\r\nHost: x\r\n"
            + "Authorization: Bearer \(page.key)\r\nX-File-Name: \(name)\r\n\(more)\r\n"
    }

    @Test("half a file, one that stands still, one that crawls, one that is longer than it says: nothing is left")
    func slow() async throws {
        try await FileFolder.open(stall: .seconds(1)) { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            func begin(_ length: Int, _ body: [UInt8]) async throws -> any NIOCore.Channel {
                let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: ola.gateway.port).get()
                let head = Self.head(of: ola, "a.pdf", "Content-Length: \(length)\r\n")
                try await channel.writeAndFlush(ByteBuffer(bytes: Array(head.utf8) + body)).get()
                return channel
            }
            let half = try await begin(1_000_000, Sample.pdf)
            try await eventually("it is not being written") { folder.content.contains { $0.hasPrefix("incoming/") } }
            try await half.close()
            try await eventually("half a file stays") { folder.content == [] }
            let still = try await begin(1_000_000, Sample.pdf)
            try await eventually("it may stand still") { !still.isActive }
            let crawling = try await begin(1_000_000, Sample.pdf)
            let crawl = Task {
                while crawling.isActive {
                    try? await crawling.writeAndFlush(ByteBuffer(string: "x")).get()
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            try await eventually("it may crawl") { !crawling.isActive }
            crawl.cancel()
            try await eventually("something stays") { folder.content == [] }
            #expect(try desk.files(of: ola.session) == [])
            try await ola.upload("whole.pdf", Sample.pdf).done()
        }
    }

    @Test("many that stand still hold up no other one (guarantee 30)")
    func standing() async throws {
        try await FileFolder.open(stall: .seconds(600)) { _, folder, ola, anna in
            try await anna.allowFiles(ola)
            let sockets = try (0..<20).map { _ in
                let socket = try RawSocket(port: ola.gateway.port)
                try socket.write(Self.head(of: ola, "a.pdf", "Content-Length: 1000000\r\n") + "%PDF")
                return socket
            }
            defer { for socket in sockets { socket.close() } }
            try await eventually("not all began") {
                folder.content.count { $0.hasPrefix("incoming/") } == sockets.count
            }
            let upload = Task { try await ola.upload("whole.pdf", Sample.pdf).done() }
            try await eventually("it waits for others") { folder.content.contains { !$0.hasPrefix("incoming/") } }
            _ = try await upload.value
        }
    }

    @Test("in chunks the same is taken and the same refused: half a file, an endless one, and one of two lengths")
    func chunks() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            func begin(_ name: String, _ more: String = "") throws -> RawSocket {
                let socket = try RawSocket(port: ola.gateway.port)
                try socket.write(Self.head(of: ola, name, "Transfer-Encoding: chunked\r\n" + more))
                return socket
            }
            let text = "%PDF-1.7\n" + String(repeating: "x", count: 1015)
            let whole = try begin("whole.pdf")
            try whole.write("400\r\n\(text)\r\n400\r\n\(text)\r\n0\r\n\r\n")
            try await eventually("a file in chunks is not taken") {
                try desk.files(of: ola.session).map(\.size) == [2048]
            }
            whole.close()
            let half = try begin("half.pdf")
            try half.write("400\r\n\(text)\r\n400\r\n%PDF")
            try await eventually("it is not being written") { folder.content.contains { $0.hasPrefix("incoming/") } }
            half.close()
            try await eventually("half a file stays") { folder.content.count == 1 }
            let endless = try begin("endless.pdf")
            defer { endless.close() }
            try endless.write("400\r\n\(text)\r\n")
            let chunk = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
            var sent = 0
            // More is not even read: the other side closes.
            while sent < 1 << 30, (try? endless.write(chunk)) != nil { sent += 65536 }
            #expect(sent < 100 << 20, "\(sent >> 20) MiB were taken")
            let refused = try desk.refusedFiles(of: ola.session)
            #expect(refused == ["endless.pdf: size"], "\(refused)")
            let empty = try begin("empty.pdf")
            defer { empty.close() }
            try empty.write("0\r\n\r\n")
            try await eventually("no answer") { try empty.answer().hasPrefix("HTTP/1.1 422") }
            // Two lengths: whoever stands in front may read the other one (request smuggling).
            let two = try begin("two.pdf", "Content-Length: 5\r\n")
            try two.write("400\r\n\(text)\r\n0\r\n\r\n")
            try await eventually("two lengths are taken") { two.isClosed }
            #expect(try desk.files(of: ola.session).count == 1 && folder.content.count == 1)
        }
    }
}

extension GatewayDesk {
    /// Makes an event say something else of a file, as a client of somebody's own could.
    fileprivate func forge(_ file: FileID, contentType: String) throws {
        try store.write { sql throws(StoreError) in
            try sql.execute(
                "UPDATE event SET body = json_set(body, '$.data.contentType', ?) WHERE json_extract(body, '$.data.file') = ?",
                [.text(contentType), .text(file.description)])
        }
    }
}
