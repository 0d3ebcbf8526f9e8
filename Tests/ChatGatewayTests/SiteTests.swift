import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import ChatGateway

@Suite("The files of the pages")
struct SiteTests {
    private let site = Site(pages: nil)

    private func ask(_ path: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get) -> Response {
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers)
        return site.asset(path, Request(head: head, body: RequestBody(buffer: ByteBuffer())), isShared: true)
    }

    @Test("a script is sent by gzip to those who take it, under a tag of its own, and as it is to others")
    func compression() throws {
        let plain = ask("/widget/style.js")
        #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
        for coding in ["gzip", "br;q=1, gzip;q=0.8", "deflate,GZIP"] {
            let answer = ask("/widget/style.js", [.acceptEncoding: coding], method: .head)
            #expect(answer.headers[.contentEncoding] == "gzip", "\(coding)")
            let plainLength = try #require(
                ask("/widget/style.js", method: .head).headers[.contentLength].flatMap { Int($0) })
            let length = try #require(answer.headers[.contentLength].flatMap { Int($0) })
            #expect(length < plainLength * 2 / 3)
            #expect(answer.headers[.eTag] != plain.headers[.eTag])
        }
        for coding in ["br", "gzip;q=0", "identity"] {
            #expect(ask("/widget/style.js", [.acceptEncoding: coding]).headers[.contentEncoding] == nil, "\(coding)")
        }
    }

    @Test("who has a file already gets nothing, by either tag")
    func tags() throws {
        for headers in [[:], [.acceptEncoding: "gzip"]] as [HTTPFields] {
            var again = headers
            again[.ifNoneMatch] = ask("/widget.js", headers).headers[.eTag]
            #expect(ask("/widget.js", again).status == .notModified)
            again[.ifNoneMatch] = "\"something else\""
            #expect(ask("/widget.js", again).status == .ok)
        }
    }

    @Test("what is compressed comes out as it went in")
    func roundTrip() throws {
        let text = String(repeating: "samtale ", count: 10_000)
        let compressed = try #require(Gzip.compressed(ByteBuffer(string: text)))
        #expect(compressed.readableBytes < 1000)
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-\(UUID().uuidString).gz")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(compressed.readableBytesView).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let found = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: found, as: UTF8.self) == text)
        #expect(Gzip.compressed(ByteBuffer(bytes: (0..<100).map { _ in UInt8.random(in: 0...255) })) == nil)
    }

    @Test("scripts go out without the comments on lines of their own; code stays as it is")
    func scripts() {
        let script = """
            /** A module.
             *  @typedef {object} Thing
             */
            import { a } from './a.js'; // beside code

              // alone
              /* alone too */
            /** @type {string} */ let typed = '';
            /* over
               lines */ let after = 1;
              const url = 'https://chat.example/*';
            const text = `first
            second`;

            """
        #expect(
            ScriptText.compact(script) == """
                import { a } from './a.js'; // beside code
                /** @type {string} */ let typed = '';
                let after = 1;
                const url = 'https://chat.example/*';
                const text = `first
                second`;

                """)
    }

    @Test("the only texts of several lines in our scripts are styles, to which indentation is nothing")
    func texts() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../Sources/ChatGateway/Pages").standardized
        var count = 0
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            ?? .init()
        where file.pathExtension == "js" {
            count += 1
            let script = ScriptText.compact(try String(contentsOf: file, encoding: .utf8))
            for line in script.split(separator: "\n") {
                guard !line.count(where: { $0 == "`" }).isMultiple(of: 2), !line.contains("matchAll(/") else {
                    continue
                }
                let isStyle = line.contains("tyle = `") || line == "`;"
                #expect(isStyle, "\(file.lastPathComponent): \(line)")
            }
        }
        #expect(count > 50)
    }
}
