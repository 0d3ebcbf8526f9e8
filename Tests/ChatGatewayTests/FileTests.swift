import BrokerTesting
import ChatContract
import Foundation
import Testing
import WebClient

@testable import ChatGateway

@Suite("Files of a chat (spec sections 4.5 and 7.6)", .enabled(if: TestBroker.isAvailable))
struct FileTests {
    @Test("a visitor's only when the agent allows it, an agent's always; both see both, and nothing of it runs")
    func shared() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            let early = try await ola.upload("bill.pdf", Sample.pdf)
            #expect(early.status == 403 && early.code == "filesNotAllowed")
            #expect(try desk.refusedFiles(of: ola.session) == ["bill.pdf: notAllowed"])
            #expect(folder.content == [])
            try await anna.allowFiles(ola)
            let stream = try await ola.stream()
            let sent = try await ola.upload("rød \"1\".png", Sample.png, type: "image/png").done()
            let event = try await stream.first("event") { $0["type"] == "file.shared" }
            #expect(event["seq"] == sent["seq"])
            #expect(event["data"]?["image"]?["width"] == 3)
            try await anna.upload("setup.exe", Array("MZ program".utf8), in: ola.session).done()
            let files = try desk.files(of: ola.session)
            #expect(files.map(\.name) == ["rød \"1\".png", "setup.exe"])
            #expect(files.map(\.by) == [.visitor, .agent])
            #expect(folder.content == files.map { "\(ola.session.prefix(2))/\(ola.session)/\($0.file)" }.sorted())
            for (index, bytes) in [Sample.png, Array("MZ program".utf8)].enumerated() {
                let id = files[index].file.description
                for reply in [try await ola.file(id), try await anna.file(id, of: ola.session)] {
                    #expect(reply.status == 200 && reply.answer.body == bytes)
                    #expect(reply.header("Content-Length") == String(bytes.count))
                    #expect(reply.header("X-Content-Type-Options") == "nosniff")
                    #expect(reply.header("Content-Security-Policy") == "sandbox; default-src 'none'")
                    #expect(reply.header("Cache-Control")?.contains("private") == true)
                    #expect(
                        reply.header("Content-Type") == (index == 0 ? "image/png" : "application/octet-stream"))
                    let disposition = reply.header("Content-Disposition") ?? ""
                    #expect(disposition.hasPrefix(index == 0 ? "inline" : "attachment"))
                }
            }
            try await anna.allowFiles(ola, false)
            #expect(try await ola.upload("b.pdf", Sample.pdf).code == "filesNotAllowed")
            // After the end they stay where they are, and no more come.
            try await anna.send("session.close", on: ola.channel, ["session": .string(ola.session)]).done()
            #expect(try await ola.file(files[0].file.description).status == 200)
            #expect(try await anna.file(files[0].file.description, of: ola.session).status == 200)
            let late = try await anna.upload("late.txt", Array("late".utf8), in: ola.session)
            #expect(late.status == 409 && late.code == "sessionClosed")
        }
    }

    @Test("a repeat is harmless: one file, one event; under its id nothing else is taken (guarantee 4)")
    func repeats() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            let other = try await desk.startGateway("gw-other") { $0.files = .folder(folder.path) }
            let id = UUID().uuidString
            let first = try await ola.upload("a.pdf", Sample.pdf, id: id).done()
            let again = try await ola.moved(to: other).upload("a.pdf", Sample.pdf, id: id).done()
            #expect(first["seq"] == again["seq"])
            #expect(try await ola.upload("b.pdf", Sample.pdf, id: id).code == "conflict")
            try await anna.allowFiles(ola, false)
            #expect(try await ola.upload("a.pdf", Sample.pdf, id: id).done()["seq"] == first["seq"])
            // The agent's with the same id is another one.
            let agents = try await anna.upload("a.pdf", Sample.pdf, in: ola.session, id: id).done()
            #expect(agents["seq"] != first["seq"])
            // All at once, at two gateways.
            try await anna.allowFiles(ola)
            let many = UUID().uuidString
            let numbers = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for index in 0..<6 {
                    let page = index % 2 == 0 ? ola : ola.moved(to: other)
                    group.addTask { try await page.upload("c.pdf", Sample.pdf, id: many).done()["seq"] }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert("\($1 ?? .null)") }
            }
            #expect(numbers.count == 1)
            #expect(try desk.files(of: ola.session).map(\.name) == ["a.pdf", "a.pdf", "c.pdf"])
            #expect(folder.content.count == 3)
        }
    }

    @Test("a large file is taken and given as a stream, byte for byte; more than may be is not")
    func sizes() async throws {
        try await FileFolder.open { desk, folder, ola, anna in
            try await anna.allowFiles(ola)
            var large = Sample.pdf + (0..<UInt32(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
            try await ola.upload("large.pdf", large).done()
            let file = try #require(try desk.files(of: ola.session).first)
            #expect(try await anna.file(file.file.description, of: ola.session).answer.body == large)
            large += [UInt8](repeating: 1, count: 2 << 20)
            let refused = try await ola.upload("larger.pdf", large)
            #expect(refused.status == 413 && refused.code == "tooLarge")
            #expect(try desk.refusedFiles(of: ola.session) == ["larger.pdf: size"])
            try await anna.upload("larger.pdf", large, in: ola.session).done()
            #expect(try await ola.upload("empty.txt", []).code == "invalidField")
            #expect(folder.content.count == 2)
        }
    }

    @Test("a gateway without a folder takes none and says so")
    func without() async throws {
        try await GatewayDesk.open { _, gateway in
            let ola = try await VisitorPage.open(at: gateway)
            let anna = try await AgentPage.login("anna", at: gateway)
            try await anna.pickUp(ola)
            let refused = try await anna.upload("a.pdf", Sample.pdf, in: ola.session)
            #expect(refused.status == 404 && refused.text.contains("gateway.files"))
        }
    }

    @Test("what a session was allowed runs out before anybody else is kept waiting (guarantee 30)")
    func allowance() async throws {
        try await FileFolder.open(limits: 1) { _, _, ola, anna in
            try await anna.allowFiles(ola)
            var codes: [Int] = []
            for number in 0..<60 where codes.last != 429 {
                codes.append(try await ola.upload("\(number).pdf", Sample.pdf).status)
            }
            #expect(codes.count >= 20 && codes.last == 429)
            try await ola.post("I can still write")
            try await anna.upload("and I can send.pdf", Sample.pdf, in: ola.session).done()
        }
    }
}
