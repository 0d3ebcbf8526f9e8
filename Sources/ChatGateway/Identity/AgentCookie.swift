import ChatContract
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Who is signed in: what stands in the cookie, signed, so that any gateway with the same secret takes it.
struct AgentCookie: Sendable, Equatable {
    var agent: AgentHandle
    /// Grows when the password changes: cookies of before are refused then.
    var tokenVersion: Int64
    /// Seconds since 1970.
    var expiresAt: Int64
    /// Random, so that two cookies of one agent have different CSRF tokens.
    var nonce: String

    /// How long a sign-in lasts.
    static let life: Int64 = 12 * 3600

    init(agent: AgentHandle, tokenVersion: Int64, at now: Int64) {
        self.agent = agent
        self.tokenVersion = tokenVersion
        expiresAt = now + Self.life
        var generator = SystemRandomNumberGenerator()
        nonce = Self.base64((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// The cookie's value: readable, signed. No character of it needs quoting.
    func text(_ keys: CookieKeys) -> String {
        let content = "\(agent).\(tokenVersion).\(expiresAt).\(nonce)"
        return content + "." + Self.base64(keys.signature(of: content))
    }

    /// Reads a cookie; `nil` when it is not ours, was changed, or is too old.
    init?(_ text: String, _ keys: CookieKeys, at now: Int64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, text.utf8.count <= 512, let agent = AgentHandle(parts[0]),
            let tokenVersion = Int64(parts[1]), let expiresAt = Int64(parts[2]), let signature = Self.bytes(parts[4])
        else { return nil }
        let content = parts[..<4].joined(separator: ".")
        guard keys.isSignature(signature, of: content), expiresAt > now else { return nil }
        self.agent = agent
        self.tokenVersion = tokenVersion
        self.expiresAt = expiresAt
        nonce = String(parts[3])
    }

    /// What the page sends with everything that it asks for.
    func csrf(_ keys: CookieKeys) -> String {
        Self.base64(keys.csrf(of: "\(agent).\(expiresAt).\(nonce)"))
    }

    private static func base64(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
            .map { Array($0) }
    }
}

/// The keys that follow from the gateway's secret, one for each purpose.
struct CookieKeys: Sendable {
    private let signing: SymmetricKey
    private let forgery: SymmetricKey

    init(secret: [UInt8]) {
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Array("samtale \(purpose)".utf8),
                outputByteCount: 32)
        }
        signing = key("agent cookie 1")
        forgery = key("agent csrf 1")
    }

    func signature(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: signing))
    }

    /// In constant time.
    func isSignature(_ signature: [UInt8], of text: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: Array(text.utf8), using: signing)
    }

    func csrf(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: forgery))
    }

    /// Whether two texts are the same; the time does not tell where they differ.
    static func areEqual(_ one: String, _ other: String) -> Bool {
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: Array(one.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(other.utf8), using: key)
    }
}
