import NIOCore
import NIOHTTP1

/// Sends requests one after the other, and gives each its answer. Lives on its connection's event loop.
final class AnswerHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Call
    typealias OutboundOut = HTTPClientRequestPart

    struct Call: Sendable {
        let request: WebRequest
        let answer: EventLoopPromise<WebAnswer>
    }

    private let host: String
    private var waiting = CircularBuffer<EventLoopPromise<WebAnswer>>()
    private var current: WebAnswer?

    init(host: String) {
        self.host = host
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let call = unwrapOutboundIn(data)
        waiting.append(call.answer)
        for part in call.request.parts(host: host).dropLast() { context.write(wrapOutboundOut(part), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            current = WebAnswer(head)
        case .body(let buffer):
            current?.body += buffer.readableBytesView
        case .end:
            // What comes before the answer proper ("100 Continue") is none.
            guard let answer = current, answer.status >= 200 else { return }
            current = nil
            waiting.popFirst()?.succeed(answer)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.closed)
        context.close(promise: nil)
    }

    private func fail(_ failure: WebFailure) {
        while let answer = waiting.popFirst() { answer.fail(failure) }
    }
}

extension WebRequest {
    /// The request on the wire; the end is the last part.
    func parts(host: String) -> [HTTPClientRequestPart] {
        var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path)
        head.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: host) }
        guard let body else { return [.head(head), .end(nil)] }
        if !head.headers.contains(name: "Content-Length") {
            head.headers.add(name: "Content-Length", value: String(body.count))
        }
        return [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)]
    }
}

extension WebAnswer {
    init(_ head: HTTPResponseHead) {
        self.init(
            status: Int(head.status.code), headers: head.headers.map { (name: $0.name, value: $0.value) }, body: [])
    }
}
