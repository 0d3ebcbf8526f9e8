/// Which files may be shared (spec section 4.5; decisions, "files"): workers and gateways hold files to the same.
public enum FileRules {
    /// The most bytes of a visitor's file, and of an agent's.
    public static let visitorLimit: Int64 = 10 * 1024 * 1024
    public static let agentLimit: Int64 = 25 * 1024 * 1024

    /// The most characters of a name.
    public static let nameLimit = 255

    /// Endings that visitors may not send: what a double click would run.
    public static let unsafeEndings: Set<String> = [
        "bat", "cmd", "com", "dll", "exe", "js", "lnk", "msi", "ocx", "php", "ps1", "scr", "vbs", "jar", "hta", "wsf",
        "cpl", "reg", "pif", "app", "apk", "sh", "html", "htm", "xhtml", "svg", "xml",
    ]

    /// The most bytes of a file that this kind of actor shares.
    public static func limit(for actor: ActorKind) -> Int64 { actor == .visitor ? visitorLimit : agentLimit }

    /// The ending of a name, in lower case. Dots and spaces at the end are passed over, as Windows does.
    public static func ending(of name: String) -> String {
        let name = name.reversed().drop { $0 == "." || $0.isWhitespace }.reversed()
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return String(name[name.index(after: dot)...]).lowercased()
    }

    /// Whether this may be a file's name: with neither path nor control characters, nor such that show it backwards.
    public static func isName(_ name: String) -> Bool {
        name.contains { !$0.isWhitespace } && name.unicodeScalars.count <= nameLimit
            && name != "." && name != ".."
            && !name.unicodeScalars.contains { scalar in
                scalar == "/" || scalar == "\\" || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            }
    }

    /// Whether a file of this name and size may be shared.
    ///
    /// - Throws: ``Refusal`` `invalidField`, `tooLarge` or `illegalFileType`.
    public static func check(name: String, size: Int64, by actor: ActorKind) throws(Refusal) {
        guard isName(name) else {
            throw Refusal(
                .invalidField,
                "a file's name has 1 to \(nameLimit) characters, neither path nor control characters among them",
                field: "file.name")
        }
        guard size > 0 else { throw Refusal(.invalidField, "the file is empty", field: "file.size") }
        let limit = limit(for: actor)
        guard size <= limit else {
            throw Refusal(.tooLarge, "the file has \(size) bytes; at most \(limit) are allowed", field: "file.size")
        }
        if actor == .visitor, unsafeEndings.contains(ending(of: name)) {
            throw Refusal(
                .illegalFileType, "visitors may not send files that end in .\(ending(of: name))", field: "file.name")
        }
    }
}
