import AsyncHTTPClient
import Hummingbird
import NIOCore

/// A document that is about to be passed on.
struct Document: Sendable {
    enum Content: Sendable {
        case file(FolderFile)
        /// An answer that says how long it is.
        case answer(HTTPClientResponse, length: Int)
        case bytes(ByteBuffer)
    }

    /// What its file is called.
    var name: String
    var content: Content

    /// Its bytes, as fast as they are taken.
    var body: ResponseBody {
        switch content {
        case .file(let file):
            file.body()
        case .answer(let response, let length):
            ResponseBody(contentLength: length) { writer in
                for try await bytes in response.body { try await writer.write(bytes) }
                try await writer.finish(nil)
            }
        case .bytes(let bytes): ResponseBody(byteBuffer: bytes)
        }
    }
}
