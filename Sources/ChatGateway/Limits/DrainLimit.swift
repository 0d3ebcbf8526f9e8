import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection on which a request's body goes on after the answer: whoever was refused has a moment to stop sending
/// and read why, and is not listened to for ever.
///
/// Each has a connection's event loop for itself, so that its state needs no lock.
final class DrainLimit: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How much more is read after the answer, and for how long: browsers read why a large picture was refused only when all
    /// is sent.
    static let bytes = 8 << 20
    static let time = TimeAmount.seconds(5)

    /// How many requests began, and whether the body of the last one still comes.
    private var requests = 0
    private var isBodyOpen = false
    /// How many answers were written.
    private var answers = 0
    private var drained = 0
    private var deadline: Scheduled<Void>?

    private var isDraining: Bool { isBodyOpen && answers >= requests }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            isBodyOpen = true
        case .body(let bytes):
            if isDraining {
                drained += bytes.readableBytes
                guard drained <= Self.bytes else { return context.close(promise: nil) }
            }
        case .end:
            isBodyOpen = false
            stopDraining()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        context.write(data, promise: promise)
        guard case .end = part else { return }
        answers += 1
        guard isDraining, deadline == nil else { return }
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: Self.time) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopDraining()
        context.fireChannelInactive()
    }

    private func stopDraining() {
        deadline?.cancel()
        deadline = nil
        drained = 0
    }
}
