import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression

/// Files are compressed once, when they are read, by the library's handler for responses.
enum Gzip {
    /// - Returns: `nil` where it would not get smaller.
    static func compressed(_ content: ByteBuffer) -> ByteBuffer? {
        let channel = EmbeddedChannel(handler: HTTPResponseCompressor())
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        var compressed = ByteBuffer()
        do {
            let request = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: "/", headers: ["Accept-Encoding": "gzip"])
            try channel.writeInbound(HTTPServerRequestPart.head(request))
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
            try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
            try channel.writeOutbound(HTTPServerResponsePart.body(.byteBuffer(content)))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
            while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
                guard case .body(.byteBuffer(var bytes)) = part else { continue }
                compressed.writeBuffer(&bytes)
            }
        } catch {
            return nil
        }
        let isSmaller = (1..<content.readableBytes).contains(compressed.readableBytes)
        return isSmaller ? compressed : nil
    }
}
