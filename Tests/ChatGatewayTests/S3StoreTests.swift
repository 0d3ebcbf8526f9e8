import BrokerTesting
import ChatContract
import Foundation
import NIOCore
import Testing
import WebClient

@testable import ChatGateway

@Suite("Files in an S3-compatible store", .enabled(if: S3TestServer.isAvailable))
struct S3StoreTests {
    @Test("what is asked of any store of files", arguments: ["", "chat/files/"])
    func conformance(prefix: String) async throws {
        try await S3TestServer.open(prefix: prefix) { server in
            try await FileStoreConformance(store: S3Store(server.configuration)).run()
            #expect(try await server.keys().contains(prefix + "store"))
            #expect(try await server.uploads() == 0, "parts are left")
        }
    }

    @Test("keys are ids; what others have in the bucket is left alone")
    func layout() async throws {
        try await S3TestServer.open(prefix: "chat/") { server in
            let client = try S3Client(server.configuration)
            let store = S3Store(client)
            let file = FileGet(session: SessionID(high: 0xAB << 56, low: 1), file: FileID(high: 2, low: 2))
            let draft = try await store.begin(file, size: 1)
            try await draft.write(ByteBuffer(string: "x"))
            #expect(try await server.keys() == [], "the last byte is held back until the file is wanted")
            // A store may take a request that ends before its first byte for an empty object.
            let other = try await store.begin(FileGet(session: file.session, file: FileID(high: 2, low: 3)), size: 1)
            try await other.write(ByteBuffer(string: "x"))
            for _ in 0..<20 { #expect(try await server.keys() == []) }
            await other.discard()
            for _ in 0..<20 { #expect(try await server.keys() == []) }
            try await draft.finish()
            let others = ["notes.txt", "chat/ab/readme", "other/ab/\(file.session)/\(file.file)"]
            for key in others {
                _ = try await client.call(S3Request("PUT", key, body: .bytes(ByteBuffer(string: "x")), "put"))
            }
            #expect(try await server.keys() == (others + ["chat/ab/\(file.session)/\(file.file)"]).sorted())
            var found: [FileGet] = []
            for try await page in store.pages(olderThan: .seconds(-10), of: 100) { found += page }
            #expect(found == [file])
            let large = try await client.call(S3Request("POST", "notes.zip", query: [("uploads", "")], "begin"))
            try await store.removeUnfinished(olderThan: .seconds(-10))
            #expect(try await server.uploads() == 1, "\(String(decoding: large.body, as: UTF8.self))")
        }
    }

    @Test("an upload that ends in the middle leaves neither an object nor parts")
    func brokenOff() async throws {
        try await S3TestServer.open { server in
            let store = try S3Store(server.configuration)
            let file = FileGet(session: SessionID(high: 1, low: 1), file: FileID(high: 2, low: 2))
            for size in [Int64(1 << 20), 20 << 20] {
                let draft = try await store.begin(file, size: size)
                for _ in 0..<3 { try await draft.write(ByteBuffer(repeating: 1, count: Int(size / 4))) }
                await draft.discard()
                #expect(try await server.keys() == [])
                #expect(try await server.uploads() == 0)
                // Shorter than was said.
                let short = try await store.begin(file, size: size)
                try await short.write(ByteBuffer(repeating: 1, count: Int(size / 4)))
                await #expect(throws: FileStoreError.self) { try await short.finish() }
                #expect(try await server.keys() == [])
                #expect(try await server.uploads() == 0)
            }
        }
    }

    @Test("what is wrong with the settings is said in words, with the remedy")
    func problems() async throws {
        try await S3TestServer.open { server in
            func problem(_ change: (inout S3Configuration) -> Void) async -> String {
                var configuration = server.configuration
                change(&configuration)
                return await FilePlace.bucket(configuration).problem() ?? "no problem"
            }
            #expect(await problem { _ in } == "no problem")
            let keys = try await server.keys()
            #expect(keys == [], "the check leaves nothing")
            #expect(await problem { $0.bucket = "no-such-bucket-here" }.contains("there is no bucket \"no-such-bucket"))
            #expect(await problem { $0.accessKey = "nobody" }.contains("does not know the access key nobody"))
            let wrongSecret = await problem { $0.secretKey = "wrong" }
            #expect(wrongSecret.contains("s3.secretKey") && !wrongSecret.contains(server.configuration.secretKey))
            let denied = await problem { $0 = server.stranger }
            #expect(denied.contains("may not"), "\(denied)")
            #expect(await problem { $0.endpoint = "http://127.0.0.1:1" }.contains("cannot be reached"))
            #expect(await problem { $0.endpoint = "http://127.0.0.1:1" }.contains("s3.endpoint"))
        }
    }

    @Test("a clock that is wrong is refused there, and by how much it is wrong is told")
    func clock() async throws {
        try await S3TestServer.open { server in
            let failure = S3Failure(
                403, code: "RequestTimeTooSkewed", message: "", region: nil, what: "list", server.configuration,
                skew: 1200)
            #expect(failure.description.contains("differs from the store's by 1200 s: it is behind"))
            #expect(failure.kind == .refused)
        }
    }

    @Test(
        "a gateway keeps files there: taken, shown, swept; the store away is told and over again",
        .enabled(if: TestBroker.isAvailable))
    func gateway() async throws {
        try await S3TestServer.open(prefix: "files/") { server in
            try await GatewayDesk.open { desk, _ in
                let gateway = try await desk.startGateway("gw-s3") { $0.files = .bucket(server.configuration) }
                let ola = try await VisitorPage.open(at: gateway)
                let anna = try await AgentPage.login("anna", at: gateway)
                try await anna.pickUp(ola)
                try await anna.allowFiles(ola)
                try await ola.upload("a.pdf", Sample.pdf).done()
                let large = Sample.pdf + [UInt8](repeating: 7, count: 9 << 20)
                try await ola.upload("large.pdf", large).done()
                try await ola.upload("large.pdf", large, id: "same").done()
                try await ola.upload("large.pdf", large, id: "same").done()
                let files = try desk.files(of: ola.session)
                #expect(files.map(\.size) == [Sample.pdf, large, large].map { Int64($0.count) })
                #expect(try await anna.file(files[0].file.description, of: ola.session).answer.body == Sample.pdf)
                #expect(try await ola.file(files[1].file.description).answer.body == large)
                // A lie is found after the first bytes went there.
                let lie = try await ola.upload("photo.png", Sample.pdf + [UInt8](repeating: 7, count: 1 << 20))
                #expect(lie.status == 415)
                #expect(try await server.keys().count == 3)
                #expect(try await server.uploads() == 0)
                let sweep = try #require(gateway.gateway.sweep)
                let orphan = try await sweep.store.begin(
                    FileGet(session: SessionID(high: 1, low: 1), file: FileID(high: 1, low: 1)))
                try await orphan.finish()
                #expect(await sweep.run().seen == 0, "all are new")
                #expect(await sweep.run(olderThan: .seconds(-10)) == FileSweep.Outcome(seen: 4, removed: 1))
                #expect(gateway.metrics.contains("samtale_gateway_files_up 1"))
                let elsewhere = try await desk.startGateway("gw-s3-away") {
                    var configuration = server.configuration
                    configuration.endpoint = "http://127.0.0.1:1"
                    $0.files = .bucket(configuration)
                }
                try await eventually("health says nothing of it") {
                    elsewhere.gateway.health.problems.contains { $0.contains("files cannot be kept") }
                }
                #expect(elsewhere.isReady, "chats go on without files")
                let refused = try await ola.moved(to: elsewhere).upload("b.pdf", Sample.pdf)
                #expect(refused.status == 503 && refused.code == "unavailable", "\(refused)")
            }
        }
    }
}
