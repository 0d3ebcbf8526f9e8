import Foundation

/// A program that a test ran to its end.
///
/// Waiting for it holds none of the few threads that tasks share: on two cores two tests that block would stop all.
public struct ProgramRun: Sendable {
    public let status: Int32
    /// What it wrote, to either output.
    public let output: String

    /// - Parameter path: The program itself; no shell takes part.
    public init(_ path: String, _ arguments: [String]) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-output-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let writer = try FileHandle(forWritingTo: file)
        defer { try? writer.close() }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = writer
        process.standardError = writer
        status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
