import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// RabbitMQ's management API, as far as it is needed here.
struct BrokerAPI {
    /// What came back.
    struct Reply {
        var status: Int
        var body: Data
        /// The broker's clock, to the second.
        var date: Date?
    }

    private let base: String
    private let authorization: String

    /// - Parameter url: With the login in it; checked before.
    init(_ url: String) throws {
        guard var parts = URLComponents(string: url) else {
            throw CommandFailure(.configuration, "broker.api is no URL")
        }
        let login = "\(parts.user ?? "guest"):\(parts.password ?? "guest")"
        authorization = "Basic " + Data(login.utf8).base64EncodedString()
        parts.user = nil
        parts.password = nil
        let text = parts.string ?? url
        base = text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The URL without its password.
    static func masked(_ url: String) -> String {
        guard var parts = URLComponents(string: url), parts.password != nil else { return url }
        parts.password = "***"
        return parts.string ?? "***"
    }

    /// A part of a path, percent-encoded.
    static func segment(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
    }

    /// Makes a call below `/api/`.
    func call(_ method: String, _ path: String, body: [UInt8]? = nil) async throws -> Reply {
        guard let url = URL(string: "\(base)/api/\(path)") else {
            throw CommandFailure(.configuration, "broker.api is no URL")
        }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = method
        request.setValue(authorization, forHTTPHeaderField: "Authorization")
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body)
        }
        do {
            let (data, response) = try await URLSession.shared.data(for: request)
            let http = response as? HTTPURLResponse
            return Reply(
                status: http?.statusCode ?? 0, body: data,
                date: http?.value(forHTTPHeaderField: "Date").flatMap(Self.date))
        } catch {
            throw CommandFailure(
                .unavailable, "no answer from the management API at \(base): \(error.localizedDescription)",
                remedy: "check broker.api (SAMTALE_BROKER_API); is the plugin on? rabbitmq-plugins enable"
                    + " rabbitmq_management")
        }
    }

    /// Fetches and reads; `nil` for what is not there.
    func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value? {
        let reply = try await call("GET", path)
        guard reply.status != 404 else { return nil }
        try check(reply, "GET", path)
        return try JSONDecoder().decode(type, from: reply.body)
    }

    /// Puts, and wants success.
    func put(_ path: String, _ body: [UInt8]) async throws {
        try check(try await call("PUT", path, body: body), "PUT", path)
    }

    private func check(_ reply: Reply, _ method: String, _ path: String) throws {
        switch reply.status {
        case 200..<300: return
        case 401, 403:
            throw CommandFailure(
                .unavailable, "the management API refuses the login of broker.api (\(reply.status))",
                remedy: "it needs the tag administrator: rabbitmqctl set_user_tags LOGIN administrator")
        default:
            throw CommandFailure(
                .unavailable,
                "the management API: \(method) /api/\(path): \(reply.status)"
                    + " \(String(decoding: reply.body.prefix(200), as: UTF8.self))")
        }
    }

    private static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return formatter.date(from: text)
    }
}
