/// A text as lines of at most 76 ASCII characters (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// - Parameter text: lines end with LF or CR LF.
    /// - Returns: lines that end with CR LF.
    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        let lines = text.replacing("\r\n", with: "\n").utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 { output += [0x0D, 0x0A] }
            encode(line: Array(line), into: &output)
        }
        return output
    }

    private static func encode(line: [UInt8], into output: inout [UInt8]) {
        var length = 0
        for (index, byte) in line.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            // A blank at the end of a line would be lost on the way.
            let isPlain = isBlank ? index < line.count - 1 : (0x21...0x7E).contains(byte) && byte != 0x3D
            let needed = isPlain ? 1 : 3
            if length + needed > 75 {
                output += [0x3D, 0x0D, 0x0A]
                length = 0
            }
            output += isPlain ? [byte] : [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            length += needed
        }
    }
}
