/// Texts that may hold anything, made fit for one line of a mail's header.
enum HeaderText {
    /// In one line: each run of control characters and white space is one blank, so nothing begins another field.
    static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        var isAfterBlank = true
        for scalar in text.unicodeScalars {
            let isBlank = isControl(scalar) || scalar.properties.isWhitespace
            if isBlank, isAfterBlank { continue }
            line.append(isBlank ? " " : scalar)
            isAfterBlank = isBlank
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// Control characters, the line and paragraph separators, and those that turn the direction of a text.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
