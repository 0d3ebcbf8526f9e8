import ArgumentParser
import Foundation

/// A file of persons, companies and what is linked to them, or standard input or output.
struct DirectoryFile {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
        case jsonLines = "jsonl"
    }

    /// The path; `-` for standard input or output.
    let path: String
    let format: Format

    var isStandard: Bool { path == "-" }
    /// As people call it.
    var name: String { isStandard ? "standard input" : path }

    /// - Parameter format: if not told, the name's ending tells it.
    init(path: String, format: Format?) throws {
        self.path = path
        if let format {
            self.format = format
            return
        }
        switch (path as NSString).pathExtension.lowercased() {
        case "csv", "tsv", "txt": self.format = .csv
        case "jsonl", "ndjson", "json": self.format = .jsonLines
        default:
            throw CommandFailure(
                .usage,
                path == "-" ? "the form of standard input or output is not told" : "\(path) ends with no known form",
                remedy: "say it with --format csv or --format jsonl")
        }
    }

    func open() throws -> FileHandle {
        guard !isStandard else { return .standardInput }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.dataError, "\(path) cannot be read", remedy: "is it there, and may you read it?")
        }
        return handle
    }
}
