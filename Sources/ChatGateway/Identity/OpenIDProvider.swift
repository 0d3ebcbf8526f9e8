/// A provider of OpenID Connect by whose tokens agents may sign in.
public struct OpenIDProvider: Sendable, Equatable {
    /// Where its public keys (JWKS) come from.
    public enum Keys: Sendable, Equatable {
        case file(String)
        /// `https:`; looked at again every hour, and when a token names a key that is not known.
        case url(String)
    }

    /// What stands in `iss`.
    public var issuer: String
    /// What stands in `aud`, alone or among others: the client's id at the provider.
    public var audience: String
    public var keys: Keys
    /// Which claim is the agent's `subject`.
    public var claim: String
    /// The provider's authorization endpoint, for the button on the page `/login`; without one there is none.
    public var authorize: String?

    /// What the button on the page `/login` calls it; the issuer's host unless told.
    public var name: String

    public init(
        issuer: String, audience: String, keys: Keys, claim: String = "sub", authorize: String? = nil,
        name: String? = nil
    ) {
        self.issuer = issuer
        self.audience = audience
        self.keys = keys
        self.claim = claim
        self.authorize = authorize
        let host = issuer.split(separator: "/").dropFirst().first.map(String.init)
        self.name = name ?? host ?? issuer
    }
}
