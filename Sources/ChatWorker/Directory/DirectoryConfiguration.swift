import ChatContract
import NIOSSL

/// Where a directory is kept that takes the place of the embedded one.
public struct DirectoryConfiguration: Sendable {
    /// Under which the calls of `config/directory.yaml` are: `https://crm.example/samtale`.
    public var url: String
    /// Signs the calls.
    public var secret: String
    /// What is trusted there besides the system's certificates.
    public var certificates: [NIOSSLCertificate] = []
    /// How long an answer may take.
    public var timeout = Duration.seconds(2)
    /// How long an answer is good.
    public var cacheLife = Duration.seconds(30)
    /// When a contact that could not be handed over is tried again, at first; then twice as long each time, up to five
    /// minutes.
    public var retryAfter = Span.seconds(5)

    public init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }
}
