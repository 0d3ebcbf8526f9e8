/// How a connection is secured. TLS 1.2 is the least that is spoken.
public struct TLSConfiguration: Sendable, Hashable {
    /// The file with the certificates of the authorities that are trusted, in PEM.
    public var caFile: String
    /// The client's own certificate chain, in PEM; needs ``keyFile``.
    public var certificateFile: String?
    /// The key of the client's certificate, in PEM.
    public var keyFile: String?
    /// Whether the broker's certificate must come from a trusted authority.
    public var verifyPeer: Bool
    /// Whether the broker's certificate must be for the host that was asked for. Only names can match, never a
    /// numeric address.
    public var verifyHostName: Bool

    public init(
        caFile: String = "/etc/ssl/certs/ca-certificates.crt",
        certificateFile: String? = nil,
        keyFile: String? = nil,
        verifyPeer: Bool = true,
        verifyHostName: Bool = true
    ) {
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.verifyPeer = verifyPeer
        self.verifyHostName = verifyHostName
    }
}
