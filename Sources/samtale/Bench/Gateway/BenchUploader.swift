import ChatMailer
import Foundation

/// Sends files at once, by a program of its own that steps back for all others: who sends files is elsewhere, and what that
/// costs him must not be taken from what is measured.
struct BenchUploader {
    /// A file to be sent.
    struct Upload {
        var path: String
        var headers: [(name: String, value: String)]
    }

    let port: Int
    /// Where its file, and what it is told, are put.
    let folder: URL

    /// Sends the same content to all; returns when the last one is answered.
    ///
    /// - Throws: ``BenchError`` when not all are taken.
    func send(_ content: [UInt8], _ uploads: [Upload]) async throws {
        guard let curl = CurlProgram.path else { throw BenchError("there is no curl, which sends the files") }
        let file = folder.appendingPathComponent("upload.bin")
        // The visitors' secrets stand in it.
        let orders = folder.appendingPathComponent("upload.config")
        defer { for url in [file, orders] { try? FileManager.default.removeItem(at: url) } }
        try Data(content).write(to: file)
        try Data(uploads.map { order($0, file) }.joined(separator: "next\n").utf8).write(to: orders)
        let (codes, problem) = try await run(
            "/usr/bin/env",
            [
                "nice", "-n", "10", curl, "--silent", "--show-error", "--parallel", "--parallel-immediate",
                "--parallel-max", String(uploads.count), "--config", orders.path,
            ])
        let refused = codes.filter { $0 != "200" }
        guard refused.isEmpty, codes.count == uploads.count else {
            throw BenchError(
                "\(codes.count - refused.count) of \(uploads.count) files were taken: \(Set(refused).sorted()) \(problem)"
            )
        }
    }

    private func order(_ upload: Upload, _ file: URL) -> String {
        let headers = upload.headers + [(name: "Expect", value: "")]
        return """
            url = "http://127.0.0.1:\(port)\(upload.path)"
            request = "POST"
            upload-file = "\(file.path)"
            max-time = 120
            output = "/dev/null"
            write-out = "%{http_code}\\n"

            """ + headers.map { "header = \"\($0.name): \($0.value)\"\n" }.joined()
    }

    /// Runs a program to its end.
    ///
    /// - Returns: the words that it printed, and what it complained of.
    private func run(_ program: String, _ arguments: [String]) async throws -> (words: [Substring], problem: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        func text(_ pipe: Pipe) -> String {
            String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        return (
            text(output).split(whereSeparator: \.isWhitespace).map { Substring($0) }, String(text(errors).prefix(300))
        )
    }
}
