import BrokerTesting
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Somebody who gets posts over real HTTP, and answers as a test tells him. He can be gone, and come back at the same
/// port.
final class HookReceiver: Sendable {
    /// A post as it came.
    struct Post: Sendable {
        var path: String
        var headers: [String: String]
        var body: [UInt8]
        var at: ContinuousClock.Instant

        var id: String { headers["webhook-id"] ?? "" }
        var session: String { headers["ce-subject"] ?? "" }
        var type: String { headers["ce-type"] ?? "" }
        /// The number within the session, as the id has it.
        var seq: Int { id.split(separator: ".").last.flatMap { Int($0) } ?? 0 }
    }

    /// What is answered.
    struct Reply: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var delay = Duration.zero
    }

    typealias Rule = @Sendable (Post) -> Reply

    private struct State {
        var posts: [Post] = []
        var taken: [Post] = []
        var rule: Rule = { _ in Reply() }
        var port = 0
        var server: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    static func open(_ body: (HookReceiver) async throws -> Void) async throws {
        let receiver = HookReceiver()
        do {
            try await receiver.start()
            try await body(receiver)
        } catch {
            await receiver.stop()
            throw error
        }
        await receiver.stop()
    }

    /// Begins to listen, at the port where it listened before.
    func start() async throws {
        let router = Router()
        router.post("**") { request, _ in try await self.take(request) }
        var logger = Logger(label: "receiver")
        logger.logLevel = .critical
        let isThere = Mutex(false)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: state.withLock { $0.port }), reuseAddress: true),
            onServerRunning: { channel in
                self.state.withLock { $0.port = channel.localAddress?.port ?? 0 }
                isThere.withLock { $0 = true }
            }, logger: logger)
        let server = Task { try await application.run() }
        state.withLock { $0.server = server }
        try await eventually("the receiver does not listen") { isThere.withLock { $0 } }
    }

    /// Is gone: connections are refused.
    func stop() async {
        let server = state.withLock { state in
            defer { state.server = nil }
            return state.server
        }
        server?.cancel()
        _ = await server?.result
    }

    private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let post = Post(
            path: request.uri.path, headers: headers, body: Array(buffer: body), at: .now)
        let rule = state.withLock { state in
            state.posts.append(post)
            return state.rule
        }
        let reply = rule(post)
        if reply.delay > .zero { try await Task.sleep(for: reply.delay) }
        if (200..<300).contains(reply.status) { state.withLock { $0.taken.append(post) } }
        var fields = HTTPFields()
        for (name, value) in reply.headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        return Response(status: HTTPResponse.Status(code: reply.status), headers: fields)
    }

    func answer(_ rule: @escaping Rule) { state.withLock { $0.rule = rule } }

    var url: String { "http://127.0.0.1:\(state.withLock { $0.port })/hooks" }

    /// All that came, whatever was answered.
    var posts: [Post] { state.withLock { $0.posts } }

    /// What was answered with success.
    var taken: [Post] { state.withLock { $0.taken } }

    /// The ids that were taken of a session, each once, in the order in which they came first.
    func ids(of session: String) -> [String] {
        var seen: Set<String> = []
        return taken.filter { $0.session == session && seen.insert($0.id).inserted }.map(\.id)
    }
}
