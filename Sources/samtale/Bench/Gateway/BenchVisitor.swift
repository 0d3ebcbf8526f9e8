import ChatContract
import Foundation
import Synchronization
import WebClient

/// A visitor of the bench: reads his stream, and comes back with the number that he has when it ends.
final class BenchVisitor: Sendable {
    private struct State {
        var through: Int64 = 0
        /// How often the stream began with the session's state.
        var snapshots = 0
        /// The texts that came while they are counted.
        var lines: [String: Int] = [:]
        var reader: EventStreamReader?
    }

    let session: SessionID
    let key: String
    let channel: ChannelHandle
    /// Who has the session.
    let agent: AgentHandle
    private let state = Mutex(State())

    init(session: SessionID, key: String, channel: ChannelHandle, agent: AgentHandle) {
        self.session = session
        self.key = key
        self.channel = channel
        self.agent = agent
    }

    var authorization: (name: String, value: String) { ("Authorization", "Bearer \(key)") }
    var snapshots: Int { state.withLock { $0.snapshots } }

    /// How often a line came.
    func count(of line: String) -> Int { state.withLock { $0.lines[line, default: 0] } }

    /// Opens the stream, however often that has to be tried.
    func connect(to port: Int) async throws {
        while true {
            let after = state.withLock { $0.through }
            var request = WebRequest(
                "GET", "/api/sessions/\(session)/events?channel=\(channel)", headers: [authorization])
            if after > 0 { request.headers.append((name: "Last-Event-ID", value: String(after))) }
            do throws(WebFailure) {
                let reader = try await EventStreamReader.open(request, at: "127.0.0.1", port) { [weak self] item in
                    self?.take(item)
                }
                return state.withLock { $0.reader = reader }
            } catch {
                if case .refused(let answer) = error, ![429, 503].contains(answer.status) {
                    throw BenchError("a visitor's stream was refused: \(answer.status) \(answer.text)")
                }
            }
            try await Task.sleep(for: .milliseconds(.random(in: 50...150)))
        }
    }

    func close() async { await state.withLock { $0.reader }?.close() }

    private func take(_ item: ServerSentItem) {
        guard case .event(let event) = item else { return }
        switch event.event {
        case "snapshot": state.withLock { $0.snapshots += 1 }
        case "event":
            guard let id = event.id.flatMap({ Int64($0) }) else { return }
            let line = BenchLine.find(in: event.data)
            state.withLock { state in
                state.through = max(state.through, id)
                if let line { state.lines[line, default: 0] += 1 }
            }
        default: break
        }
    }
}

/// A line that is found again in events: `bench-line-12 `.
enum BenchLine {
    private static let mark = Array("bench-line-".utf8)

    static func text(_ number: Int) -> String { "bench-line-\(number)" }

    /// The line in an event's JSON, if it has one.
    static func find(in json: [UInt8]) -> String? {
        guard let first = json.firstRange(of: mark)?.lowerBound else { return nil }
        let end = json[first...].firstIndex(of: UInt8(ascii: "\"")) ?? json.endIndex
        return String(decoding: json[first..<end], as: UTF8.self)
    }
}
