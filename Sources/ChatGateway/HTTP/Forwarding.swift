import HTTPTypes
import Hummingbird

/// Where a request came from and what it was sent to, as far as that can be believed.
struct Forwarding: Sendable {
    /// The proxies whose word is taken for whom they speak.
    let trusted: [IPNetwork]

    /// Whose request it is, and whether it came to the first proxy over HTTPS.
    struct Client: Sendable, Equatable {
        var address: String
        var isSecure: Bool

        /// What limits are counted by.
        var prefix: String { IPAddress(address)?.prefix ?? address }
    }

    /// The client of a request from `peer`: of the addresses that trusted proxies told, the last one that is none of
    /// theirs. Whatever others say of themselves is not looked at.
    func client(_ peer: String, _ headers: HTTPFields) -> Client {
        guard isTrusted(peer) else { return Client(address: peer, isSecure: false) }
        let (addresses, isSecure) = Self.told(headers)
        var client = peer
        for address in addresses.reversed() {
            // What cannot be read was made up: nothing before it is believed either.
            guard IPAddress(address) != nil else { break }
            client = address
            if !isTrusted(address) { break }
        }
        return Client(address: client, isSecure: isSecure)
    }

    func isTrusted(_ address: String) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return trusted.contains { $0.contains(address) }
    }

    /// The chain of addresses, the client's first, by `Forwarded` (RFC 7239), else by `X-Forwarded-For`.
    private static func told(_ headers: HTTPFields) -> (addresses: [String], isSecure: Bool) {
        let forwarded = headers[values: .forwarded].flatMap { $0.split(separator: ",") }
        if !forwarded.isEmpty {
            let elements = forwarded.map { element in
                Dictionary(
                    element.split(separator: ";").compactMap { pair -> (String, String)? in
                        let parts = pair.split(separator: "=", maxSplits: 1)
                        guard parts.count == 2 else { return nil }
                        return (trimmed(parts[0]).lowercased(), trimmed(parts[1]).filter { $0 != "\"" })
                    }, uniquingKeysWith: { first, _ in first })
            }
            return (elements.map { IPAddress.bare($0["for"] ?? "") }, elements.last?["proto"]?.lowercased() == "https")
        }
        let addresses = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }.map {
            IPAddress.bare(trimmed($0))
        }
        let scheme = headers[values: .forwardedProto].last?.split(separator: ",").last.map { trimmed($0) }
        return (addresses, scheme?.lowercased() == "https")
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Whether a page of this gateway itself asks: its `Origin` names the host that the request went to.
    static func isOwn(_ origin: String, _ request: Request) -> Bool {
        guard let host = request.head.authority, !host.isEmpty else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }
}

extension HTTPField.Name {
    static let forwarded = HTTPField.Name("Forwarded") ?? .via
    static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto") ?? .via
}
