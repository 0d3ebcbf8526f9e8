import Foundation

/// A file of records: a table whose first line names the columns (CSV), or a JSON object a line (JSON Lines).
struct TableFile {
    enum Format: String, CaseIterable {
        case csv, jsonl
    }

    /// A record, and where it stands.
    struct Record {
        var line: Int
        /// What it says, by column. A column that is not there is missing here; an empty one is empty.
        var fields: [String: String]

        /// What a column says, without blanks around it; `nil` when there is no such column.
        subscript(_ column: String) -> String? {
            fields[column]?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    let path: String
    let format: Format
    /// The columns that there may be.
    let columns: [String]

    /// - Parameter path: `-` for standard input, which is CSV.
    /// - Throws: ``CommandFailure`` when its name does not say what it is.
    init(path: String, columns: [String], alsoAllowed: [String] = []) throws {
        self.path = path
        self.columns = columns
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case _ where path == "-": format = .csv
        case "csv", "tsv", "txt": format = .csv
        case "jsonl", "ndjson": format = .jsonl
        case let ending:
            let kinds = (["csv", "jsonl"] + alsoAllowed).map { ".\($0)" }.joined(separator: ", ")
            throw CommandFailure(
                .dataError, "\(path) ends with \"\(ending)\", which is none of \(kinds)",
                remedy: "give the file the ending of what is in it")
        }
    }

    var name: String { path == "-" ? "standard input" : path }

    /// Goes through the records in their order.
    ///
    /// - Parameters:
    ///   - required: columns that must be there.
    ///   - problems: gets what is wrong with the file, and where.
    func forEach(
        required: [String], _ problems: inout [DeskProblem], _ body: (Record, inout [DeskProblem]) throws -> Void
    ) throws {
        let handle: FileHandle
        do {
            handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure(.dataError, "\(path) cannot be read: \(error.localizedDescription)")
        }
        defer { try? handle.close() }
        switch format {
        case .csv: try table(CSVReader(handle.pieces()), required, &problems, body)
        case .jsonl: try lines(LineReader(handle.pieces()), &problems, body)
        }
    }

    private func table(
        _ source: CSVReader, _ required: [String], _ problems: inout [DeskProblem],
        _ body: (Record, inout [DeskProblem]) throws -> Void
    ) throws {
        var reader = source
        guard let header = try reader.next() else {
            return problems.append(DeskProblem(nil, "the file is empty; its first line names the columns"))
        }
        let names = header.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        let known = Dictionary(columns.map { ($0.lowercased(), $0) }) { first, _ in first }
        if let problem = header.problem { problems.append(Self.describe(problem, header.line)) }
        for name in names where known[name] == nil {
            problems.append(
                DeskProblem(header.line, "unknown column \"\(name)\"" + Suggestion.hint(for: name, among: columns)))
        }
        for column in required where !names.contains(column.lowercased()) {
            problems.append(
                DeskProblem(
                    header.line,
                    "there is no column \"\(column)\"; the first line names the columns: \(columns.joined(separator: ", "))"
                ))
        }
        guard problems.isEmpty else { return }
        while let row = try reader.next() {
            if let problem = row.problem {
                problems.append(Self.describe(problem, row.line))
                continue
            }
            if row.cells.count > names.count {
                problems.append(
                    DeskProblem(
                        row.line,
                        "has \(row.cells.count) cells for \(names.count) columns: is a cell with a comma in quotes?"))
                continue
            }
            var record = Record(line: row.line, fields: [:])
            for (name, cell) in zip(names, row.cells) { record.fields[known[name] ?? name] = cell }
            try body(record, &problems)
        }
    }

    private static func describe(_ problem: CSVReader.Problem, _ line: Int) -> DeskProblem {
        switch problem {
        case .openQuote:
            DeskProblem(line, "has a quote (\") that never ends; one inside a cell is written twice")
        case .notUTF8: DeskProblem(line, "is no UTF-8; save the file in that encoding")
        }
    }

    private func lines(
        _ source: LineReader, _ problems: inout [DeskProblem],
        _ body: (Record, inout [DeskProblem]) throws -> Void
    ) throws {
        var reader = source
        while let line = try reader.next() {
            let fields: [String: JSONText]
            do {
                fields = try JSONDecoder().decode([String: JSONText].self, from: Data(line.bytes))
            } catch {
                problems.append(DeskProblem(line.number, "is no JSON object of texts, numbers, true and false"))
                continue
            }
            let before = problems.count
            for name in fields.keys.sorted() where !columns.contains(name) {
                problems.append(
                    DeskProblem(line.number, "unknown field \"\(name)\"" + Suggestion.hint(for: name, among: columns)))
            }
            guard problems.count == before else { continue }
            try body(Record(line: line.number, fields: fields.mapValues(\.text)), &problems)
        }
    }

    /// A value of a JSON object as a cell would have it.
    private struct JSONText: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let value = try? container.decode(Bool.self) {
                text = value ? "yes" : "no"
            } else if let value = try? container.decode(Int.self) {
                text = String(value)
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}
