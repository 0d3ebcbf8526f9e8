import Foundation

/// Where posts go, checked as far as that goes without asking the network.
public struct WebhookTarget: Sendable, Equatable {
    public let url: String
    public let host: String
    public let port: Int
    public let isSecure: Bool
    /// Whether it may lie in the own network: on loopback and private addresses, and without TLS.
    public let isPrivate: Bool
    /// Whose certificates are trusted besides those of the system: a PEM file.
    public let certificateFile: String?

    /// Why a URL cannot be posted to.
    public struct Invalid: Error, Sendable {
        public let reason: String
    }

    public init(_ webhook: Webhook) throws(Invalid) {
        try self.init(
            url: webhook.url, isPrivate: webhook.private ?? false, certificateFile: webhook.certificateFile)
    }

    public init(url: String, isPrivate: Bool, certificateFile: String? = nil) throws(Invalid) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), ["https", "http"].contains(scheme)
        else { throw Invalid(reason: "is no URL such as https://crm.example/hooks/samtale") }
        guard parts.user == nil, parts.password == nil else {
            throw Invalid(reason: "holds a login; posts are signed instead, see secretFile")
        }
        guard parts.fragment == nil else { throw Invalid(reason: "has a fragment (#…), which is sent to nobody") }
        isSecure = scheme == "https"
        guard isSecure || isPrivate else {
            throw Invalid(reason: "is not encrypted: take https://, or say private: true for the own network")
        }
        self.url = url
        // IPv6 addresses stand in brackets in URLs, and nowhere else.
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (isSecure ? 443 : 80)
        self.isPrivate = isPrivate
        self.certificateFile = certificateFile
    }
}
