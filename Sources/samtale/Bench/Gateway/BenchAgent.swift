import ChatContract
import Foundation
import Synchronization
import WebClient

/// The agent of the bench: signs in, and notes when each line arrives on his stream.
final class BenchAgent: Sendable {
    private let arrivals = Mutex<[String: ContinuousClock.Instant]>([:])
    private let isReady = Mutex(false)
    private let reader = Mutex<EventStreamReader?>(nil)

    private init() {}

    static func open(_ agent: AgentHandle, password: String, port: Int) async throws -> BenchAgent {
        let body = Array(#"{"name":"\#(agent)","password":"\#(password)"}"#.utf8)
        let answer = try await WebConnection.send(.json("POST", "/api/login", body), to: "127.0.0.1", port)
        guard answer.status == 200, let cookie = answer.header("Set-Cookie")?.split(separator: ";").first else {
            throw BenchError("the agent cannot sign in: \(answer.status) \(answer.text)")
        }
        let reading = BenchAgent()
        let request = WebRequest(
            "GET", "/api/agent/events?connection=bench", headers: [(name: "Cookie", value: String(cookie))])
        let reader = try await EventStreamReader.open(request, at: "127.0.0.1", port) { [weak reading] item in
            reading?.take(item)
        }
        reading.reader.withLock { $0 = reader }
        let deadline = ContinuousClock.now + .seconds(30)
        while !reading.isReady.withLock({ $0 }) {
            guard ContinuousClock.now < deadline else { throw BenchError("the agent's stream is not ready in 30 s") }
            try await Task.sleep(for: .milliseconds(10))
        }
        return reading
    }

    private func take(_ item: ServerSentItem) {
        guard case .event(let event) = item else { return }
        switch event.event {
        case "ready": isReady.withLock { $0 = true }
        case "event":
            guard let line = BenchLine.find(in: event.data) else { return }
            let now = ContinuousClock.now
            arrivals.withLock { if $0[line] == nil { $0[line] = now } }
        default: break
        }
    }

    func arrival(of line: String) -> ContinuousClock.Instant? { arrivals.withLock { $0[line] } }

    func close() async { await reader.withLock { $0 }?.close() }
}
