import Foundation
import Testing

/// `config/asyncapi.yaml` as `Tests/Schemas/validate.py` reads it.
enum PublishedForm {
    /// A message to be held against the document.
    struct Line {
        var role: String
        var type: String
        /// Of a reply: the type of the command that it answers.
        var replyTo: String?
        var body: String

        init(_ role: String, _ type: String, to replyTo: String? = nil, _ body: String) {
            self.role = role
            self.type = type
            self.replyTo = replyTo
            self.body = body
        }

        fileprivate var json: String {
            let reply = replyTo.map { "\"replyTo\":\"\($0)\"," } ?? ""
            // A line is a line: bodies hold no line break but escaped ones.
            return "{\"role\":\"\(role)\",\"type\":\"\(type)\",\(reply)\"body\":\(body)}\n"
        }
    }

    /// Checks that each message is what the document says.
    static func expectValid(_ lines: [Line], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "samtale-golden-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(lines.map(\.json).joined().utf8).write(to: file)
        let (status, output) = try run("--messages", file.path)
        #expect(status == 0, "\(output.suffix(4000))", sourceLocation: sourceLocation)
        #expect(output.contains("\(lines.count) messages checked, 0 failed"), sourceLocation: sourceLocation)
    }

    /// The types that the document has of a role.
    static func types(_ role: String) throws -> Set<String> {
        let (status, output) = try run("--list-types")
        #expect(status == 0, "\(output.suffix(4000))")
        let pairs = output.split(separator: "\n").map { $0.split(separator: "\t") }
        return Set(pairs.filter { $0.count == 2 && $0[0] == role }.map { String($0[1]) })
    }

    private static func run(_ arguments: String...) throws -> (status: Int32, output: String) {
        let validator = Process()
        validator.executableURL = URL(filePath: "/usr/bin/python3")
        validator.arguments = [path] + arguments
        let pipe = Pipe()
        validator.standardOutput = pipe
        validator.standardError = pipe
        try validator.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        validator.waitUntilExit()
        return (validator.terminationStatus, output)
    }

    private static var path: String {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Schemas/validate.py").path
    }
}
