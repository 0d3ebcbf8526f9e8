/// Reads a table (RFC 4180) row by row: commas, semicolons or tabs between cells, whichever the first line has most of;
/// quotes; any ends of lines; with or without the mark of UTF-8.
///
/// It holds a row and a piece of the file at a time, however long the file is.
struct CSVReader {
    struct Row: Equatable {
        /// Where it begins, counted from 1.
        var line: Int
        var cells: [String]
        /// Why it is not as it was meant.
        var problem: Problem?
    }

    enum Problem: Equatable {
        /// A quote never ends: the row has all that is left of the file.
        case openQuote
        case notUTF8
    }

    private let read: () throws -> [UInt8]?
    private var bytes: [UInt8] = []
    private var position = 0
    private var line = 1
    private var separator: UInt8?
    private var isAllRead = false

    /// - Parameter read: the next piece of the file; `nil` at its end.
    init(_ read: @escaping () throws -> [UInt8]?) {
        self.read = read
    }

    /// The next row that is not empty; `nil` at the end.
    mutating func next() throws -> Row? {
        let separator = try separator ?? findSeparator()
        self.separator = separator
        while true {
            let found = bytes.withUnsafeBufferPointer { bytes -> CSVScan? in
                var scan = CSVScan(bytes, from: position, line: line, separator: separator, isAll: isAllRead)
                return scan.readRow() ? scan : nil
            }
            guard let found else {
                guard try fill() else { return nil }
                continue
            }
            let row = Row(line: line, cells: found.cells, problem: found.problem)
            position = found.position
            line = found.line
            if row.cells.count > 1 || row.cells.first?.isEmpty == false || row.problem != nil { return row }
        }
    }

    private mutating func findSeparator() throws -> UInt8 {
        while bytes.count < 3, try fill() {}
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var isQuoted = false
        var counts: [UInt8: Int] = [:]
        // Counted from the position: reading on drops what stands before it.
        var offset = 0
        while true {
            if position + offset == bytes.count {
                guard try fill() else { break }
                continue
            }
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

    /// Reads on, as much again as there is: a row that is longer than all pieces so far is looked at anew.
    ///
    /// - Returns: whether anything changed: there is more, or it is known now that there is none.
    private mutating func fill() throws -> Bool {
        guard !isAllRead else { return false }
        bytes.removeFirst(position)
        position = 0
        let wanted = max(1, bytes.count)
        var got = 0
        while got < wanted {
            guard let more = try read() else {
                isAllRead = true
                break
            }
            got += more.count
            bytes += more
        }
        return true
    }
}
