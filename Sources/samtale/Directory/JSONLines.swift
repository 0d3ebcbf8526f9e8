import Foundation

/// Reads a file in which every line is a JSON object.
struct JSONLines {
    /// A line, with its fields as texts: numbers and lists in the form that CSV has them in.
    struct Line {
        var number: Int
        var bytes: [UInt8]
        var fields: Result<[(name: String, value: String)], Problem>
    }

    struct Problem: Error {
        var field: String?
        var text: String
    }

    private var bytes: ByteReader
    private var number = 0
    private let decoder = JSONDecoder()

    init(_ bytes: ByteReader) { self.bytes = bytes }

    /// The next line that is not blank; `nil` at the end.
    mutating func next() throws -> Line? {
        while try bytes.peek() != nil {
            var line: [UInt8] = []
            while let byte = try bytes.next(), byte != 0x0A { line.append(byte) }
            number += 1
            if line.last == 0x0D { line.removeLast() }
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            return Line(number: number, bytes: line, fields: fields(line))
        }
        return nil
    }

    private func fields(_ line: [UInt8]) -> Result<[(name: String, value: String)], Problem> {
        guard let object = try? decoder.decode([String: Value].self, from: Data(line)) else {
            return .failure(Problem(field: nil, text: "it is no JSON object on a line of its own"))
        }
        var fields: [(name: String, value: String)] = []
        for (name, value) in object {
            guard let text = value.text else {
                return .failure(Problem(field: name, text: "it is no text, number or list of texts"))
            }
            fields.append((name, text))
        }
        return .success(fields)
    }

    /// A value as text; `nil` for what no field may be.
    private struct Value: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let text = try? container.decode(String.self) {
                self.text = text
            } else if let list = try? container.decode([String].self) {
                text = list.joined(separator: ";")
            } else if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else if let number = try? container.decode(Double.self) {
                text = String(number)
            }
        }
    }
}
