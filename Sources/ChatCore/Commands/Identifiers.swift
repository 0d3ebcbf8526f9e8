import ChatContract
import Crypto

/// Makes identifiers and session keys by HMAC under the store's secret.
///
/// They follow from the command that caused them, so deciding needs no random source and a recorded run replays to the
/// same names; without the secret nobody can choose or guess them.
public struct Identifiers: Sendable {
    /// What every code begins with: taking the secret in costs as much as the code itself, and an import makes millions.
    private let keyed: HMAC<SHA256>

    /// - Parameter secret: the store's secret, at least 32 bytes.
    public init(secret: [UInt8]) {
        keyed = HMAC<SHA256>(key: SymmetricKey(data: secret))
    }

    /// The session that the command with this key opens.
    public func session(for command: CommandKey) -> SessionID { SessionID(digest: code("session", command.bytes)) }

    /// The request that the command with this key makes.
    public func request(for command: CommandKey) -> RequestID { RequestID(digest: code("request", command.bytes)) }

    /// The person and the company that the command with this key makes.
    public func person(for command: CommandKey) -> PersonID { PersonID(digest: code("person", command.bytes)) }
    public func company(for command: CommandKey) -> CompanyID { CompanyID(digest: code("company", command.bytes)) }

    /// The entry of the directory that another system calls `name`, of a kind of its own.
    public func entry<Kind>(_ kind: String, named name: String) -> Identifier<Kind> {
        code("directory", Array("\(kind)\u{0}\(name)".utf8)).withUnsafeBytes { digest in
            Identifier(
                digestHigh: UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                low: UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    /// The visitor with this digest of his secret.
    public func visitor(_ digest: VisitorDigest) -> VisitorID { VisitorID(digest: code("visitor", digest.bytes)) }

    /// The store whose secret this is.
    public var store: StoreID { StoreID(digest: code("store", [])) }

    /// The secret that a visitor shows for his session: 32 hexadecimal digits. It is stored nowhere.
    public func sessionKey(of session: SessionID) -> String {
        code("session-key", session.bytes).prefix(16).hexadecimal
    }

    /// Whether `key` is the session's; takes the same time whatever the answer.
    public func isSessionKey(_ key: String, of session: SessionID) -> Bool {
        guard key.utf8.count == 32 else { return false }
        let expected = code("session-key", session.bytes)
        var difference: UInt8 = 0
        for (byte, digits) in zip(expected, HexadecimalPairs(key.utf8)) { difference |= byte ^ digits }
        return difference == 0 && key.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private func code(_ purpose: StaticString, _ bytes: [UInt8]) -> HMAC<SHA256>.MAC {
        var hmac = keyed
        purpose.withUTF8Buffer { hmac.update(data: UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: UInt8(0)) { hmac.update(data: $0) }
        bytes.withUnsafeBytes { hmac.update(data: $0) }
        return hmac.finalize()
    }
}

/// The SHA-256 of a visitor's secret: how the store knows him.
public struct VisitorDigest: Hashable, Sendable {
    // Words instead of an array: it is the key of a dictionary that every message looks into.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The digest of the browser's secret.
    public init(secret: String) {
        self.init(bytes: Array(SHA256.hash(data: Array(secret.utf8))))
    }

    /// A digest as it was stored: 32 bytes.
    public init(bytes: [UInt8]) {
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes.prefix($0.count)) }
    }

    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) {
        // It is a digest already.
        hasher.combine(words.0)
    }
}

/// Bytes written as two hexadecimal digits each, read one after the other.
private struct HexadecimalPairs: Sequence, IteratorProtocol {
    private var digits: String.UTF8View.Iterator

    init(_ text: String.UTF8View) { digits = text.makeIterator() }

    mutating func next() -> UInt8? {
        guard let high = digits.next(), let low = digits.next() else { return nil }
        return Self.value(high) << 4 | Self.value(low)
    }

    private static func value(_ digit: UInt8) -> UInt8 { digit & 15 &+ (digit >> 6) &* 9 }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 87 }
        var text: [UInt8] = []
        for byte in self {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
