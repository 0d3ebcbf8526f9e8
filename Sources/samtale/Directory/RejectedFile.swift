import ChatContract
import Foundation

/// Keeps the lines that an import did not take, each with the reason beside it: mended, the file is imported as it is.
final class RejectedFile {
    /// The column or key that holds the reason; an import passes it over.
    static let problem = "problem"

    let path: String
    private let header: [String]
    private var handle: FileHandle?
    private(set) var count = 0

    init(path: String, header: [String]) {
        self.path = path
        self.header = header
    }

    func add(_ source: DirectoryRow.Source, _ problem: String) throws {
        let handle = try handle ?? open()
        self.handle = handle
        count += 1
        switch source {
        case .csv(let fields):
            // With as many fields as it has: a line that is not mended is refused again.
            try write(CSVLine.text([problem] + without(fields[...])), handle)
        case .json(let bytes):
            var object: JSONObject
            if bytes.first == 0x7B, bytes.last == 0x7D,
                (try? JSONDecoder().decode(Anything.self, from: Data(bytes))) != nil
            {
                object = JSONObject(extending: bytes)
            } else {
                object = JSONObject()
                object.append("line", text: String(decoding: bytes, as: UTF8.self))
            }
            object.append("problem", text: problem)
            try write(String(decoding: object.json, as: UTF8.self) + "\n", handle)
        }
    }

    /// An object, whatever is in it.
    private struct Anything: Decodable {
        private enum CodingKeys: CodingKey {}
        init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: CodingKeys.self) }
    }

    /// The reason of an earlier try goes.
    private func without(_ fields: ArraySlice<String>) -> [String] {
        guard let index = header.firstIndex(of: Self.problem), fields.indices.contains(index) else {
            return Array(fields)
        }
        var fields = fields
        fields.remove(at: index)
        return Array(fields)
    }

    private func open() throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw CommandFailure(
                .dataError, "\(path) cannot be written, and lines that were not taken belong there",
                remedy: "name another file with --rejected")
        }
        if !header.isEmpty {
            try write(CSVLine.text([Self.problem] + header.filter { $0 != Self.problem }), handle)
        }
        return handle
    }

    private func write(_ text: String, _ handle: FileHandle) throws {
        try handle.write(contentsOf: Data(text.utf8))
    }

    func close() throws { try handle?.close() }
}
