import NIOSSL

/// A bucket of an S3-compatible store, and who we are there.
public struct S3Configuration: Sendable, Equatable {
    public var bucket: String
    /// What all keys begin with: empty, or with a slash at the end.
    public var prefix: String
    /// Where the store answers, such as `https://minio.example:9000`; `nil` for Amazon's in the region.
    public var endpoint: String?
    public var region: String
    public var accessKey: String
    public var secretKey: String
    /// What is trusted besides the system's certificates.
    public var certificates: [NIOSSLCertificate]

    public init(
        bucket: String, prefix: String, endpoint: String? = nil, region: String, accessKey: String, secretKey: String,
        certificates: [NIOSSLCertificate] = []
    ) {
        self.bucket = bucket
        self.prefix = prefix
        self.endpoint = endpoint
        self.region = region
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.certificates = certificates
    }

    /// The bucket and the prefix of `s3://bucket/prefix`; `nil` when it is not written so. Only letters, digits and
    /// `. _ -` stand in a prefix: they look the same everywhere.
    public static func place(_ url: String) -> (bucket: String, prefix: String)? {
        guard url.hasPrefix("s3://") else { return nil }
        var parts = url.dropFirst(5).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 1, parts.last == "" { parts.removeLast() }
        guard let bucket = parts.first, bucket.wholeMatch(of: #/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/#) != nil,
            parts.dropFirst().allSatisfy({
                $0.wholeMatch(of: #/[A-Za-z0-9._-]{1,100}/#) != nil && $0 != "." && $0 != ".."
            })
        else { return nil }
        return (bucket, parts.dropFirst().map { $0 + "/" }.joined())
    }

    /// `https://host[:port]/bucket`, or with the bucket in the host's name where that is Amazon's.
    var base: String {
        guard let endpoint else {
            // A dot in the bucket would not fit the certificate.
            return bucket.contains(".")
                ? "https://s3.\(region).amazonaws.com/\(bucket)" : "https://\(bucket).s3.\(region).amazonaws.com"
        }
        return (endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint) + "/" + bucket
    }
}
