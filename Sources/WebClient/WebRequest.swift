/// One request of HTTP/1.1.
public struct WebRequest: Sendable {
    public var method: String
    /// Path and query, as they go on the wire.
    public var path: String
    /// `Host` and `Content-Length` are added.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?

    public init(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// A request with a JSON text as its body.
    public static func json(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = [], _ body: [UInt8]
    ) -> Self {
        Self(method, path, headers: headers + [(name: "Content-Type", value: "application/json")], body: body)
    }
}
