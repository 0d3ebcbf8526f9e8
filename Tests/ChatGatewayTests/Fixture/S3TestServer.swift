import Foundation
import Testing

@testable import ChatGateway

/// The S3-compatible server of the tests (`scripts/s3`), which checks signatures, and a bucket of the test's own there.
struct S3TestServer: Sendable {
    let configuration: S3Configuration

    static var isAvailable: Bool { setting("ENDPOINT") != nil }

    private static func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["SAMTALE_TEST_S3_" + name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Runs a test with a new bucket.
    static func open(prefix: String = "", _ body: (S3TestServer) async throws -> Void) async throws {
        let server = try S3TestServer(prefix: prefix)
        let client = try S3Client(server.configuration)
        _ = try await client.call(S3Request("PUT", "", "make the bucket"))
        let result: Result<Void, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        for key in try await server.keys() { _ = try await client.call(S3Request("DELETE", key, "delete \(key)")) }
        _ = try? await client.call(S3Request("DELETE", "", "delete the bucket"))
        try result.get()
    }

    private init(prefix: String) throws {
        func needed(_ name: String) throws -> String {
            let value = Self.setting(name)
            return try #require(value)
        }
        configuration = S3Configuration(
            bucket: "test-\(UUID().uuidString.lowercased())", prefix: prefix, endpoint: try needed("ENDPOINT"),
            region: "us-east-1", accessKey: try needed("ACCESS_KEY"), secretKey: try needed("SECRET_KEY"))
    }

    /// A login there that may not see the bucket.
    var stranger: S3Configuration {
        var stranger = configuration
        stranger.accessKey = Self.setting("STRANGER_KEY") ?? ""
        stranger.secretKey = Self.setting("STRANGER_SECRET") ?? ""
        return stranger
    }

    /// All keys in the bucket.
    func keys() async throws -> [String] {
        let client = try S3Client(configuration)
        let answer = try await client.call(S3Request("GET", "", query: [("list-type", "2")], "list"))
        return S3Element(answer.body)?.all("Contents").compactMap { $0["Key"] }.sorted() ?? []
    }

    /// How many uploads in parts are begun and not over.
    func uploads() async throws -> Int {
        let client = try S3Client(configuration)
        let answer = try await client.call(S3Request("GET", "", query: [("uploads", "")], "list uploads"))
        return S3Element(answer.body)?.all("Upload").count ?? 0
    }
}
