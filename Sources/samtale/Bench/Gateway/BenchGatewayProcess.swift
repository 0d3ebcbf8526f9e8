import Foundation
import WebClient

/// `samtale gateway` as a process of the bench.
struct BenchGatewayProcess {
    let port: Int
    private let process: BenchProcess

    /// Starts it on a port, without limits: all its visitors come from one address. Returns at once.
    ///
    /// - Parameter files: The folder for files.
    init(uri: String, port: Int, secret: String, files: String) throws {
        self.port = port
        process = try BenchProcess(
            [
                "gateway", "--gateway-port", String(port), "--http-port", "-1", "--gateway-limits", "0",
                "--gateway-files", files,
            ],
            environment: [
                "SAMTALE_BROKER_URI": uri, "SAMTALE_GATEWAY_SECRET": secret, "SAMTALE_LOG_LEVEL": "error",
                "SAMTALE_LOG_FORMAT": "text",
            ])
    }

    /// A port of loopback on which nobody listens, below those that connections get.
    static func freePort() async -> Int {
        while true {
            let port = Int.random(in: 20_000..<30_000)
            guard let connection = try? await WebConnection.open("127.0.0.1", port) else { return port }
            await connection.close()
        }
    }

    /// Waits until a gateway answers at a port, with the broker and the worker behind it.
    static func waitUntilReady(_ port: Int, _ channel: String) async throws {
        for _ in 0..<600 {
            let answer = try? await WebConnection.send(
                WebRequest("GET", "/api/channels/\(channel)"), to: "127.0.0.1", port)
            if answer?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BenchError("the gateway was not ready within a minute")
    }

    /// Kilobytes that it holds now.
    var memory: Double { process.memory }
    var cpu: Double { process.cpu }

    func kill() { process.kill() }
    func stop() { process.stop() }
}
