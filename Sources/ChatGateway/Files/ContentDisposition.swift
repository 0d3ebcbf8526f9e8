import AMQP

/// The header that says how a file is shown and what it is called (RFC 6266).
enum ContentDisposition {
    /// - Parameter name: Any text: what no header may hold is encoded or replaced.
    static func value(isInline: Bool, name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\" && scalar != "%"
                    ? Character(scalar) : "_"
            })
        // RFC 8187: all but letters, digits and a few signs as `%` and two digits a byte.
        return (isInline ? "inline" : "attachment")
            + "; filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encode(name))"
    }
}
