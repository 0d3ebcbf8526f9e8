/// The few tags that a message may hold; everything else is removed, and what remains is well-formed.
///
/// `b i u em strong a[href https, mailto] ul ol li p br` (decisions, "Messages and inputs"). The output is built anew
/// from what was understood, never copied from what was not.
enum SafeHTML {
    private static let tags: Set<String> = ["b", "i", "u", "em", "strong", "a", "ul", "ol", "li", "p", "br"]
    /// Elements whose content is not text for people.
    private static let silent: Set<String> = ["script", "style", "title", "textarea", "template", "noscript", "iframe"]

    static func clean(_ html: String) -> String {
        var input = Substring(html)
        var output = ""
        var open: [String] = []
        while let character = input.first {
            switch character {
            case "<":
                if input.hasPrefix("<!--") {
                    input = input.range(of: "-->").map { input[$0.upperBound...] } ?? ""
                } else if let tag = Tag(&input) {
                    apply(tag, &input, &output, &open)
                } else {
                    output += "&lt;"
                    input.removeFirst()
                }
            case ">":
                output += "&gt;"
                input.removeFirst()
            case "&":
                output += entity(&input)
            default:
                output.append(character)
                input.removeFirst()
            }
        }
        for name in open.reversed() { output += "</\(name)>" }
        return output
    }

    private static func apply(_ tag: Tag, _ input: inout Substring, _ output: inout String, _ open: inout [String]) {
        if silent.contains(tag.name) {
            guard !tag.isEnd else { return }
            let end = "</\(tag.name)"
            while let start = input.firstIndex(of: "<") {
                input = input[start...]
                if input.lowercasedPrefix(end.count) == end {
                    _ = Tag(&input)
                    return
                }
                input.removeFirst()
            }
            input = ""
            return
        }
        guard tags.contains(tag.name) else { return }
        if tag.isEnd {
            guard tag.name != "br", let index = open.lastIndex(of: tag.name) else { return }
            for name in open[index...].reversed() { output += "</\(name)>" }
            open.removeSubrange(index...)
        } else if tag.name == "br" {
            output += "<br>"
        } else if tag.name == "a" {
            guard let href = tag.href, let safe = safeLink(href) else { return }
            output += "<a href=\"\(escaped(safe))\">"
            open.append("a")
        } else {
            output += "<\(tag.name)>"
            open.append(tag.name)
        }
    }

    private static func safeLink(_ href: String) -> String? {
        let decoded = href.replacingEntities()
        guard !decoded.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else { return nil }
        let lower = decoded.lowercased()
        return lower.hasPrefix("https://") || lower.hasPrefix("mailto:") ? decoded : nil
    }

    private static func escaped(_ text: String) -> String {
        var output = ""
        for character in text {
            switch character {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.append(character)
            }
        }
        return output
    }

    /// An entity that is one stays; any other ampersand is written as such.
    private static func entity(_ input: inout Substring) -> String {
        let rest = input.dropFirst().prefix(10)
        if let end = rest.firstIndex(of: ";"), end > rest.startIndex {
            let name = rest[..<end]
            let digits = name.dropFirst(name.hasPrefix("#x") || name.hasPrefix("#X") ? 2 : name.hasPrefix("#") ? 1 : 0)
            let isNumber = name.hasPrefix("#") && !digits.isEmpty && digits.allSatisfy(\.isHexDigit)
            if isNumber || name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
                input = input[input.index(after: end)...]
                return "&\(name);"
            }
        }
        input.removeFirst()
        return "&amp;"
    }

    /// A tag as it stands in the text.
    private struct Tag {
        var name = ""
        var isEnd = false
        var href: String?

        /// Takes a tag from the front of `input`; `nil` (and `input` as it was) when there is none.
        init?(_ input: inout Substring) {
            var rest = input.dropFirst()
            if rest.first == "/" {
                isEnd = true
                rest.removeFirst()
            }
            guard let first = rest.first, first.isASCII, first.isLetter || first == "!" || first == "?" else { return nil }
            while let character = rest.first, character.isASCII, character.isLetter || character.isNumber {
                name.append(character)
                rest.removeFirst()
            }
            name = name.lowercased()
            while let character = rest.first, character != ">" {
                if character.isWhitespace || character == "/" {
                    rest.removeFirst()
                    continue
                }
                var attribute = ""
                while let character = rest.first, character != ">", character != "=", !character.isWhitespace {
                    attribute.append(character)
                    rest.removeFirst()
                }
                while rest.first?.isWhitespace == true { rest.removeFirst() }
                guard rest.first == "=" else { continue }
                rest.removeFirst()
                while rest.first?.isWhitespace == true { rest.removeFirst() }
                var value = ""
                if let quote = rest.first, quote == "\"" || quote == "'" {
                    rest.removeFirst()
                    value = String(rest.prefix { $0 != quote })
                    rest = rest.dropFirst(value.count).dropFirst()
                } else {
                    value = String(rest.prefix { !$0.isWhitespace && $0 != ">" })
                    rest = rest.dropFirst(value.count)
                }
                if attribute.lowercased() == "href" { href = href ?? value }
            }
            guard rest.first == ">" else {
                // A tag that never ends swallows the rest, as in a browser.
                input = ""
                return
            }
            input = rest.dropFirst()
        }
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func lowercasedPrefix(_ length: Int) -> String { prefix(length).lowercased() }
}

extension String {
    /// Numeric entities and the five named ones, so that a link's scheme cannot hide behind them.
    fileprivate func replacingEntities() -> String {
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "colon": ":", "tab": "\t", "newline": "\n"]
        var output = ""
        var input = Substring(self)
        while let character = input.first {
            input.removeFirst()
            guard character == "&" else {
                output.append(character)
                continue
            }
            let name = input.prefix { $0 != ";" && $0 != "&" && !$0.isWhitespace }
            let body = name.dropFirst(name.lowercased().hasPrefix("#x") ? 2 : 1)
            if name.hasPrefix("#"), let value = UInt32(body, radix: name.lowercased().hasPrefix("#x") ? 16 : 10),
                let scalar = Unicode.Scalar(value)
            {
                output.unicodeScalars.append(scalar)
                input = input.dropFirst(name.count)
                if input.first == ";" { input.removeFirst() }
            } else if let text = named[name.lowercased()] {
                output += text
                input = input.dropFirst(name.count)
                if input.first == ";" { input.removeFirst() }
            } else {
                output.append(character)
            }
        }
        return output
    }
}
