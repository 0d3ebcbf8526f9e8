import NIOCore
import NIOHTTP1
import NIOPosix

/// A stream of server-sent events on a connection of its own.
///
/// ```swift
/// let reader = try await EventStreamReader.open(WebRequest("GET", path), at: "127.0.0.1", 8080) { item in … }
/// await reader.close()
/// ```
public final class EventStreamReader: Sendable {
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Asks for the stream, and returns once it began.
    ///
    /// - Parameters:
    ///   - receiveBuffer: How many bytes the kernel keeps for it; what it likes when `nil`.
    ///   - onItem: Gets what comes, in order; it must not block.
    ///   - onEnd: Is called once, when a stream that began is over.
    /// - Throws: ``WebFailure``, with the server's answer when that is no stream.
    public static func open(
        _ request: WebRequest, at host: String, _ port: Int, timeout: Duration = .seconds(60),
        receiveBuffer: Int? = nil, onEnd: @escaping @Sendable () -> Void = {},
        onItem: @escaping @Sendable (ServerSentItem) -> Void
    ) async throws(WebFailure) -> EventStreamReader {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let opened = loop.makePromise(of: Void.self)
        var request = request
        request.headers.append((name: "Accept", value: "text/event-stream"))
        var bootstrap = ClientBootstrap(group: loop)
            .channelInitializer { [request] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        EventStreamHandler(
                            request, host: "\(host):\(port)", opened: opened, onItem: onItem, onEnd: onEnd))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(
                .socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
        }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: host, port: port).get()
        } catch {
            opened.fail(error)
            throw WebFailure.unreachable("\(error)")
        }
        let limit = loop.scheduleTask(in: TimeAmount(timeout)) {
            opened.fail(WebFailure.timeout)
            channel.close(promise: nil)
        }
        do {
            defer { limit.cancel() }
            try await opened.futureResult.get()
        } catch {
            throw error as? WebFailure ?? .closed
        }
        return EventStreamReader(channel)
    }

    /// Stops reading, as a reader does who cannot keep up: what comes stays in the kernel's buffers, and then outside.
    public func pause() async {
        try? await channel.setOption(.autoRead, value: false).get()
    }

    public func resume() async {
        try? await channel.setOption(.autoRead, value: true).get()
    }

    public func close() async {
        try? await channel.close().get()
    }
}
