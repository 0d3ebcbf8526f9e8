import AMQP
import ArgumentParser
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A virtual host for the bench alone, so that nothing else on the broker is disturbed.
struct BenchHost {
    let uri: String
    let configuration: ConnectionConfiguration
    private let name: String
    private let api: URL

    /// Runs something on a virtual host of its own, which is deleted afterwards.
    ///
    /// - Parameter uri: The broker, and
    /// - Parameter api: its management API; what is not given is in the environment.
    static func with<Value>(
        uri: String?, api: String?, _ body: (BenchHost) async throws -> Value
    ) async throws -> Value {
        let environment = ProcessInfo.processInfo.environment
        guard let uri = uri ?? environment["SAMTALE_BROKER_URI"], let api = api ?? environment["SAMTALE_BROKER_API"]
        else {
            throw ValidationError(
                "The bench needs a broker and its management API: set SAMTALE_BROKER_URI and SAMTALE_BROKER_API.")
        }
        let host = try await make(uri: uri, api: api)
        let trace = BenchTraces.add { await host.delete() }
        defer { BenchTraces.forget(trace) }
        do {
            let value = try await body(host)
            await host.delete()
            return value
        } catch {
            await BenchTraces.stayIfEnding()
            await host.delete()
            throw error
        }
    }

    /// Makes the virtual host through the management API.
    static func make(uri: String, api: String) async throws -> BenchHost {
        guard let api = URL(string: api) else { throw BenchError("\"\(api)\" is not the URL of a management API") }
        let name = "samtale-bench-\(ProcessInfo.processInfo.processIdentifier)"
        var configuration = try ConnectionConfiguration(uri: uri)
        try await send("PUT", "vhosts/\(name)", to: api)
        try await send(
            "PUT", "permissions/\(name)/\(configuration.user)", to: api,
            body: #"{"configure":".*","write":".*","read":".*"}"#)
        configuration.virtualHost = name
        guard var components = URLComponents(string: uri) else { throw BenchError("the broker's URI cannot be read") }
        components.path = "/\(name)"
        return BenchHost(uri: components.string ?? uri, configuration: configuration, name: name, api: api)
    }

    /// Deletes the virtual host with all that is in it.
    func delete() async {
        try? await Self.send("DELETE", "vhosts/\(name)", to: api)
    }

    private static func send(_ method: String, _ path: String, to api: URL, body: String? = nil) async throws {
        guard var components = URLComponents(url: api, resolvingAgainstBaseURL: false) else { return }
        let login = "\(components.user ?? "guest"):\(components.password ?? "guest")"
        components.user = nil
        components.password = nil
        components.path = "/api/\(path)"
        guard let url = components.url else { return }
        var request = URLRequest(url: url, timeoutInterval: 30)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("Basic \(Data(login.utf8).base64EncodedString())", forHTTPHeaderField: "Authorization")
        let (_, response) = try await URLSession.shared.data(for: request)
        let code = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200...299).contains(code) else {
            throw BenchError("the broker's management API answered \(code) to \(method) \(path)")
        }
    }
}

/// Why the bench cannot go on.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
