import BrokerTesting
import Foundation

/// `samtale webhooks` as a process that can be killed.
struct WebhooksProcess {
    /// The program, by `SAMTALE_BINARY`.
    static let binary = TestBroker.environment("SAMTALE_BINARY")

    private let pid: pid_t
    private let end: Task<Void, Never>

    /// - Parameter arguments: others than those that make it post.
    init(_ desk: HookDesk, _ arguments: [String] = ["webhooks"]) throws {
        guard let binary = Self.binary else { throw TestFailure("SAMTALE_BINARY is not set") }
        let process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "SAMTALE_BROKER_URI": desk.host.uri, "SAMTALE_HTTP_PORT": "-1", "SAMTALE_LOG_LEVEL": "critical",
        ]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        pid = process.processIdentifier
        end = Task { for await _ in ends {} }
    }

    /// Waits for its end.
    func ended() async { await end.value }

    /// Kill -9, and wait until it is gone.
    func kill() async {
        Foundation.kill(pid, SIGKILL)
        await ended()
    }
}
