extension ConnectionConfiguration {
    /// Reads a URI such as `amqps://user:password@one:5671,two/host?heartbeat=10&name=worker`.
    ///
    /// User, password and virtual host are percent-decoded; a URI without a path, or with `/` alone, means the virtual host `/`, and
    /// `%2F` is `/`. Several hosts are parted by commas. The query takes `heartbeat` and `connection_timeout`
    /// (seconds; the timeout may have a fraction), `request_timeout`, `frame_max`, `name`, `auth_mechanism`
    /// (`plain`, `external`) and for `amqps` `cacertfile`, `certfile`, `keyfile`, `verify` (`verify_peer`,
    /// `verify_none`) and `verify_hostname` (`true`, `false`).
    ///
    /// - Throws: `invalidURI`, without the URI, which may hold a password.
    public init(uri: String) throws(AMQPError) {
        self.init()
        let isSecure: Bool
        var rest: Substring
        if uri.hasPrefix("amqp://") {
            isSecure = false
            rest = uri.dropFirst(7)
        } else if uri.hasPrefix("amqps://") {
            isSecure = true
            rest = uri.dropFirst(8)
        } else {
            throw AMQPError(.invalidURI, "it must begin with amqp:// or amqps://")
        }
        if isSecure { self.tls = TLSConfiguration() }

        var query: Substring?
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[rest.index(after: slash)...]
            // The URI specification takes an empty path for the virtual host without a name, which nobody means.
            if !path.isEmpty { self.virtualHost = try Self.decoded(path, "virtual host") }
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            let login = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            self.user = try Self.decoded(login[0], "user")
            self.password = login.count > 1 ? try Self.decoded(login[1], "password") : ""
            rest = rest[rest.index(after: at)...]
        }
        self.endpoints = []
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            self.endpoints.append(try Self.endpoint(part, defaultPort: isSecure ? 5671 : 5672))
        }
        for pair in query?.split(separator: "&") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw AMQPError(.invalidURI, "a query parameter has no value") }
            try self.apply(key: String(parts[0]), value: try Self.decoded(parts[1], "query"))
        }
    }

    private static func decoded(_ text: Substring, _ what: String) throws(AMQPError) -> String {
        guard let decoded = PercentEncoding.decode(text) else {
            throw AMQPError(.invalidURI, "the \(what) is not percent-encoded properly")
        }
        return decoded
    }

    private static func endpoint(_ text: Substring, defaultPort: Int) throws(AMQPError) -> Endpoint {
        var host = text
        var portText: Substring?
        if text.hasPrefix("[") { // an IPv6 address
            guard let end = text.firstIndex(of: "]") else { throw AMQPError(.invalidURI, "the host has no ]") }
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { throw AMQPError(.invalidURI, "a port must follow the host") }
                portText = after.dropFirst()
            }
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        var port = defaultPort
        if let portText {
            guard let number = Int(portText), (1...65535).contains(number) else {
                throw AMQPError(.invalidURI, "a port must be a number from 1 to 65535")
            }
            port = number
        }
        let name = try Self.decoded(host, "host")
        return Endpoint(host: name.isEmpty ? "localhost" : name, port: port)
    }

    private mutating func apply(key: String, value: String) throws(AMQPError) {
        func seconds() throws(AMQPError) -> Duration {
            guard let number = Double(value), number > 0, number <= 86_400 else {
                throw AMQPError(.invalidURI, "\(key) must be a number of seconds")
            }
            return .milliseconds(Int64(number * 1000))
        }
        func integer(_ range: ClosedRange<Int>) throws(AMQPError) -> Int {
            guard let number = Int(value), range.contains(number) else {
                throw AMQPError(.invalidURI, "\(key) must be a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        func choice<Choice>(_ choices: KeyValuePairs<String, Choice>) throws(AMQPError) -> Choice {
            guard let pair = choices.first(where: { $0.key == value }) else {
                throw AMQPError(.invalidURI, "\(key) must be \(choices.map(\.key).joined(separator: " or "))")
            }
            return pair.value
        }
        switch key {
        case "heartbeat": self.heartbeat = try integer(0...65535)
        case "connection_timeout": self.connectTimeout = try seconds()
        case "request_timeout": self.requestTimeout = try seconds()
        case "frame_max": self.frameMax = try integer(4096...2_147_483_647)
        case "name": self.name = value
        case "auth_mechanism": self.authentication = try choice(["plain": .plain, "external": .external])
        case "cacertfile", "certfile", "keyfile", "verify", "verify_hostname":
            guard var tls = self.tls else { throw AMQPError(.invalidURI, "\(key) is for amqps:// only") }
            switch key {
            case "cacertfile": tls.caFile = value
            case "certfile": tls.certificateFile = value
            case "keyfile": tls.keyFile = value
            case "verify":
                tls.verifyPeer = try choice(["verify_peer": true, "verify_none": false])
                if !tls.verifyPeer { tls.verifyHostName = false }
            default: tls.verifyHostName = try choice(["true": true, "false": false])
            }
            self.tls = tls
        default: throw AMQPError(.invalidURI, "the query parameter \(key) is not known")
        }
    }
}
