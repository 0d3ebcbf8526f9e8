import Foundation

/// A process under measurement, and what it takes of the machine.
final class BenchProcess {
    private let process = Process()
    private let output = Pipe()
    private let trace: Int

    /// Starts this program again with other arguments, and returns at once.
    ///
    /// - Parameter environment: is added to that of this process.
    init(_ arguments: [String], environment: [String: String]) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        trace = BenchTraces.add { [number = process.processIdentifier] in Foundation.kill(number, SIGKILL) }
    }

    /// Starts this program again with other arguments; returns when it says that it is ready.
    convenience init(_ arguments: [String]) throws {
        try self.init(arguments, environment: [:])
        guard let line = String(data: output.fileHandleForReading.availableData, encoding: .utf8),
            line.hasPrefix("ready")
        else { throw BenchError("the process \(arguments.prefix(2).joined(separator: " ")) did not start") }
    }

    /// The processor time that it has used, in microseconds.
    var cpu: Double {
        guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return 0 }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) * 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory that it has held, in megabytes.
    var peakMemory: Double { kilobytes("VmHWM:") / 1024 }

    /// The memory that it holds now, in kilobytes.
    var memory: Double { kilobytes("VmRSS:") }

    private func kilobytes(_ name: String) -> Double {
        guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return 0 }
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0
    }

    /// Kill -9, and wait until it is gone.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        awaitEnd()
    }

    func stop() {
        process.terminate()
        awaitEnd()
    }

    private func awaitEnd() {
        process.waitUntilExit()
        BenchTraces.forget(trace)
    }
}
