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

    @Test("a quote that never ends takes the rest of the file and is told with its line; an empty file has no rows")
    func broken() throws {
        #expect(
            try Self.rows("a\nb\n\"c\nd\n") == [
                .init(line: 1, cells: ["a"]), .init(line: 2, cells: ["b"]),
                .init(line: 3, cells: ["c\nd\n"], problem: .openQuote),
            ])
        #expect(try Self.rows("").isEmpty)
        #expect(try Self.rows("\n\r\n").isEmpty)
    }

    @Test("a row that is no UTF-8 is told, and the next one read")
    func encoding() throws {
        var pieces: [[UInt8]] = [Array("a,".utf8) + [0xE6, 0x0A], Array("b,c\n".utf8)]
        var reader = CSVReader { pieces.isEmpty ? nil : pieces.removeFirst() }
        #expect(try reader.next() == .init(line: 1, cells: ["a", "\u{FFFD}"], problem: .notUTF8))
        #expect(try reader.next() == .init(line: 2, cells: ["b", "c"]))
        #expect(try reader.next() == nil)
    }

    @Test("what is written is read the same", arguments: [1, 5, 1000])
    func roundTrip(_ pieces: Int) throws {
        let rows = [["a", "b;c", "d\te"], ["\"", "\"\"x\"", "\r\n"], ["", "x", ""], ["æ, ø", "\n\n", "end"]]
        let text = rows.map { CSVLine.text($0) }.joined()
        #expect(try Self.rows(text, pieces: pieces).map(\.cells) == rows)
    }

    @Test("rows longer than a piece, and long files, take time in proportion")
    func long() throws {
        let long = String(repeating: "x", count: 200_000)
        let text = String(repeating: "\"\(long)\",\(long)\n", count: 5)
        #expect(try Self.rows(text, pieces: 1000).map(\.cells) == Array(repeating: [long, long], count: 5))
    }

    @Test("lines end with LF or CR LF, wherever the file is cut; blank ones are passed over", arguments: [1, 2, 1000])
    func lines(_ pieces: Int) throws {
        var rest = Array("one\r\n\n  \ntwo\n\rthree".utf8)
        var reader = LineReader {
            guard !rest.isEmpty else { return nil }
            defer { rest.removeFirst(min(pieces, rest.count)) }
            return Array(rest.prefix(pieces))
        }
        var lines: [String] = []
        while let line = try reader.next() {
            lines.append("\(line.number) \(String(decoding: line.bytes, as: UTF8.self))")
        }
        #expect(lines == ["1 one", "4 two", "5 \rthree"])
    }
}
