/// Reads a table (RFC 4180) row by row: commas, semicolons or tabs between cells, whichever the first line has most of;
/// quotes; any ends of lines; with or without the mark of UTF-8.
///
/// It holds a row and a piece of the file at a time, however long the file is.
struct CSVReader {
    struct Row: Equatable {
        /// Where it begins, counted from 1.
        var line: Int
        var cells: [String]
    }

    /// A quote that never ends, and where it begins.
    struct OpenQuote: Error, Equatable {
        var line: Int
    }

    private let read: () throws -> [UInt8]?
    private var bytes: [UInt8] = []
    private var position = 0
    private var line = 1
    private var separator: UInt8?

    /// - Parameter read: the next piece of the file; `nil` at its end.
    init(_ read: @escaping () throws -> [UInt8]?) {
        self.read = read
    }

    /// The next row that is not empty; `nil` at the end.
    mutating func next() throws -> Row? {
        if separator == nil { separator = try findSeparator() }
        let comma = separator ?? UInt8(ascii: ",")
        while try peek() != nil {
            let start = line
            var cells: [String] = []
            var isRowOver = false
            while !isRowOver {
                let (cell, end) = try cell(until: comma)
                cells.append(cell)
                isRowOver = end != comma
            }
            if cells.count > 1 || !(cells.first ?? "").isEmpty { return Row(line: start, cells: cells) }
        }
        return nil
    }

    /// A cell, and the byte that ended it: the comma, the end of the line, or `nil` for that of the file.
    private mutating func cell(until comma: UInt8) throws -> (String, UInt8?) {
        var content: [UInt8] = []
        if try peek() == UInt8(ascii: "\"") {
            let start = line
            position += 1
            while true {
                guard let byte = try take() else { throw OpenQuote(line: start) }
                if byte != UInt8(ascii: "\"") {
                    content.append(byte)
                } else if try peek() == byte {
                    content.append(byte)
                    position += 1
                } else {
                    break
                }
            }
        }
        while let byte = try take() {
            if byte == comma || byte == UInt8(ascii: "\n") { return (String(decoding: content, as: UTF8.self), byte) }
            if byte == UInt8(ascii: "\r") {
                if try peek() == UInt8(ascii: "\n") { continue }
                line += 1
                return (String(decoding: content, as: UTF8.self), byte)
            }
            content.append(byte)
        }
        return (String(decoding: content, as: UTF8.self), nil)
    }

    private mutating func findSeparator() throws -> UInt8 {
        if try peek() == 0xEF { position += 3 }
        var isQuoted = false
        var counts: [UInt8: Int] = [:]
        // Counted from the position, which moves when another piece takes the place of one that is used up.
        var offset = 0
        while try fill(to: position + offset) {
            let byte = bytes[position + offset]
            offset += 1
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) {
                counts[byte, default: 0] += 1
            }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
    }

    private mutating func peek() throws -> UInt8? { try fill(to: position) ? bytes[position] : nil }

    private mutating func take() throws -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }

    /// Reads on until the byte at `index` is there.
    private mutating func fill(to index: Int) throws -> Bool {
        while index >= bytes.count {
            guard let more = try read() else { return false }
            if position == bytes.count, index == position {
                bytes = more
                position = 0
                return try bytes.isEmpty ? fill(to: 0) : true
            }
            bytes += more
        }
        return true
    }
}
