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

    private var lines: LineReader
    private let decoder = JSONDecoder()

    /// - Parameter read: the next piece of the file; `nil` at its end.
    init(_ read: @escaping () throws -> [UInt8]?) { lines = LineReader(read) }

    /// The next line that is not blank; `nil` at the end.
    mutating func next() throws -> Line? {
        try lines.next().map { Line(number: $0.number, bytes: $0.bytes, fields: fields($0.bytes)) }
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
