import NIOCore
import NIOHTTP1

/// Asks for a stream of events and hands out what comes. Lives on its connection's event loop.
final class EventStreamHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: WebRequest
    private let host: String
    private let opened: EventLoopPromise<Void>
    private let onItem: @Sendable (ServerSentItem) -> Void
    private let onEnd: @Sendable () -> Void
    private var parser = ServerSentParser()
    /// An answer that is no stream.
    private var refusal: WebAnswer?
    private var isStreaming = false

    init(
        _ request: WebRequest, host: String, opened: EventLoopPromise<Void>,
        onItem: @escaping @Sendable (ServerSentItem) -> Void, onEnd: @escaping @Sendable () -> Void
    ) {
        self.request = request
        self.host = host
        self.opened = opened
        self.onItem = onItem
        self.onEnd = onEnd
    }

    func channelActive(context: ChannelHandlerContext) {
        for part in request.parts(host: host) { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let answer = WebAnswer(head)
            guard answer.status == 200, answer.header("Content-Type")?.hasPrefix("text/event-stream") == true else {
                refusal = answer
                return
            }
            isStreaming = true
            opened.succeed()
        case .body(let buffer):
            if isStreaming {
                for item in parser.take(buffer.readableBytesView) { onItem(item) }
            } else {
                refusal?.body += buffer.readableBytesView
            }
        case .end:
            if let refusal { opened.fail(WebFailure.refused(refusal)) }
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        opened.fail(WebFailure.closed)
        if isStreaming { onEnd() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
