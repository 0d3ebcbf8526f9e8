/// Reads a row of a table out of bytes that may end before it does.
struct CSVScan {
    private(set) var cells: [String] = []
    private(set) var problem: CSVReader.Problem?
    /// Where the next row begins.
    private(set) var position: Int
    /// In which line of the file that is.
    private(set) var line: Int

    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private let isAll: Bool

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Parameter isAll: nothing comes after these bytes.
    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int, line: Int, separator: UInt8, isAll: Bool) {
        self.bytes = bytes
        self.position = position
        self.line = line
        self.separator = separator
        self.isAll = isAll
        cells.reserveCapacity(16)
    }

    private enum End { case cell, row, unknown }

    /// - Returns: whether a row was there as a whole.
    mutating func readRow() -> Bool {
        guard position < bytes.count else { return false }
        while true {
            let end =
                position < bytes.count && bytes[position] == Self.quote ? readQuotedCell() : readPlainCell()
            switch end {
            case .cell: continue
            case .row: return true
            case .unknown: return false
            }
        }
    }

    private mutating func readPlainCell() -> End {
        let start = position
        let end = endOfPlain(from: start)
        append(bytes[start..<end])
        return pass(end)
    }

    /// A cell in quotes; a quote inside it is written twice. What stands behind its last quote belongs to it, too.
    private mutating func readQuotedCell() -> End {
        position += 1
        var start = position
        var content: [UInt8] = []
        while true {
            guard let quote = bytes[position...].firstIndex(of: Self.quote) else {
                guard isAll else { return .unknown }
                count(linesIn: start..<bytes.count)
                append(content + bytes[start...])
                problem = .openQuote
                position = bytes.count
                return .row
            }
            guard quote + 1 < bytes.count || isAll else { return .unknown }
            count(linesIn: start..<quote)
            if quote + 1 < bytes.count, bytes[quote + 1] == Self.quote {
                content += bytes[start...quote]
                position = quote + 2
                start = position
                continue
            }
            let end = endOfPlain(from: quote + 1)
            if content.isEmpty, end == quote + 1 {
                append(bytes[start..<quote])
            } else {
                append(content + bytes[start..<quote] + bytes[(quote + 1)..<end])
            }
            return pass(end)
        }
    }

    private func endOfPlain(from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
            end += 1
        }
        return end
    }

    /// Steps over what ends a cell.
    private mutating func pass(_ end: Int) -> End {
        position = end
        guard end < bytes.count else { return isAll ? .row : .unknown }
        position += 1
        if bytes[end] == separator { return .cell }
        if bytes[end] == Self.carriageReturn {
            guard position < bytes.count || isAll else { return .unknown }
            if position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
        }
        line += 1
        return .row
    }

    private mutating func count(linesIn range: Range<Int>) {
        for byte in bytes[range] where byte == Self.lineFeed { line += 1 }
    }

    private mutating func append(_ cell: some Collection<UInt8>) {
        if let text = String(validating: cell, as: UTF8.self) {
            cells.append(text)
        } else {
            cells.append(String(decoding: cell, as: UTF8.self))
            problem = .notUTF8
        }
    }
}
