import BrokerTesting
import Foundation

/// A RabbitMQ node of the tests' own, run by `scripts/broker`, that they may restart and kill.
final class PrivateBroker: Sendable {
    @TaskLocal static var current: PrivateBroker?

    private let folder: URL
    private let script: String

    init() throws {
        guard let scripts = FaultSettings.scripts else { throw TestFailure("SAMTALE_SCRIPTS is not set") }
        script = scripts + "/broker"
        folder = FileManager.default.temporaryDirectory.appending(path: "samtale-faults-\(UUID().uuidString.prefix(8))")
    }

    func start() async throws { try await run("start") }
    /// In good order, or at least politely.
    func restart() async throws { try await run("restart") }
    /// As a crash would.
    func kill() async throws { try await run("kill") }

    /// Has the node do nothing at all, as on a machine that stands still.
    func freeze() throws { try signal(SIGSTOP) }
    func thaw() throws { try signal(SIGCONT) }

    private func signal(_ number: Int32) throws {
        let text = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
        guard let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw TestFailure("the broker has no pid")
        }
        Foundation.kill(pid, number)
    }

    /// `rabbitmqctl`.
    func control(_ arguments: String...) async throws { try await run("ctl", arguments) }

    /// Stops the node and removes all that it had.
    func remove() async {
        do { try await run("stop", ["--now"]) } catch { FaultSettings.say("the broker was not stopped: \(error)") }
        try? FileManager.default.removeItem(at: folder)
    }

    private func run(_ command: String, _ arguments: [String] = []) async throws {
        let log = FileManager.default.temporaryDirectory.appending(path: folder.lastPathComponent + ".log")
        let process = try ChildProcess(script, [command, folder.path] + arguments, log: log)
        let status = await process.ended()
        guard status == 0 else {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw TestFailure("scripts/broker \(command) ended with \(status): \(text.suffix(2000))")
        }
        try? FileManager.default.removeItem(at: log)
    }

    /// What a client needs, as the node wrote it for shells.
    private func setting(_ name: String) throws -> String {
        let text = try String(contentsOf: folder.appending(path: "env"), encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("export \(name)=") {
            return String(line.dropFirst("export \(name)=".count))
        }
        throw TestFailure("the broker's env has no \(name)")
    }

    var uri: String { get throws { try setting("SAMTALE_BROKER_URI") } }
    var api: String { get throws { try setting("SAMTALE_BROKER_API") } }
}
