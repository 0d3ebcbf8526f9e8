/// Reads CSV record by record (RFC 4180): fields in quotes hold separators, line breaks and doubled quotes; lines end
/// with LF or CR LF. Comma, semicolon and tab separate, whichever the header has.
struct RecordReader {
    /// A record and where it begins.
    struct Record {
        var line: Int
        var fields: [String]
        /// Why it cannot be read, where it cannot.
        var problem: String?
    }

    private var bytes: ByteReader
    private var line = 1
    private var separator: UInt8 = 0x2C

    init(_ bytes: ByteReader) { self.bytes = bytes }

    /// The names of the columns; `nil` when there is nothing at all.
    mutating func header() throws -> Record? {
        // A byte order mark, as spreadsheets write it.
        if try bytes.peek() == 0xEF { for _ in 0..<3 { _ = try bytes.next() } }
        var text: [UInt8] = []
        var inQuotes = false
        while let byte = try bytes.next() {
            if byte == 0x22 { inQuotes.toggle() }
            if byte == 0x0A, !inQuotes { break }
            text.append(byte)
        }
        guard !text.isEmpty else { return nil }
        line += 1
        if text.last == 0x0D { text.removeLast() }
        separator = [0x2C, 0x3B, 0x09].first { text.contains($0) } ?? 0x2C
        let names = text.split(separator: separator, omittingEmptySubsequences: false).map { name in
            String(decoding: name.filter { $0 != 0x22 }, as: UTF8.self).trimmingBlanks
        }
        return Record(line: 1, fields: names)
    }

    /// The next record; `nil` at the end. Empty lines are passed over.
    mutating func next() throws -> Record? {
        while true {
            guard let record = try record() else { return nil }
            if record.fields.count > 1 || record.fields.first?.isEmpty == false || record.problem != nil {
                return record
            }
        }
    }

    private mutating func record() throws -> Record? {
        guard try bytes.peek() != nil else { return nil }
        var record = Record(line: line, fields: [])
        record.fields.reserveCapacity(16)
        var field: [UInt8] = []
        var inQuotes = false
        var wasQuoted = false
        func close() {
            if let text = String(validating: field, as: UTF8.self) {
                record.fields.append(text)
            } else {
                record.fields.append(String(decoding: field, as: UTF8.self))
                record.problem = "the text is not UTF-8"
            }
            field.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        while let byte = try bytes.next() {
            if inQuotes {
                if byte == 0x22 {
                    if try bytes.peek() == 0x22 {
                        field.append(0x22)
                        _ = try bytes.next()
                    } else {
                        inQuotes = false
                    }
                } else {
                    if byte == 0x0A { line += 1 }
                    field.append(byte)
                }
            } else if byte == separator {
                close()
            } else if byte == 0x0A {
                line += 1
                close()
                return record
            } else if byte == 0x0D, try bytes.peek() == 0x0A {
                continue
            } else if byte == 0x22, field.isEmpty, !wasQuoted {
                inQuotes = true
                wasQuoted = true
            } else {
                field.append(byte)
            }
        }
        close()
        if inQuotes { record.problem = "a quotation mark is never closed" }
        return record
    }

    /// A record as CSV.
    static func line(_ fields: [String]) -> String {
        fields.map { field in
            let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x3B, 0x0A, 0x0D, 0x09].contains($0) }
            return needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
        }.joined(separator: ",") + "\n"
    }
}

extension String {
    var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
