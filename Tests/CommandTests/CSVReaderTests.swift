import Testing

@testable import samtale

@Suite("Tables (RFC 4180)")
struct CSVReaderTests {
    /// Reads a text that comes in pieces of a size.
    private static func rows(_ text: String, pieces: Int = 7) throws -> [CSVReader.Row] {
        var rest = Array(text.utf8)
        var reader = CSVReader {
            guard !rest.isEmpty else { return nil }
            defer { rest.removeFirst(min(pieces, rest.count)) }
            return Array(rest.prefix(pieces))
        }
        var rows: [CSVReader.Row] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    @Test(
        "quotes, commas and line ends in cells; any ends of lines; wherever the file is cut",
        arguments: [1, 2, 3, 1000])
    func cells(_ pieces: Int) throws {
        let text = "\u{FEFF}a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\n\nlast,é\rend,"
        let rows = try Self.rows(text, pieces: pieces)
        #expect(
            rows == [
                .init(line: 1, cells: ["a", "b"]), .init(line: 2, cells: ["x, \"y\"", "two\r\nlines"]),
                .init(line: 5, cells: ["last", "é"]), .init(line: 6, cells: ["end", ""]),
            ])
    }

    @Test("semicolons and tabs part cells where the first line has more of them", arguments: [";", "\t"])
    func separators(_ separator: String) throws {
        let rows = try Self.rows("\"a,b,c\"\(separator)d\nx,y\(separator)z\n")
        #expect(rows.map(\.cells) == [["a,b,c", "d"], ["x,y", "z"]])
    }

    @Test("a quote that never ends is told with its line; an empty file has no rows")
    func broken() throws {
        #expect(throws: CSVReader.OpenQuote(line: 3)) { try Self.rows("a\nb\n\"c\nd\n") }
        #expect(try Self.rows("").isEmpty)
        #expect(try Self.rows("\n\r\n").isEmpty)
    }
}
