import Hummingbird
import NIOCore

extension StoredFile {
    /// Its bytes, as fast as they are taken.
    ///
    /// - Parameter head: What was read of it already.
    func body(after head: ByteBuffer = ByteBuffer()) -> ResponseBody {
        ResponseBody(contentLength: Int(size)) { writer in
            if head.readableBytes > 0 { try await writer.write(head) }
            while let bytes = try await next() { try await writer.write(bytes) }
            try await writer.finish(nil)
        }
    }
}
