import AsyncHTTPClient
import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// For calls of a server that the settings name: no redirect leads elsewhere, and whoever calls decides about attempts.
    ///
    /// - Parameters:
    ///   - longestPause: For how long nothing may come of an answer that has begun.
    ///   - certificates: What is trusted besides the system's.
    static func toNamedServer(longestPause: TimeAmount, trusting certificates: [NIOSSLCertificate]) -> Self {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.additionalTrustRoots = [.certificates(certificates)]
        var configuration = Self(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: Timeout(connect: .seconds(5), read: longestPause))
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than servers keep idle connections: none is closed under an upload.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.httpVersion = .http1Only
        return configuration
    }
}
