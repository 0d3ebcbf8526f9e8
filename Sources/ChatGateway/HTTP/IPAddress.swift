#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// An address of the Internet Protocol, version 4 or 6.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16; an IPv4 address that is written as IPv6 is the former.
    let bytes: [UInt8]

    /// Reads `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`, with a port or without.
    init?(_ text: some StringProtocol) {
        let text = Self.bare(text)
        var bytes: [UInt8] = Array(repeating: 0, count: 16)
        if text.withCString({ inet_pton(AF_INET, $0, &bytes) }) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if text.withCString({ inet_pton(AF_INET6, $0, &bytes) }) == 1 {
            let isVersion4 = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            self.bytes = isVersion4 ? Array(bytes.suffix(4)) : bytes
        } else {
            return nil
        }
    }

    /// The address without brackets and port.
    static func bare(_ text: some StringProtocol) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") else { return String(text) }
        return String(text[..<colon])
    }

    /// What addresses of one household or company have in common: 24 bits of IPv4, 56 of IPv6.
    var prefix: String {
        bytes.count == 4
            ? bytes.prefix(3).map(String.init).joined(separator: ".")
            : bytes.prefix(7).map { String($0, radix: 16) }.joined(separator: ":")
    }
}

/// Addresses that begin alike: `10.0.0.0/8`, or a single one.
public struct IPNetwork: Sendable, Equatable {
    private let address: IPAddress
    private let bits: Int

    /// Reads `ADDRESS/BITS` or `ADDRESS`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
        let all = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : all, (0...all).contains(bits) else { return nil }
        self.address = address
        self.bits = bits
    }

    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let whole = bits / 8
        guard other.bytes.prefix(whole) == address.bytes.prefix(whole) else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return other.bytes[whole] & mask == address.bytes[whole] & mask
    }
}
