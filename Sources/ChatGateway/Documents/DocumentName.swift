import AMQP
import ChatContract

/// What a document's file is called.
enum DocumentName {
    /// A name that any file may have: what none may hold is replaced.
    static func clean(_ text: some StringProtocol) -> String {
        let fit = String.UnicodeScalarView(text.unicodeScalars.map { FileRules.isName("a\($0)") ? $0 : "_" })
        var name = String(fit).split(separator: " ").joined(separator: " ")
        let ending = FileRules.ending(of: name)
        if name.unicodeScalars.count > FileRules.nameLimit {
            let keptEnding = ending.isEmpty || ending.unicodeScalars.count > 16 ? "" : "." + ending
            let room = FileRules.nameLimit - keptEnding.unicodeScalars.count
            name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(room))) + keptEnding
        }
        return FileRules.isName(name) ? name : "document"
    }

    /// The name of what an origin gave: the one that it says, or what the address ends in, where that fits the type; else
    /// the document's title with an ending that does.
    ///
    /// - Parameters:
    ///   - disposition: The header `Content-Disposition`.
    ///   - contentType: The header `Content-Type`.
    static func fetched(
        disposition: String?, contentType: String?, address: DocumentAddress, title: String
    ) -> String {
        if let name = disposition.flatMap(told) { return clean(name) }
        let type = contentType?.prefix { $0 != ";" }.lowercased().filter { $0 != " " } ?? ""
        let endings = endings[type] ?? []
        if let last = address.lastName.flatMap({ PercentEncoding.decode($0) }) {
            let ending = FileRules.ending(of: last)
            if !ending.isEmpty, endings.isEmpty || endings.contains(ending) { return clean(last) }
        }
        guard let ending = endings.first, !endings.contains(FileRules.ending(of: title)) else { return clean(title) }
        return clean("\(title).\(ending)")
    }

    /// The file's name in a header `Content-Disposition` (RFC 6266), without the folders before it; `nil` where it says none.
    static func told(_ disposition: String) -> String? {
        var plain: String?
        for parameter in parameters(disposition) {
            guard let equals = parameter.firstIndex(of: "=") else { continue }
            let key = parameter[..<equals].filter { $0 != " " }.lowercased()
            let value = parameter[parameter.index(after: equals)...]
            switch key {
            case "filename*":
                // RFC 8187: charset'language'encoded.
                let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count == 3, parts[0].lowercased().hasSuffix("utf-8"),
                    let name = PercentEncoding.decode(parts[2].filter { $0 != "\"" && $0 != " " })
                else { continue }
                return last(name)
            case "filename": plain = unquoted(value)
            default: continue
            }
        }
        return plain.flatMap(last)
    }

    private static func last(_ name: String) -> String? {
        name.split { $0 == "/" || $0 == "\\" }.last.map(String.init)
    }

    /// Split at the semicolons outside of quotation marks.
    private static func parameters(_ header: String) -> [Substring] {
        var isQuoted = false
        var isEscaped = false
        return header.split { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == ";" && !isQuoted
        }
    }

    private static func unquoted(_ value: Substring) -> String {
        let trimmed = value.drop { $0 == " " }
        guard trimmed.first == "\"" else { return String(trimmed.prefix { $0 != " " }) }
        var text = ""
        var isEscaped = false
        for character in trimmed.dropFirst() {
            if character == "\"", !isEscaped { break }
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                text.append(character)
                isEscaped = false
            }
        }
        return text
    }

    /// The endings that fit a type, the usual one first. Types that say little are not among them.
    private static let endings: [String: [String]] = [
        "application/pdf": ["pdf"],
        "application/msword": ["doc", "dot", "rtf"],
        "application/vnd.ms-excel": ["xls", "xlt", "csv"],
        "application/vnd.ms-powerpoint": ["ppt", "pps"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
        "application/vnd.oasis.opendocument.text": ["odt"],
        "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
        "application/vnd.oasis.opendocument.presentation": ["odp"],
        "application/rtf": ["rtf", "doc"],
        "application/zip": ["zip"],
        "text/plain": ["txt", "csv", "tsv", "log", "md", "ini"],
        "text/csv": ["csv", "txt"],
        "text/html": ["html", "htm"],
        "image/png": ["png"],
        "image/jpeg": ["jpg", "jpeg", "jpe"],
        "image/gif": ["gif"],
        "image/webp": ["webp"],
        "image/svg+xml": ["svg"],
        "image/tiff": ["tif", "tiff"],
    ]
}
