import BrokerTesting
import Foundation
import Synchronization

/// A process that the tests started, and nobody else's.
final class ChildProcess: Sendable {
    let pid: pid_t
    private let end: Task<Int32, Never>
    private let status = Mutex<Int32?>(nil)

    /// - Parameter log: where what it says is appended.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:], log: URL) throws {
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (ends, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            // A signal is told as a shell does.
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(process.terminationStatus + (isSignal ? 128 : 0))
            continuation.finish()
        }
        try process.run()
        try output.close()
        pid = process.processIdentifier
        end = Task { await ends.first { _ in true } ?? -1 }
    }

    /// Waits for its end: the exit code, or 128 and the signal.
    @discardableResult
    func ended() async -> Int32 {
        let code = await end.value
        status.withLock { $0 = code }
        return code
    }

    func signal(_ number: Int32) {
        guard status.withLock({ $0 }) == nil else { return }
        Foundation.kill(pid, number)
    }

    /// SIGSTOP, and wait until all its threads stand still: the signal alone says nothing of that yet.
    func freeze() async throws {
        signal(SIGSTOP)
        try await eventually("the process \(pid) stands still") {
            let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
            return tasks.allSatisfy { task in
                // A thread may end while it is looked at.
                guard let stat = try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/stat", encoding: .utf8) else {
                    return true
                }
                return stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].dropFirst(2).hasPrefix("T")
            }
        }
    }

    /// Kill -9, and wait until it is gone.
    func kill() async {
        signal(SIGKILL)
        await ended()
    }
}
