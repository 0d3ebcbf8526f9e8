/// A row of a table as a line of CSV (RFC 4180), with commas.
enum CSVLine {
    static func text(_ cells: some Sequence<String>) -> String {
        cells.map { cell in
            let needsQuotes = cell.utf8.contains { byte in
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"),
                    UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                    true
                default: false
                }
            }
            return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",") + "\n"
    }
}
