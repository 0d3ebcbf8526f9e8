import AsyncAlgorithms
import NIOCore

/// A call to a store, before it is signed.
struct S3Request: Sendable {
    enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        /// So many bytes, which come by and by. Cannot be sent twice.
        case stream(AsyncThrowingChannel<ByteBuffer, any Error>, length: Int64)
    }

    var method: String
    /// Without the bucket; empty for the bucket itself.
    var key: String
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body = Body.none
    /// In words, for errors and logs.
    var what: String

    init(
        _ method: String, _ key: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: Body = .none, _ what: String
    ) {
        self.method = method
        self.key = key
        self.query = query
        self.headers = headers
        self.body = body
        self.what = what
    }

    /// Takes the place of nothing.
    static let ifNew = (name: "if-none-match", value: "*")
}
