import ChatContract

/// Which files may be shared (spec section 4.5; decisions, "files"). Gateways hold uploads to the same before they take
/// them.
public enum FileRules {
    /// The most bytes of a visitor's file, and of an agent's.
    public static let visitorLimit: Int64 = 10 * 1024 * 1024
    public static let agentLimit: Int64 = 25 * 1024 * 1024

    /// Endings that visitors may not send: what a double click would run.
    public static let unsafeEndings: Set<String> = [
        "bat", "cmd", "com", "dll", "exe", "js", "lnk", "msi", "ocx", "php", "ps1", "scr", "vbs", "jar", "hta", "wsf",
        "cpl", "reg", "pif", "app", "apk", "sh", "html", "htm", "xhtml", "svg", "xml",
    ]

    /// The ending of a name, in lower case.
    public static func ending(of name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    static func check(_ file: File, by actor: ActorKind) throws(Refusal) {
        try FieldRules.text(file.name, 255, "file.name")
        guard !file.name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "/" || $0 == "\\" }) else {
            throw Refusal(.invalidField, "a file's name has neither path nor control characters", field: "file.name")
        }
        try FieldRules.text(file.contentType, 127, "file.contentType")
        if let image = file.image, !(1...100_000).contains(image.width) || !(1...100_000).contains(image.height) {
            throw Refusal(.invalidField, "an image has 1 to 100000 pixels each way", field: "file.image")
        }
        let limit = actor == .visitor ? visitorLimit : agentLimit
        guard file.size > 0 else { throw Refusal(.invalidField, "the file is empty", field: "file.size") }
        guard file.size <= limit else {
            throw Refusal(
                .tooLarge, "the file has \(file.size) bytes; at most \(limit) are allowed", field: "file.size")
        }
        if actor == .visitor, unsafeEndings.contains(ending(of: file.name)) {
            throw Refusal(
                .illegalFileType, "visitors may not send files that end in .\(ending(of: file.name))",
                field: "file.name")
        }
    }
}
