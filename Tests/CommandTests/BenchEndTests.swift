import BrokerTesting
import Foundation
import Testing

/// A bench that somebody ends takes along what it has on the machine and on the broker.
@Suite("Benches that are ended", .enabled(if: TestBroker.isAvailable))
struct BenchEndTests {
    @Test("its worker, its folder and its virtual host go with it", arguments: [SIGINT, SIGTERM])
    func ended(_ signal: Int32) async throws {
        let binary = try #require(TestBroker.environment("SAMTALE_BINARY"))
        let uri = try #require(TestBroker.uri)
        let api = try #require(TestBroker.api)
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = ["bench", "assignment", "--uri", uri, "--api", api]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        let pid = process.processIdentifier
        let folder = FileManager.default.temporaryDirectory.appending(path: "samtale-bench-\(pid)").path
        let host = "vhosts/samtale-bench-\(pid)"
        let management = try ManagementAPI(url: api)
        try await eventually("it started no worker") { !Self.children(of: pid).isEmpty }
        let children = Self.children(of: pid)
        #expect(FileManager.default.fileExists(atPath: folder))
        #expect(try await management.call("GET", host).status == 200)
        kill(pid, signal)
        for await _ in ends {}
        #expect(process.terminationStatus == 128 + signal)
        try await eventually("its worker lives on") { children.allSatisfy { kill($0, 0) != 0 } }
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(try await management.call("GET", host).status == 404)
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        let tasks = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.flatMap { thread in
            (try? String(contentsOfFile: "\(tasks)/\(thread)/children", encoding: .utf8))?.split(separator: " ")
                .compactMap { pid_t($0) } ?? []
        }
    }
}
