import ChatGateway
import Foundation

/// The bucket that `gateway.files` names, checked as far as that goes without reading secrets.
struct S3Settings {
    let bucket: String
    let prefix: String
    let endpoint: String?
    let region: String
    let accessKey: String
    private let secretKey: String?
    let secretKeyFile: String?
    let certificateFile: String?
    var hasSecret: Bool { secretKey != nil }

    /// - Parameter url: `gateway.files`, which begins with `s3://`.
    /// - Throws: ``CommandFailure`` with the setting that is wrong.
    init(
        url: String, _ text: (SettingKey) -> String?, _ wrong: (SettingKey, String) -> CommandFailure
    ) throws {
        guard let (bucket, prefix) = S3Configuration.place(url) else {
            throw wrong(
                .gatewayFiles,
                "is \"\(url)\", not s3://bucket or s3://bucket/prefix with letters, digits and . _ - in them")
        }
        self.bucket = bucket
        self.prefix = prefix
        endpoint = text(.s3Endpoint)
        if let endpoint {
            let parts = URLComponents(string: endpoint)
            let isLoopback = ["127.0.0.1", "localhost", "[::1]", "::1"].contains(parts?.host ?? "")
            guard let parts, parts.host?.isEmpty == false, parts.user == nil, parts.query == nil,
                ["", "/"].contains(parts.path), parts.scheme == "https" || parts.scheme == "http" && isLoopback
            else {
                throw wrong(
                    .s3Endpoint,
                    "is \"\(endpoint)\", not a URL such as https://minio.example:9000 (http:// only on this machine)")
            }
        }
        region = text(.s3Region) ?? SettingKey.s3Region.standard ?? "us-east-1"
        guard region.wholeMatch(of: #/[a-z0-9-]{1,63}/#) != nil else {
            throw wrong(.s3Region, "is \"\(region)\", not a region such as eu-north-1")
        }
        guard let accessKey = text(.s3AccessKey) else {
            throw wrong(.s3AccessKey, "is missing, and gateway.files is a bucket")
        }
        self.accessKey = accessKey
        secretKey = text(.s3SecretKey)
        secretKeyFile = text(.s3SecretKeyFile)
        guard secretKey != nil || secretKeyFile != nil else {
            throw wrong(.s3SecretKey, "is missing, and gateway.files is a bucket")
        }
        certificateFile = text(.s3CertificateFile)
    }

    /// What a gateway needs.
    ///
    /// - Throws: ``CommandFailure`` when the secret or the certificates cannot be read.
    func configuration() throws -> S3Configuration {
        let secret = try secretKeyFile.map { try SecretFile.read($0, "s3.secretKeyFile") } ?? secretKey ?? ""
        return S3Configuration(
            bucket: bucket, prefix: prefix, endpoint: endpoint, region: region, accessKey: accessKey,
            secretKey: secret,
            certificates: try certificateFile.map { try CertificateFile.read($0, .s3CertificateFile) } ?? [])
    }
}
