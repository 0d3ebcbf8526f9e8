import BrokerTesting
import ChatContract
import Foundation
import Synchronization
import Testing
import WebClient

/// What a gateway was asked and what it served, to be held against `config/openapi.yaml`.
final class ExchangeRecord: Sendable {
    private struct Item: Encodable {
        var event: String
        var data: JSONValue
    }

    private struct Line: Encodable {
        var method: String
        var path: String
        var status: Int
        var contentType: String?
        var request: JSONValue?
        var answer: JSONValue?
        var stream: [Item]?
    }

    private struct State {
        var lines: [Line] = []
        var streams: [(path: String, log: StreamLog)] = []
    }

    private let state = Mutex(State())

    func note(_ request: WebRequest, _ reply: Reply) {
        let body = request.body.flatMap { try? WireJSON.decode(JSONValue.self, from: $0) }
        let line = Line(
            method: request.method, path: request.path, status: reply.status,
            contentType: reply.header("Content-Type"), request: body, answer: reply.json)
        state.withLock { $0.lines.append(line) }
    }

    func note(_ path: String, _ log: StreamLog) { state.withLock { $0.streams.append((path, log)) } }

    /// Takes over what another gateway served.
    func adopt(_ other: ExchangeRecord) {
        let lines = other.state.withLock { $0.lines }
        state.withLock { $0.lines += lines }
    }

    /// Checks everything that was served so far: each exchange is as documented, and each documented route was seen.
    func expectDocumented() async throws {
        let lines = state.withLock { state in
            state.lines
                + state.streams.map { path, log in
                    let items = log.items.compactMap { item -> Item? in
                        guard case .event(let event) = item else { return nil }
                        let data = (try? WireJSON.decode(JSONValue.self, from: event.data)) ?? .null
                        return Item(event: event.event, data: data)
                    }
                    return Line(
                        method: "GET", path: path, status: 200, contentType: "text/event-stream", stream: items)
                }
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-http-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = try lines.map { String(decoding: try WireJSON.encode($0), as: UTF8.self) + "\n" }.joined()
        try Data(text.utf8).write(to: file)
        let run = try await Self.run("--exchanges", file.path)
        #expect(run.status == 0, "\(run.output.suffix(6000))")
        #expect(run.output.contains("\(lines.count) exchanges checked, 0 failed"))
    }

    /// Method and path of everything that is documented.
    static func documentedRoutes() async throws -> Set<String> {
        let run = try await run("--list-routes")
        #expect(run.status == 0, "\(run.output)")
        return Set(run.output.replacing("\t", with: " ").split(separator: "\n").map(String.init))
    }

    private static func run(_ arguments: String...) async throws -> ProgramRun {
        try await ProgramRun("/usr/bin/python3", [path] + arguments)
    }

    private static var path: String {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Schemas/validate_http.py").path
    }
}
