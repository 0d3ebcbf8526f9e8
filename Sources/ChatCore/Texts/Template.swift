/// A text with variables in braces, such as `{name} has joined the chat.`
enum Template {
    /// Puts the values in place of their variables, in one go: what a visitor calls himself is never read as a variable.
    ///
    /// Braces that name none of the values stay as they are.
    static func fill(_ text: String, _ values: [String: String]) -> String {
        var output = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            output += rest[..<open]
            rest = rest[open...]
            if let close = rest.firstIndex(of: "}"), let value = values[String(rest[rest.index(after: open)..<close])] {
                output += value
                rest = rest[rest.index(after: close)...]
            } else {
                output += "{"
                rest.removeFirst()
            }
        }
        return output + rest
    }
}
