import NIOCore

/// Counts its connection as one of its address, and has it begin small.
///
/// Each has a connection's event loop for itself, so that its state needs no lock.
final class ConnectionCounter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let limit: ConnectionLimit
    private let isTrusted: @Sendable (String) -> Bool
    private var counted: String?

    init(_ limit: ConnectionLimit, isTrusted: @escaping @Sendable (String) -> Bool) {
        self.limit = limit
        self.isTrusted = isTrusted
    }

    /// Most connections bring one short request and are silent then; what its first read did not fill stays with them.
    private static let reads = AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 64 * 1024)

    func handlerAdded(context: ChannelHandlerContext) {
        context.channel.setOption(ChannelOptions.recvAllocator, value: Self.reads).whenFailure { _ in }
        // A proxy holds the connections of everybody.
        guard let address = context.remoteAddress?.ipAddress, !isTrusted(address) else { return }
        if limit.enter(address) { counted = address } else { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let counted { limit.leave(counted) }
        counted = nil
        context.fireChannelInactive()
    }
}
