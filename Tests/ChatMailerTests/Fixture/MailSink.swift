import BrokerTesting
import Foundation
import Synchronization

/// A mail server of a test's own, in a process that goes with it (`sink.py`).
final class MailSink: Sendable {
    /// What it does with mails.
    enum Mode: String { case take, refuse, reject, die, stall, login }

    /// A mail that it took.
    struct Mail: Sendable {
        /// The SMTP commands that named sender and recipients, and the login.
        var envelope: [String]
        /// Header, a blank line, body; lines end with CR LF.
        var content: String

        /// The values of a header field, unfolded.
        func fields(_ name: String) -> [String] {
            let header = content.components(separatedBy: "\r\n\r\n").first ?? ""
            let lines = header.replacing("\r\n ", with: " ").components(separatedBy: "\r\n")
            return lines.filter { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }

        /// The decoded part of a content type.
        func part(_ type: String) -> String {
            let parts = content.components(separatedBy: "\r\n--=_")
            guard let part = parts.first(where: { $0.contains("\r\nContent-Type: \(type);") }) else { return "" }
            let body = part.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n")
            return Self.decode(quotedPrintable: body)
        }

        private static func decode(quotedPrintable text: String) -> String {
            var bytes: [UInt8] = []
            var rest = Array(text.replacing("=\r\n", with: "").utf8)[...]
            while let byte = rest.popFirst() {
                if byte == 0x3D, rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    let folder: URL
    private let running = Mutex<Running?>(nil)
    private let port = Mutex(0)

    /// The process, and its end.
    private struct Running: Sendable {
        var pid: pid_t
        var end: Task<Void, Never>
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "samtale-sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Runs a test with a mail server.
    static func open(_ body: (MailSink) async throws -> Void) async throws {
        let sink = try MailSink()
        defer { try? FileManager.default.removeItem(at: sink.folder) }
        do {
            try await sink.start()
            try await body(sink)
        } catch {
            await sink.stop()
            throw error
        }
        await sink.stop()
    }

    /// Begins to listen, on the port where it listened before.
    func start() async throws {
        guard let script = Bundle.module.path(forResource: "sink", ofType: "py") else {
            throw TestFailure("sink.py is not there")
        }
        let place = folder.appending(path: "port")
        try? FileManager.default.removeItem(at: place)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script, folder.path, String(port.withLock { $0 })]
        process.standardInput = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        let end = Task { for await _ in ends {} }
        running.withLock { $0 = Running(pid: process.processIdentifier, end: end) }
        try await eventually("the mail server does not start") {
            guard let text = try? String(contentsOf: place, encoding: .utf8), let number = Int(text) else {
                return false
            }
            port.withLock { $0 = number }
            return true
        }
    }

    /// Is gone: connections are refused.
    func stop() async {
        let running = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let running else { return }
        // Threads of the runtime block the milder signals, and children inherit that.
        kill(running.pid, SIGKILL)
        await running.end.value
    }

    var url: String { "smtp://127.0.0.1:\(port.withLock { $0 })" }

    func set(_ mode: Mode) throws {
        try mode.rawValue.write(to: folder.appending(path: "mode"), atomically: true, encoding: .utf8)
    }

    /// Takes mails without saying so while `body` runs, and lets go in any case: nobody waits for it in vain.
    func stalled(_ body: () async throws -> Void) async throws {
        try set(.stall)
        do {
            try await body()
        } catch {
            try set(.take)
            throw error
        }
        try set(.take)
    }

    /// Wants a login from now on.
    func wantLogin() throws { try Data().write(to: folder.appending(path: "auth")) }

    /// The mails that it took, in order.
    func mails() throws -> [Mail] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".eml") }
        let numbers = names.compactMap { Int($0.dropLast(4)) }.sorted()
        return try numbers.map { number in
            let text = String(
                decoding: try Data(contentsOf: folder.appending(path: "\(number).eml")), as: UTF8.self)
            let parts = text.components(separatedBy: "\n\n")
            return Mail(
                envelope: parts.first?.components(separatedBy: "\n") ?? [],
                content: String(text.dropFirst((parts.first ?? "").count + 2)))
        }
    }
}
