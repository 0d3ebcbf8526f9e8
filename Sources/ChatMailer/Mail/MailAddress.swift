/// An address of a mail, with or without a name: `Shop support <chat@shop.example>`.
public struct MailAddress: Sendable, Equatable, CustomStringConvertible {
    public let name: String?
    /// `local@domain`.
    public let address: String

    /// Makes an address; a name that is empty is none.
    ///
    /// - Returns: `nil` when `address` is no `local@domain` that may stand in a header and in an SMTP command.
    public init?(_ address: String, name: String? = nil) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let forbidden = "<>(),;:\"[]\\".unicodeScalars
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, address.utf8.count <= 320,
            address.unicodeScalars.allSatisfy({ scalar in
                !scalar.properties.isWhitespace && !HeaderText.isControl(scalar) && !forbidden.contains(scalar)
            })
        else { return nil }
        self.address = address
        let name = name.map(HeaderText.oneLine)
        self.name = name?.isEmpty == false ? name : nil
    }

    /// Reads `local@domain` or `Name <local@domain>`.
    public init?(text: String) {
        guard let open = text.lastIndex(of: "<") else {
            self.init(HeaderText.oneLine(text))
            return
        }
        let rest = text[text.index(after: open)...]
        guard rest.hasSuffix(">") else { return nil }
        var name = HeaderText.oneLine(String(text[..<open]))
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        self.init(String(rest.dropLast()), name: name)
    }

    /// What comes after the @.
    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }

    /// For people: `Shop support <chat@shop.example>`.
    public var description: String { name.map { "\($0) <\(address)>" } ?? address }

    /// As it stands in `From` and `To`, folded where it is long.
    var header: String {
        guard let name else { return "<\(address)>" }
        return "\(EncodedWord.phrase(name))\r\n <\(address)>"
    }
}
