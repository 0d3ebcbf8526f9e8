import ChatStore
import Foundation

/// Reads the rows of a directory file, whichever form it has.
struct DirectoryReader {
    private var lines: Lines
    private let standardKind: DirectoryKind?
    private let ignoresUnknown: Bool

    private enum Lines {
        case csv(CSVReader, [Column])
        case json(JSONLines)
    }

    /// What a column of a CSV file is.
    private enum Column {
        case kind
        case field(DirectoryField)
        case ignored
    }

    /// The names of the columns of a CSV file.
    let header: [String]

    /// - Parameters:
    ///   - kind: what lines are about that do not say it.
    ///   - ignoresUnknown: passes over columns and keys that are none.
    init(_ file: DirectoryFile, kind: DirectoryKind?, ignoresUnknown: Bool) throws {
        standardKind = kind
        self.ignoresUnknown = ignoresUnknown
        let pieces = try file.open().pieces()
        switch file.format {
        case .jsonLines:
            lines = .json(JSONLines(pieces))
            header = []
        case .csv:
            var reader = CSVReader(pieces)
            guard let first = try reader.next() else {
                throw CommandFailure(
                    .dataError, "\(file.name) is empty", remedy: "its first line names the columns: id,firstName,…")
            }
            if let problem = first.problem {
                throw CommandFailure(
                    .dataError, "\(file.name), line 1: \(Self.describe(problem))",
                    remedy: "its first line names the columns: id,firstName,…")
            }
            let names = first.cells.map(\.trimmingBlanks)
            header = names
            let columns = try names.map { try Self.column($0, file, ignoresUnknown: ignoresUnknown) }
            for (index, name) in names.enumerated() where !name.isEmpty && names[..<index].contains(name) {
                throw CommandFailure(
                    .dataError, "\(file.name), line 1: the column \"\(name)\" stands there twice",
                    remedy: "remove one of them")
            }
            if kind == nil, !names.contains("kind") {
                throw CommandFailure(
                    .dataError, "\(file.name), line 1: nothing says what the lines are",
                    remedy: """
                        say it with --kind \(DirectoryKind.allCases.map(\.rawValue).joined(separator: "|")), or in a \
                        column "kind"
                        """)
            }
            lines = .csv(reader, columns)
        }
    }

    private static func column(_ name: String, _ file: DirectoryFile, ignoresUnknown: Bool) throws -> Column {
        if name == "kind" { return .kind }
        if name == RejectedFile.problem { return .ignored }
        if let field = DirectoryField(rawValue: name) { return .field(field) }
        guard ignoresUnknown else {
            throw CommandFailure(
                .dataError,
                "\(file.name), line 1: there is no column \"\(name)\""
                    + Suggestion.hint(for: name, among: DirectoryField.allCases.map(\.rawValue)),
                remedy:
                    "rename it, or pass over such columns with --ignore-unknown; all are in: samtale directory --help"
            )
        }
        return .ignored
    }

    /// The next row; `nil` at the end.
    mutating func next() throws -> DirectoryRow? {
        switch lines {
        case .csv(var reader, let columns):
            let found = try reader.next()
            lines = .csv(reader, columns)
            return found.map { row($0, columns) }
        case .json(var reader):
            let line = try reader.next()
            lines = .json(reader)
            return line.map(row)
        }
    }

    private func row(_ found: CSVReader.Row, _ columns: [Column]) -> DirectoryRow {
        func row(_ content: DirectoryRow.Content) -> DirectoryRow {
            DirectoryRow(number: found.line, content: content, source: .csv(found.cells))
        }
        if let problem = found.problem { return row(.problem(field: nil, Self.describe(problem))) }
        guard found.cells.count == columns.count else {
            return row(
                .problem(
                    field: nil,
                    "it has \(found.cells.count) fields, the header \(columns.count); a field with the separator in it "
                        + "stands in quotation marks"))
        }
        var kind: String?
        var values: [(field: DirectoryField, value: String)] = []
        values.reserveCapacity(columns.count)
        for (column, value) in zip(columns, found.cells) {
            switch column {
            case .kind: kind = value
            case .field(let field): values.append((field, value))
            case .ignored: break
            }
        }
        return row(content(found.line, kind, values))
    }

    private static func describe(_ problem: CSVReader.Problem) -> String {
        switch problem {
        case .openQuote: "a quotation mark is never closed"
        case .notUTF8: "the text is not UTF-8"
        }
    }

    private func row(_ line: JSONLines.Line) -> DirectoryRow {
        func row(_ content: DirectoryRow.Content) -> DirectoryRow {
            DirectoryRow(number: line.number, content: content, source: .json(line.bytes))
        }
        switch line.fields {
        case .failure(let problem): return row(.problem(field: problem.field, problem.text))
        case .success(let fields):
            var kind: String?
            var values: [(field: DirectoryField, value: String)] = []
            for (name, value) in fields {
                if name == "kind" {
                    kind = value
                } else if let field = DirectoryField(rawValue: name) {
                    values.append((field, value))
                } else if !ignoresUnknown, name != RejectedFile.problem {
                    return row(
                        .problem(
                            field: name,
                            "there is no such field"
                                + Suggestion.hint(for: name, among: DirectoryField.allCases.map(\.rawValue))
                                + "; rename it, or use --ignore-unknown"))
                }
            }
            return row(content(line.number, kind, values))
        }
    }

    private func content(
        _ number: Int, _ kind: String?, _ values: [(field: DirectoryField, value: String)]
    ) -> DirectoryRow.Content {
        let names = DirectoryKind.allCases.map(\.rawValue)
        guard let kind, !kind.isEmpty else {
            guard let standardKind else {
                return .problem(field: "kind", "it is empty; it is one of \(names.joined(separator: ", "))")
            }
            return .line(DirectoryLine(number: number, kind: standardKind, values: values))
        }
        guard let known = DirectoryKind(rawValue: kind) else {
            return .problem(
                field: "kind", "\"\(kind.prefix(40))\" is none" + Suggestion.hint(for: kind, among: names))
        }
        return .line(DirectoryLine(number: number, kind: known, values: values))
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
