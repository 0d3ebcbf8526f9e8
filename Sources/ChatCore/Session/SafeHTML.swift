import ChatContract

/// The few tags that a message may hold; everything else is removed, and what remains is well-formed.
///
/// `b i u em strong a[href https, mailto] ul ol li p br` (decisions, "Messages and inputs"). The output is built anew
/// from what was understood, never copied from what was not.
///
/// It works on bytes because browsers work on code points. A Swift character may be several of them: a sign that joins
/// its neighbour (U+0600) would hide the `<` behind it.
enum SafeHTML {
    private typealias Bytes = ArraySlice<UInt8>

    private static let tags: Set<String> = ["b", "i", "u", "em", "strong", "a", "ul", "ol", "li", "p", "br"]
    /// Elements whose content is not text for people.
    private static let silent: Set<String> = ["script", "style", "title", "textarea", "template", "noscript", "iframe"]

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")
    private static let ampersand = UInt8(ascii: "&")
    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)

    static func clean(_ html: String) -> String {
        var input = Array(html.utf8)[...]
        var output: [UInt8] = []
        var open: [String] = []
        while let byte = input.first {
            switch byte {
            case less:
                if input.starts(with: commentStart) {
                    skipComment(&input)
                } else if let tag = Tag(&input) {
                    apply(tag, &input, &output, &open)
                } else {
                    output += "&lt;".utf8
                    input.removeFirst()
                }
            case greater:
                output += "&gt;".utf8
                input.removeFirst()
            case ampersand:
                output += entity(&input)
            default:
                output.append(byte)
                input.removeFirst()
            }
        }
        for name in open.reversed() { output += "</\(name)>".utf8 }
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether cleaned HTML holds anything to read.
    static func hasText(_ clean: String) -> Bool {
        var isInTag = false
        return clean.unicodeScalars.contains { scalar in
            switch scalar {
            case "<": isInTag = true
            case ">": isInTag = false
            default: return !isInTag && !scalar.properties.isWhitespace
            }
            return false
        }
    }

    private static func skipComment(_ input: inout Bytes) {
        // `<!-->` is a whole comment: its end may share the start's dashes.
        input.removeFirst(2)
        while !input.isEmpty, !input.starts(with: commentEnd) { input.removeFirst() }
        input = input.dropFirst(commentEnd.count)
    }

    private static func apply(_ tag: Tag, _ input: inout Bytes, _ output: inout [UInt8], _ open: inout [String]) {
        if silent.contains(tag.name) {
            if !tag.isEnd { skipContent(of: tag.name, &input) }
            return
        }
        guard tags.contains(tag.name) else { return }
        if tag.isEnd {
            guard tag.name != "br", let index = open.lastIndex(of: tag.name) else { return }
            for name in open[index...].reversed() { output += "</\(name)>".utf8 }
            open.removeSubrange(index...)
        } else if tag.name == "br" {
            output += "<br>".utf8
        } else if tag.name == "a" {
            guard let href = tag.href, let safe = safeLink(href) else { return }
            output += "<a href=\"\(safe.escapedForHTML)\">".utf8
            open.append("a")
        } else {
            output += "<\(tag.name)>".utf8
            open.append(tag.name)
        }
    }

    private static func skipContent(of name: String, _ input: inout Bytes) {
        let end = Array("</\(name)".utf8)
        while let start = input.firstIndex(of: less) {
            input = input[start...]
            if input.prefix(end.count).map(\.lowercased) == end {
                _ = Tag(&input)
                return
            }
            input.removeFirst()
        }
        input = []
    }

    private static func safeLink(_ href: String) -> String? {
        let decoded = href.replacingEntities()
        guard !decoded.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else { return nil }
        let start = decoded.utf8.prefix(8).map(\.lowercased)
        return start.starts(with: "https://".utf8) || start.starts(with: "mailto:".utf8) ? decoded : nil
    }

    /// An entity that is one stays; any other ampersand is written as such.
    private static func entity(_ input: inout Bytes) -> [UInt8] {
        let rest = input.dropFirst().prefix(10)
        if let end = rest.firstIndex(of: UInt8(ascii: ";")), isEntity(rest[..<end]) {
            let entity = input[...end]
            input = input[(end + 1)...]
            return Array(entity)
        }
        input.removeFirst()
        return Array("&amp;".utf8)
    }

    /// `amp`, `#39` or `#x27`.
    private static func isEntity(_ name: Bytes) -> Bool {
        guard name.first == UInt8(ascii: "#") else { return !name.isEmpty && name.allSatisfy(\.isAlphanumeric) }
        let digits = name.dropFirst()
        if digits.first?.lowercased != UInt8(ascii: "x") { return !digits.isEmpty && digits.allSatisfy(\.isDigit) }
        return digits.count > 1 && digits.dropFirst().allSatisfy(\.isHexadecimalDigit)
    }

    /// A tag as it stands in the text.
    private struct Tag {
        var name = ""
        var isEnd = false
        var href: String?

        /// Takes a tag from the front of `input`; `nil` (and `input` as it was) when there is none.
        init?(_ input: inout Bytes) {
            var rest = input.dropFirst()
            if rest.first == UInt8(ascii: "/") {
                isEnd = true
                rest.removeFirst()
            }
            guard let first = rest.first,
                first.isLetter || first == UInt8(ascii: "!") || first == UInt8(ascii: "?")
            else { return nil }
            name = String(decoding: Self.take(from: &rest) { $0.isAlphanumeric }.map(\.lowercased), as: UTF8.self)
            while let byte = rest.first, byte != greater {
                if byte.isHTMLSpace || byte == UInt8(ascii: "/") {
                    rest.removeFirst()
                } else {
                    takeAttribute(from: &rest)
                }
            }
            // A tag that never ends swallows the rest and is none, as in a browser.
            if rest.isEmpty { name = "" }
            input = rest.dropFirst()
        }

        private mutating func takeAttribute(from rest: inout Bytes) {
            let equals = UInt8(ascii: "=")
            let attribute = Self.take(from: &rest) { $0 != greater && $0 != equals && !$0.isHTMLSpace }
            _ = Self.take(from: &rest) { $0.isHTMLSpace }
            guard rest.first == equals else { return }
            rest.removeFirst()
            _ = Self.take(from: &rest) { $0.isHTMLSpace }
            let value: Bytes
            if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                rest.removeFirst()
                value = Self.take(from: &rest) { $0 != quote }
                rest = rest.dropFirst()
            } else {
                value = Self.take(from: &rest) { !$0.isHTMLSpace && $0 != greater }
            }
            guard href == nil, attribute.map(\.lowercased) == Array("href".utf8) else { return }
            href = String(decoding: value, as: UTF8.self)
        }

        private static func take(from rest: inout Bytes, while isPart: (UInt8) -> Bool) -> Bytes {
            let part = rest.prefix(while: isPart)
            rest = rest[part.endIndex...]
            return part
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(lowercased) }
    fileprivate var isAlphanumeric: Bool { isDigit || isLetter }
    fileprivate var isHexadecimalDigit: Bool { isDigit || (0x61...0x66).contains(lowercased) }
    /// What separates attributes.
    fileprivate var isHTMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension String {
    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "colon": ":", "tab": "\t", "newline": "\n",
    ]

    /// Numeric entities and a few named ones, so that a link's scheme cannot hide behind them.
    func replacingEntities() -> String {
        var output = ""
        var input = unicodeScalars[...]
        while let scalar = input.first {
            input.removeFirst()
            guard scalar == "&" else {
                output.unicodeScalars.append(scalar)
                continue
            }
            let name = input.prefix { $0 != ";" && $0 != "&" && !$0.properties.isWhitespace }
            guard let meant = Self.meaning(String(name).lowercased()) else {
                output.unicodeScalars.append(scalar)
                continue
            }
            output.unicodeScalars.append(meant)
            input = input.dropFirst(name.count)
            if input.first == ";" { input.removeFirst() }
        }
        return output
    }

    private static func meaning(_ name: String) -> Unicode.Scalar? {
        if let scalar = named[name] { return scalar }
        guard name.hasPrefix("#") else { return nil }
        let number =
            name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(), radix: 10)
        return number.flatMap(Unicode.Scalar.init)
    }
}
