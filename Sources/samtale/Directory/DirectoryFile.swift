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
        // What an import did not take is of the form of what was imported.
        let name = path.lowercased()
        switch ((name.hasSuffix(".rejected") ? String(name.dropLast(9)) : name) as NSString).pathExtension {
        case "csv", "tsv", "txt": self.format = .csv
        case "jsonl", "ndjson", "json": self.format = .jsonLines
        default:
            throw CommandFailure(
                .usage,
                path == "-" ? "the form of standard input or output is not told" : "\(path) ends with no known form",
                remedy: "say it with --format csv or --format jsonl")
        }
    }

    /// Where an import puts the lines that it does not take. From standard input they have no other copy: what an earlier
    /// import put there stays.
    var rejectedPath: String {
        guard isStandard else { return path + ".rejected" }
        let names = [""] + (2...1000).map { "-\($0)" }
        let free = names.first { !FileManager.default.fileExists(atPath: "directory\($0).\(format.rawValue).rejected") }
        return "directory\(free ?? "").\(format.rawValue).rejected"
    }

    func open() throws -> FileHandle {
        guard !isStandard else { return .standardInput }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.dataError, "\(path) cannot be read", remedy: "is it there, and may you read it?")
        }
        return handle
    }
}
