import NIOCore
import NIOHTTP1
import NIOPosix

/// A connection to a server of HTTP/1.1, for any number of requests, one after the other.
///
/// ```swift
/// let connection = try await WebConnection.open("127.0.0.1", 8080)
/// let answer = try await connection.send(WebRequest("GET", "/api/me"))
/// await connection.close()
/// ```
public final class WebConnection: Sendable {
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    /// - Throws: ``WebFailure/unreachable(_:)``.
    public static func open(_ host: String, _ port: Int) async throws(WebFailure) -> WebConnection {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(host: "\(host):\(port)"))
                }
            }
        do {
            return WebConnection(try await bootstrap.connect(host: host, port: port).get())
        } catch {
            throw WebFailure.unreachable("\(error)")
        }
    }

    /// Whether requests can still be sent on it.
    public var isOpen: Bool { channel.isActive }

    /// Sends a request and waits for its answer.
    ///
    /// - Throws: ``WebFailure/closed`` or ``WebFailure/timeout``; after that the connection is of no use any more.
    public func send(_ request: WebRequest, timeout: Duration = .seconds(60)) async throws(WebFailure) -> WebAnswer {
        let answer = channel.eventLoop.makePromise(of: WebAnswer.self)
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { [channel] in
            answer.fail(WebFailure.timeout)
            channel.close(promise: nil)
        }
        let written = channel.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenFailure { _ in answer.fail(WebFailure.closed) }
        channel.writeAndFlush(AnswerHandler.Call(request: request, answer: answer), promise: written)
        do {
            defer { limit.cancel() }
            return try await answer.futureResult.get()
        } catch {
            throw error as? WebFailure ?? .closed
        }
    }

    public func close() async {
        try? await channel.close().get()
    }

    /// Sends one request on a connection of its own.
    public static func send(
        _ request: WebRequest, to host: String, _ port: Int, timeout: Duration = .seconds(60)
    ) async throws(WebFailure) -> WebAnswer {
        let connection = try await open(host, port)
        let result: Result<WebAnswer, WebFailure>
        do throws(WebFailure) {
            result = .success(try await connection.send(request, timeout: timeout))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        return try result.get()
    }
}
