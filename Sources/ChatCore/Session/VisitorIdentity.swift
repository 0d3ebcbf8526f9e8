import ChatContract
import Crypto
import Foundation

/// Who the site says that its visitor is: a JWT (RFC 7519) signed with the channel's secret by HS256 (guarantee 30).
///
/// Verifying is a pure function of token, secret and time, as all deciding is. jwt-kit would do the same behind `async`,
/// which does not fit the worker's loop: one thread decides a batch inside a transaction.
public struct VisitorIdentity: Sendable, Equatable {
    /// The site's own name for him: the claim `sub`.
    public let subject: String
    public let name: String?
    public let email: String?
    public let company: String?
    public let phone: String?
    public let country: String?

    /// By how much the clocks of site and worker may differ.
    public static let skew = Span.seconds(60)
    /// How long a token may be, in bytes.
    public static let limit = 8192

    private struct Head: Decodable {
        var alg: String
        var crit: [String]?
    }

    private struct Claims: Decodable {
        var sub: String?
        var exp: Double?
        var nbf: Double?
        var name: String?
        var email: String?
        var company: String?
        var phone: String?
        var country: String?
    }

    /// Verifies a token.
    ///
    /// - Throws: ``Refusal`` `unauthenticated` with the reason; nothing of token and secret stands in it.
    public init(token: String, secret: String, at now: Timestamp) throws(Refusal) {
        guard token.utf8.count <= Self.limit else { throw Self.refused("is longer than \(Self.limit) bytes") }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let code = Self.bytes(parts[2]) else {
            throw Self.refused("is no JWT: three parts in base64url, joined by dots")
        }
        // The signature first: what is not the site's is not even read.
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        let key = SymmetricKey(data: Array(secret.utf8))
        // Compares in the same time whatever the answer.
        guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key) else {
            throw Self.refused("is not signed with this channel's identitySecret by HS256")
        }
        let head: Head = try Self.read(parts[0], "header")
        guard head.alg == "HS256" else { throw Self.refused("names another algorithm than HS256") }
        guard head.crit == nil else { throw Self.refused("asks for extensions (crit) that are not known here") }
        let claims: Claims = try Self.read(parts[1], "claims")
        guard let subject = claims.sub, subject.contains(where: { !$0.isWhitespace }), subject.utf8.count <= 255 else {
            throw Self.refused("has no claim \"sub\" of 1 to 255 bytes: who is it?")
        }
        guard let expiry = claims.exp else { throw Self.refused("has no claim \"exp\": until when is it valid?") }
        let seconds = Double(now.milliseconds) / 1000
        let skew = Double(Self.skew.milliseconds) / 1000
        guard expiry + skew > seconds else { throw Self.refused("expired; the site must issue a new one") }
        if let begin = claims.nbf, begin - skew > seconds { throw Self.refused("is not valid yet (nbf)") }
        do throws(Refusal) {
            try FieldRules.check(
                name: claims.name, email: claims.email, company: claims.company, phone: claims.phone,
                country: claims.country)
        } catch {
            throw Self.refused("has a claim that is not right: \(error.detail)")
        }
        self.subject = subject
        name = claims.name
        email = claims.email
        company = claims.company
        phone = claims.phone
        country = claims.country
    }

    private static func refused(_ reason: String) -> Refusal {
        Refusal(.unauthenticated, "identity \(reason)", field: "identity")
    }

    private static func read<Value: Decodable>(_ part: Substring, _ name: String) throws(Refusal) -> Value {
        guard let json = bytes(part) else { throw refused("has a \(name) that is not base64url") }
        do {
            return try WireJSON.decode(Value.self, from: json)
        } catch {
            throw refused("has a \(name) that cannot be read")
        }
    }

    /// Base64url without padding.
    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard text.utf8.allSatisfy(isDigit) else { return nil }
        var usual = text.replacing("-", with: "+").replacing("_", with: "/")
        usual += String(repeating: "=", count: (4 - usual.utf8.count % 4) % 4)
        return Data(base64Encoded: String(usual)).map(Array.init)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Visitor {
    /// Takes over what the site vouches for.
    mutating func take(_ identity: VisitorIdentity) {
        name = identity.name ?? name
        email = identity.email ?? email
        company = identity.company ?? company
        phone = identity.phone ?? phone
        country = identity.country ?? country
        verified = true
    }
}

extension VisitorDigest {
    /// Whoever uses the same browser after another customer of the site is another visitor.
    public init(secret: String, subject: String) {
        self.init(secret: "\(secret)\n\(subject)")
    }
}
