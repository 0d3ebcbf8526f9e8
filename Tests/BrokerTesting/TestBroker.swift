import Foundation

/// The broker that the environment names for tests.
///
/// `SAMTALE_TEST_BROKER` is an AMQP URI with an administrator's login (`amqp://guest:guest@127.0.0.1:35672/`),
/// `SAMTALE_TEST_BROKER_API` the management API of the same broker (`http://guest:guest@127.0.0.1:45672`).
public enum TestBroker {
    /// The AMQP URI of the administrator.
    public static let uri: String? = environment("SAMTALE_TEST_BROKER")

    /// The URL of the management API.
    public static let api: String? = environment("SAMTALE_TEST_BROKER_API")

    /// Whether tests can use a broker. Says once why not.
    public static let isAvailable: Bool = {
        if uri != nil, api != nil { return true }
        FileHandle.standardError.write(
            Data("No broker: set SAMTALE_TEST_BROKER and SAMTALE_TEST_BROKER_API to run its tests.\n".utf8))
        return false
    }()

    /// A part of the environment that must not be empty.
    public static func environment(_ name: String) -> String? {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
        return value
    }

    /// Runs a test in a virtual host of its own, which is deleted afterwards with the users that were made in it.
    public static func withVirtualHost<Result>(
        _ body: (TestVirtualHost) async throws -> Result
    ) async throws -> Result {
        guard let uri, let api else { throw TestFailure("there is no test broker") }
        let host = try TestVirtualHost(brokerURI: uri, api: ManagementAPI(url: api))
        try await host.create()
        do {
            let result = try await body(host)
            try await host.delete()
            return result
        } catch {
            try? await host.delete()
            throw error
        }
    }
}
