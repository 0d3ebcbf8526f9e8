import NIOSSL

/// Where the contents of the directory's documents are, for agents who send them to visitors as files.
public struct DocumentConfiguration: Sendable, Equatable {
    /// What relative paths are below; `nil` where there are none.
    public var folder: String?
    /// From where documents are fetched. Nothing else is.
    public var origins: [DocumentOrigin]
    /// What lets the gateway in there (`Authorization: Bearer …`).
    public var token: String?
    /// What is trusted there besides the system's certificates.
    public var certificates: [NIOSSLCertificate]
    /// How long an answer from there may take to begin.
    public var patience = Duration.seconds(15)
    /// For how long nothing may come of one that has begun.
    public var longestPause = Duration.seconds(30)

    public init(
        folder: String? = nil, origins: [DocumentOrigin] = [], token: String? = nil,
        certificates: [NIOSSLCertificate] = []
    ) {
        self.folder = folder
        self.origins = origins
        self.token = token
        self.certificates = certificates
    }
}
