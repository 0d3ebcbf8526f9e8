import ChatContract
import JWTKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Checks the tokens of a provider (OpenID Connect core, section 3.1.3.7).
struct TokenCheck: Sendable {
    private struct Claims: JWTPayload {
        var iss: IssuerClaim
        var aud: AudienceClaim
        var exp: ExpirationClaim
        var nbf: NotBeforeClaim?

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
            try nbf?.verifyNotBefore()
        }
    }

    /// Signatures with a public key only: no `none`, and nothing that a public key could be the secret of.
    private static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]
    private static let lengthLimit = 16 * 1024

    let provider: OpenIDProvider
    private let keys: ProviderKeys

    init(_ provider: OpenIDProvider) {
        self.provider = provider
        keys = ProviderKeys(provider.keys)
    }

    /// Whose token it is.
    ///
    /// - Parameter nonce: what the page made up when it sent its agent to the provider; the token must have the same, or
    ///   both none: so nobody brings in a token that was made for another page.
    /// - Returns: The agent's `subject`; `nil` where anything about the token is wrong.
    /// - Throws: ``Refusal`` `unavailable` where it cannot be found out.
    func subject(of token: String, nonce: String?) async throws(Refusal) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count <= Self.lengthLimit, let header = Self.fields(parts[0]),
            let content = Self.fields(parts[1]), let algorithm = header.text("alg"),
            Self.algorithms.contains(algorithm), header["crit"] == nil, let key = try await keys.key(header.text("kid"))
        else { return nil }
        let claims: Claims
        do {
            // Of one key only: the algorithm that a token names must not stay with it for the next one.
            let collection = JWTKeyCollection()
            try await collection.add(jwk: key)
            claims = try await collection.verify(token, as: Claims.self)
        } catch {
            return nil
        }
        guard claims.iss.value == provider.issuer, claims.aud.value.contains(provider.audience),
            content.text("nonce") == nonce, let subject = content.text(provider.claim), !subject.isEmpty
        else { return nil }
        // An address that the provider has not looked at may be anybody's.
        if provider.claim == "email", content["email_verified"].map({ $0.elementsEqual("false".utf8) }) ?? false {
            return nil
        }
        return subject
    }

    private static func fields(_ part: Substring) -> JSONFields? {
        let standard = part.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: String(padded)).flatMap { JSONFields(Array($0)) }
    }
}
