import Foundation

/// Hands mails to the server by `curl`: whatever is secret or personal stands in files, never in its arguments.
struct CurlSender: Sendable {
    let server: MailServer
    /// For one mail, from the connection to the server's last answer.
    var timeout: Duration = .seconds(120)

    /// Sends a mail; returns when the server has it, or it is known why not.
    func send(_ mail: [UInt8], from: MailAddress, to: MailAddress) async -> SendingOutcome {
        guard let program = CurlProgram.path else { return .temporary("the program curl is not installed") }
        do {
            let message = try ScratchFile(mail, isNamed: true)
            defer { message.remove() }
            let settings = try ScratchFile(
                settings(from: from.address, to: to.address, file: message.path ?? "").utf8)
            let output = try ScratchFile([])
            let complaint = try ScratchFile([])
            let exit = try await run(program, settings, output, complaint)
            return SendingOutcome(exit: exit, output: try output.text(), complaint: try complaint.text())
        } catch {
            return .temporary("curl could not be run: \(error)")
        }
    }

    /// curl's configuration file, which goes to its standard input.
    func settings(from: String, to: String, file: String) -> String {
        var lines = [
            "silent", "show-error", "url = \(quoted(server.url))", "mail-from = \(quoted(from))",
            "mail-rcpt = \(quoted(to))", "upload-file = \(quoted(file))",
            // The server's answers, and the code of the last one.
            "dump-header = \"-\"", "write-out = \"\\n%{response_code}\"", "connect-timeout = 30",
            "max-time = \(max(1, timeout.components.seconds))",
        ]
        if server.isTLSRequired { lines.append("ssl-reqd") }
        if let user = server.user { lines.append("user = \(quoted("\(user):\(server.password ?? "")"))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// None of them holds a line break: addresses, server and login were checked for that.
    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func run(
        _ program: String, _ settings: ScratchFile, _ output: ScratchFile, _ complaint: ScratchFile
    ) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        // The first keeps a .curlrc out.
        process.arguments = ["--disable", "--config", "-"]
        // Neither our secrets nor somebody's proxy are curl's business.
        let known = ["PATH", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"]
        process.environment = ProcessInfo.processInfo.environment.filter { known.contains($0.key) }
        process.standardInput = settings.handle
        process.standardOutput = output.handle
        process.standardError = complaint.handle
        let (ends, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            continuation.yield(process.terminationReason == .exit ? process.terminationStatus : -1)
            continuation.finish()
        }
        try process.run()
        // A mail that is on its way is waited for, cancelled or not: it may be the server's already.
        return await Task { await ends.first { _ in true } ?? -1 }.value
    }
}
