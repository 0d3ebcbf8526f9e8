import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Synchronization

/// One open response of server-sent events.
///
/// Frames go from whoever has them straight to the connection's event loop: a stream costs no task that works, only the
/// connection's own one, which waits for the end. What the reader does not take is kept up to ``limit`` bytes; then the
/// connection is closed, and the page resumes by number.
final class EventStream: Sendable {
    /// How many bytes may wait for a slow reader.
    static let limit = 256 * 1024

    private enum State {
        /// The response has not begun: frames are kept.
        case waiting([ByteBuffer])
        case open(CheckedContinuation<Void, Never>?)
        /// It ended; what was kept until the response begins still goes out.
        case ended([ByteBuffer])
    }

    private let channel: any Channel
    private let state = Mutex(State.waiting([]))
    private let pending = Atomic<Int>(0)
    /// Those who wait until the reader took what was sent.
    private let patient = Mutex([CheckedContinuation<Void, Never>]())
    /// Called once when the stream is over, whoever ended it.
    private let onEnd: @Sendable () -> Void
    private let onSlow: @Sendable () -> Void

    init(_ channel: any Channel, onEnd: @escaping @Sendable () -> Void, onSlow: @escaping @Sendable () -> Void) {
        self.channel = channel
        self.onEnd = onEnd
        self.onSlow = onSlow
        channel.closeFuture.whenComplete { [weak self] _ in self?.end() }
    }

    /// Sends a frame; on a stream that is over nothing happens.
    func send(_ frame: ByteBuffer) {
        state.withLock { state in
            switch state {
            case .waiting(let frames): state = .waiting(frames + [frame])
            case .open: write(frame)
            case .ended: break
            }
        }
    }

    /// Ends the response in good order; what was sent before is written before.
    func end() {
        let isFirst: Bool
        let waiter: CheckedContinuation<Void, Never>?
        (isFirst, waiter) = state.withLock { state in
            switch state {
            case .waiting(let frames):
                state = .ended(frames)
                return (true, nil)
            case .open(let waiter):
                state = .ended([])
                return (true, waiter)
            case .ended: return (false, nil)
            }
        }
        waiter?.resume()
        release()
        if isFirst { onEnd() }
    }

    /// Waits until the reader took most of what was sent, or is gone: for what comes in pages.
    func drained() async {
        await withCheckedContinuation { continuation in
            let mayGo = patient.withLock { patient in
                guard !isDrained else { return true }
                patient.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    private var isDrained: Bool {
        state.withLock { state in
            switch state {
            case .waiting: false
            case .open: pending.load(ordering: .relaxed) < Self.limit / 4
            case .ended: true
            }
        }
    }

    /// Lets those go on who wait for the reader, when he took enough.
    private func release() {
        let ready: [CheckedContinuation<Void, Never>] = patient.withLock { patient in
            guard !patient.isEmpty, isDrained else { return [] }
            defer { patient = [] }
            return patient
        }
        for continuation in ready { continuation.resume() }
    }

    /// The response: its head, and a body that lasts as long as the stream.
    func response(_ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        // nginx would keep frames back otherwise.
        headers[.accelBuffering] = "no"
        return Response(status: .ok, headers: headers, body: ResponseBody { [self] writer in try await run(writer) })
    }

    private func run(_ writer: any ResponseBodyWriter) async throws {
        var writer = writer
        defer { end() }
        try await writer.write(EventFrame.retry)
        let hangUp = HangUpHandler()
        try? await channel.pipeline.addHandler(hangUp, position: .first).get()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    switch state {
                    case .waiting(let frames):
                        for frame in frames { write(frame) }
                        state = .open(continuation)
                        return false
                    case .open: return true
                    case .ended(let frames):
                        for frame in frames { write(frame) }
                        state = .ended([])
                        return true
                    }
                }
                if isOver { continuation.resume() }
                release()
            }
        } onCancel: {
            end()
        }
        guard channel.isActive else { return }
        try? await channel.pipeline.removeHandler(hangUp).get()
        try await writer.finish(nil)
    }

    /// Always by way of the loop's queue, so that frames keep the order in which they are sent.
    private func write(_ frame: ByteBuffer) {
        let size = frame.readableBytes
        guard pending.add(size, ordering: .relaxed).newValue <= Self.limit else {
            onSlow()
            channel.close(mode: .all, promise: nil)
            return
        }
        channel.eventLoop.execute { [self] in
            let written = channel.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenComplete { [self] _ in
                pending.subtract(size, ordering: .relaxed)
                release()
            }
            channel.writeAndFlush(HTTPResponsePart.body(frame), promise: written)
        }
    }
}

extension HTTPField.Name {
    /// `X-Accel-Buffering`.
    fileprivate static var accelBuffering: HTTPField.Name? { HTTPField.Name("X-Accel-Buffering") }
}

extension HTTPFields {
    fileprivate subscript(name: HTTPField.Name?) -> String? {
        get { name.flatMap { self[$0] } }
        set { if let name { self[name] = newValue } }
    }
}

/// Closes a connection whose other end closed its half: who reads events has gone then.
private final class HangUpHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
