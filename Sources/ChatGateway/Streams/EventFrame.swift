import ChatContract
import NIOCore

/// What goes out on a stream of server-sent events: frames, ready to be written.
enum EventFrame {
    /// The first on each stream: how soon to come back.
    static let retry = ByteBuffer(string: "retry: 1000\n\n")
    /// A sign of life.
    static let heartbeat = ByteBuffer(string: ": \n\n")
    /// The gateway stops.
    static let bye = frame("bye", Array(#"{"reason":"shutdown"}"#.utf8))

    /// Whether the broker is there.
    static func gateway(isConnected: Bool) -> ByteBuffer {
        frame("gateway", Array(#"{"connected":\#(isConnected)}"#.utf8))
    }

    /// - Parameters:
    ///   - data: One JSON text.
    ///   - id: What the page says as `Last-Event-ID` when it comes back.
    static func frame(_ event: StaticString, _ data: [UInt8], id: Int64? = nil) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(data.count + 64)
        if let id {
            buffer.writeString("id: \(id)\n")
        }
        buffer.writeString("event: ")
        buffer.writeStaticString(event)
        buffer.writeString("\ndata: ")
        if data.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            // Between JSON's tokens only; a line's end would end the frame.
            buffer.writeBytes(data.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        } else {
            buffer.writeBytes(data)
        }
        buffer.writeString("\n\n")
        return buffer
    }
}
