import ChatContract
import Crypto

/// Makes identifiers and session keys by HMAC under the store's secret.
///
/// They follow from the command that caused them, so deciding needs no random source and a recorded run replays to the
/// same names; without the secret nobody can choose or guess them.
public struct Identifiers: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: the store's secret, at least 32 bytes.
    public init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    /// The session that the command with this key opens.
    public func session(for command: CommandKey) -> SessionID { SessionID(digest: code("session", command.bytes)) }

    /// The request that the command with this key makes.
    public func request(for command: CommandKey) -> RequestID { RequestID(digest: code("request", command.bytes)) }

    /// The visitor with this digest of his secret.
    public func visitor(_ digest: VisitorDigest) -> VisitorID { VisitorID(digest: code("visitor", digest.bytes)) }

    /// The secret that a visitor shows for his session: 32 hexadecimal digits. It is stored nowhere.
    public func sessionKey(of session: SessionID) -> String {
        code("session-key", session.bytes).prefix(16).hexadecimal
    }

    /// Whether `key` is the session's; takes the same time whatever the answer.
    public func isSessionKey(_ key: String, of session: SessionID) -> Bool {
        let expected = Array(sessionKey(of: session).utf8)
        let given = Array(key.utf8)
        guard given.count == expected.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func code(_ purpose: String, _ bytes: [UInt8]) -> HMAC<SHA256>.MAC {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: Array(purpose.utf8) + [0])
        hmac.update(data: bytes)
        return hmac.finalize()
    }
}

/// The SHA-256 of a visitor's secret: how the store knows him.
public struct VisitorDigest: Hashable, Sendable {
    public let bytes: [UInt8]

    /// The digest of the browser's secret.
    public init(secret: String) {
        bytes = Array(SHA256.hash(data: Array(secret.utf8)))
    }

    /// A digest as it was stored.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    var hexadecimal: String {
        var text: [UInt8] = []
        for byte in self {
            for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? digit + 48 : digit + 87) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
