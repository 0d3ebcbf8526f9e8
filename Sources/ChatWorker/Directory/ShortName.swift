/// How a name may stand in a directory when the one that a visitor gave is not there.
package enum ShortName {
    private static let legalForms: Set<String> = [
        "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "eurl", "gmbh", "inc", "kg", "limited", "llc", "ltd", "nv",
        "oy",
        "oyj", "plc", "sa", "sarl", "sas", "spa", "srl", "vof",
    ]

    /// The first and the last name, without what stands between them.
    package static func person(_ name: String) -> String? {
        let words = name.split(whereSeparator: \.isWhitespace)
        guard words.count > 2, let first = words.first, let last = words.last else { return nil }
        return "\(first) \(last)"
    }

    /// Without the legal form at its end.
    package static func company(_ name: String) -> String? {
        let words = name.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, let last = words.last,
            legalForms.contains(last.lowercased().filter { $0.isLetter || $0.isNumber })
        else { return nil }
        return words.dropLast().joined(separator: " ")
    }
}
