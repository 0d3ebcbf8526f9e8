import ChatContract
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// A receiver of webhooks on this machine who takes everything at once, and remembers in which order it came.
final class BenchReceiver: Sendable {
    private struct State {
        var port = 0
        var ids: [String] = []
        var first: ContinuousClock.Instant?
        var last: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// Listens as long as `body` runs.
    static func open(_ body: (BenchReceiver) async throws -> Void) async throws {
        let receiver = BenchReceiver()
        let router = Router()
        router.post("hooks") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            receiver.take(request.headers)
            return HTTPResponse.Status.noContent
        }
        let (running, isRunning) = AsyncStream<Void>.makeStream()
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                receiver.state.withLock { $0.port = channel.localAddress?.port ?? 0 }
                isRunning.finish()
            }, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let server = Task { try await application.run() }
        for await _ in running {}
        do {
            try await body(receiver)
        } catch {
            server.cancel()
            throw error
        }
        server.cancel()
        _ = await server.result
    }

    var url: String { "http://127.0.0.1:\(state.withLock { $0.port })/hooks" }
    var count: Int { state.withLock { $0.ids.count } }
    /// From the first post to the last.
    var seconds: Double {
        state.withLock { state in
            guard let first = state.first, let last = state.last, last > first else { return 1 }
            let (seconds, attoseconds) = (last - first).components
            return Double(seconds) + Double(attoseconds) / 1e18
        }
    }

    private func take(_ headers: HTTPFields) {
        guard let name = HTTPField.Name("webhook-id"), let id = headers[name] else { return }
        state.withLock { state in
            state.ids.append(id)
            state.first = state.first ?? .now
            state.last = .now
        }
    }

    /// - Throws: ``BenchError`` when something came twice, or not in its order.
    func check(sessions: Int, events: Int) throws {
        var last: [Substring: Int] = [:]
        for id in state.withLock({ $0.ids }) {
            let parts = id.split(separator: ".")
            guard parts.count == 2, let seq = Int(parts[1]), seq == last[parts[0], default: 0] + 1 else {
                throw BenchError("\(id) came out of order, or twice")
            }
            last[parts[0]] = seq
        }
        guard last.count == sessions, last.values.allSatisfy({ $0 == events }) else {
            throw BenchError("not all events came")
        }
    }
}
