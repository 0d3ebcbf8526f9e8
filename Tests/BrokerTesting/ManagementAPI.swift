import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// RabbitMQ's management API, as far as tests need it.
public struct ManagementAPI: Sendable {
    private let base: String
    private let authorization: String

    /// - Parameter url: With the login in it: `http://user:password@host:port`.
    public init(url: String) throws {
        guard var components = URLComponents(string: url) else { throw TestFailure("not a URL: \(url)") }
        let login = "\(components.user ?? "guest"):\(components.password ?? "guest")"
        self.authorization = "Basic " + Data(login.utf8).base64EncodedString()
        components.user = nil
        components.password = nil
        guard let base = components.string else { throw TestFailure("not a URL: \(url)") }
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    }

    /// Percent-encodes one segment of a path.
    public static func segment(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
    }

    /// Makes a call under `/api/`.
    ///
    /// - Returns: Status and body.
    @discardableResult
    public func call(
        _ method: String, _ path: String, body: some Encodable = [String: String]?.none
    ) async throws -> (status: Int, body: Data) {
        guard let url = URL(string: "\(self.base)/api/\(path)") else { throw TestFailure("not a path: \(path)") }
        var request = URLRequest(url: url, timeoutInterval: 30)
        request.httpMethod = method
        request.setValue(self.authorization, forHTTPHeaderField: "Authorization")
        if method == "PUT" || method == "POST" {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try JSONEncoder().encode(body)
            if request.httpBody == Data("null".utf8) { request.httpBody = Data("{}".utf8) }
        }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    /// Makes a call that must succeed.
    public func expect(_ method: String, _ path: String, body: some Encodable = [String: String]?.none) async throws {
        let (status, data) = try await self.call(method, path, body: body)
        guard (200..<300).contains(status) else {
            throw TestFailure("\(method) /api/\(path): \(status) \(String(decoding: data, as: UTF8.self))")
        }
    }

    /// Fetches and decodes; `nil` for what is not there.
    public func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value? {
        let (status, data) = try await self.call("GET", path)
        if status == 404 { return nil }
        guard status == 200 else { throw TestFailure("GET /api/\(path): \(status)") }
        return try JSONDecoder().decode(type, from: data)
    }
}
