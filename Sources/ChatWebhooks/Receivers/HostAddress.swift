import Foundation

/// An address that a host name stands for.
public struct HostAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 of them.
    public let bytes: [UInt8]
    /// In digits, as it is connected to.
    public let description: String

    /// Reads an address in digits.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
        description = text
    }

    /// Which of a name's addresses to connect to: the last one again, unless it is gone, or failed and there are others.
    static func choice(among addresses: [HostAddress], last: HostAddress?, failed: HostAddress?) -> HostAddress? {
        let good = addresses.filter { $0 != failed }
        if let last, good.contains(last) { return last }
        return good.first ?? addresses.first
    }

    /// Whether it is one of the open internet: neither loopback, nor a private network, nor a cloud's metadata service
    /// (169.254.169.254), nor any other that is reserved.
    public var isPublic: Bool {
        if bytes.count == 4 { return Self.isPublic(four: bytes) }
        // An IPv4 address in the clothes of IPv6 is judged as what it is.
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return Self.isPublic(four: Array(bytes[12...]))
        }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return Self.isPublic(four: Array(bytes[12...])) }
        if bytes.starts(with: [0x20, 0x02]) { return Self.isPublic(four: Array(bytes[2..<6])) }
        // Documentation and tunnels lie within what is given out.
        if bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x20, 0x01, 0x00]) { return false }
        return bytes[0] & 0xE0 == 0x20
    }

    private static func isPublic(four: [UInt8]) -> Bool {
        switch (four[0], four[1], four[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _), (100, 64...127, _), (169, 254, _), (172, 16...31, _),
            (192, 168, _), (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 18...19, _), (198, 51, 100), (203, 0, 113):
            false
        default: true
        }
    }
}
