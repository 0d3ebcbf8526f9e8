import ChatContract

/// Between plain text and HTML.
public enum HTMLText {
    /// Text as HTML shows it: nothing in it is markup, its line breaks stay.
    public static func escaped(_ text: String) -> String {
        var output = ""
        var wasReturn = false
        for scalar in text.escapedForHTML.unicodeScalars {
            switch scalar {
            case "\r": output += "<br>\n"
            case "\n": output += wasReturn ? "" : "<br>\n"
            case "\t": output += " "
            case _ where isControl(scalar): break
            default: output.unicodeScalars.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        return output
    }

    /// Whether a text is the HTML that messages may hold, and not plain text.
    public static func isMarkup(_ text: String) -> Bool {
        text.contains(/<\/?(?:b|i|u|em|strong|a|ul|ol|li|p|br)(?:\s[^<>]*)?\/?>/)
    }

    /// A text of the FAQ as HTML that is safe to show: of markup only what messages may hold.
    public static func shown(_ text: String) -> String { isMarkup(text) ? SafeHTML.clean(text) : escaped(text) }

    /// What a person reads of HTML that ``SafeHTML`` cleaned; links keep their address where it is not their text.
    public static func plain(_ clean: String) -> String {
        var output = ""
        var links: [(address: String, start: Int)] = []
        var rest = clean.utf8[...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "<"):
                let tag = String(decoding: rest.prefix { $0 != UInt8(ascii: ">") }.dropFirst(), as: UTF8.self)
                rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
                if tag.hasPrefix("a ") {
                    let address = tag.split(separator: "\"").dropFirst().first.map { unescaped(String($0)) }
                    links.append((address ?? "", output.utf8.count))
                } else if tag == "/a", let link = links.popLast() {
                    let text = String(decoding: output.utf8.dropFirst(link.start), as: UTF8.self)
                    let address = link.address.hasPrefix("mailto:") ? String(link.address.dropFirst(7)) : link.address
                    if !address.isEmpty, text != address { output += " (\(address))" }
                } else {
                    breakLine(for: tag, in: &output)
                }
            default:
                let run = rest.prefix { $0 != UInt8(ascii: "<") }
                output += unescaped(String(decoding: run, as: UTF8.self))
                rest = rest[run.endIndex...]
            }
        }
        return trimmed(output)
    }

    private static func breakLine(for tag: String, in output: inout String) {
        switch tag {
        case "br": output += "\n"
        case "li":
            if let last = output.last, !last.isNewline { output += "\n" }
            output += "- "
        case "p", "/p", "/li", "ul", "/ul", "ol", "/ol":
            if let last = output.last, !last.isNewline { output += "\n" }
        default: break
        }
    }

    private static let named: [Substring: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
    ]

    private static func unescaped(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            output += rest[..<start]
            rest = rest[start...]
            let end = rest.prefix(12).firstIndex(of: ";")
            if let end, let scalar = scalar(rest[rest.index(after: start)..<end]) {
                output.unicodeScalars.append(scalar)
                rest = rest[rest.index(after: end)...]
            } else {
                output += "&"
                rest.removeFirst()
            }
        }
        return output + rest
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        // A control character would be none of the writer's own: what he typed was cleaned as text.
        return value.flatMap(Unicode.Scalar.init).flatMap { isControl($0) ? nil : $0 }
    }

    /// Control characters, and those that turn the direction of what follows them.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
