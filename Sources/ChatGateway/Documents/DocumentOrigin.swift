/// Scheme, host and port: from where documents may be fetched.
public struct DocumentOrigin: Sendable, Hashable, CustomStringConvertible {
    let scheme: String
    /// In lower case; an address of IPv6 in its brackets.
    let host: String
    let port: Int

    /// Whether what travels is for nobody's eyes: HTTPS, or on this machine.
    public var isSafe: Bool { scheme == "https" || ["localhost", "127.0.0.1", "[::1]"].contains(host) }

    public var description: String {
        scheme + "://" + host + (port == Self.standardPort(scheme) ? "" : ":\(port)")
    }

    /// - Returns: `nil` of anything but `https://host`, `http://host`, either with a port or without.
    public init?(_ text: String) {
        guard let (origin, rest) = Self.split(text), rest.isEmpty || rest == "/" else { return nil }
        self = origin
    }

    private init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// An address's origin, and what stands behind it. No login may stand in it, nor anything that one reader of addresses
    /// takes for a host and another one does not.
    static func split(_ address: String) -> (origin: DocumentOrigin, rest: Substring)? {
        guard let scheme = ["https", "http"].first(where: { address.hasPrefix($0 + "://") }) else { return nil }
        let behind = address.dropFirst(scheme.count + 3)
        let place = behind.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let pattern = #/(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::(?<port>[0-9]{1,5}))?/#
        guard place.utf8.count <= 260, let match = place.wholeMatch(of: pattern) else { return nil }
        var port = Self.standardPort(scheme)
        if let told = match.output.port {
            guard let number = Int(told), (1...65535).contains(number) else { return nil }
            port = number
        }
        let origin = DocumentOrigin(scheme: scheme, host: match.output.host.lowercased(), port: port)
        return (origin, behind.dropFirst(place.count))
    }

    private static func standardPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}
