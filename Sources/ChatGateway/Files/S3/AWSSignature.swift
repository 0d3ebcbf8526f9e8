import AMQP
import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs requests as Amazon's stores and all that are like them ask for it: Signature Version 4, in the header.
struct AWSSignature: Sendable {
    let accessKey: String
    let secretKey: String
    let region: String
    var service = "s3"

    /// What is signed of the body.
    enum Payload {
        /// Nothing: it is streamed, and what is on its way is kept safe by TLS, or never leaves the machine.
        case unsigned
        case bytes([UInt8])

        var hash: String {
            switch self {
            case .unsigned: "UNSIGNED-PAYLOAD"
            case .bytes(let bytes): AWSSignature.hex(SHA256.hash(data: bytes))
            }
        }
    }

    /// The headers to send: those given, and those that the signature adds.
    ///
    /// - Parameters:
    ///   - host: As it stands in `Host`, with a port that is not the scheme's own.
    ///   - path: Not encoded, from the first slash on.
    ///   - query: Not encoded.
    func headers(
        _ method: String, host: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], payload: Payload, at date: Date
    ) -> [(name: String, value: String)] {
        let stamp = Self.stamp(date)
        let day = String(stamp.prefix(8))
        var all = headers
        all.append((name: "host", value: host))
        all.append((name: "x-amz-content-sha256", value: payload.hash))
        all.append((name: "x-amz-date", value: stamp))
        let sorted = all.map { (name: $0.name.lowercased(), value: $0.value) }.sorted { $0.name < $1.name }
        let names = sorted.map(\.name).joined(separator: ";")
        let request = [
            method, Self.encode(path: path), Self.encode(query: query),
            sorted.map { "\($0.name):\($0.value)\n" }.joined(), names, payload.hash,
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = ["AWS4-HMAC-SHA256", stamp, scope, Self.hex(SHA256.hash(data: Array(request.utf8)))]
            .joined(separator: "\n")
        var key = SymmetricKey(data: Array("AWS4\(secretKey)".utf8))
        for part in [day, region, service, "aws4_request"] { key = SymmetricKey(data: Self.code(part, key)) }
        let signature = Self.hex(Self.code(text, key))
        all.append(
            (
                name: "authorization",
                value: "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope),SignedHeaders=\(names),Signature=\(signature)"
            ))
        return all
    }

    /// A path as it stands in the URL: each part encoded, the slashes kept.
    static func encode(path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.encode(String($0)) }
            .joined(separator: "/")
    }

    /// A query as it stands in the URL, sorted.
    static func encode(query: [(name: String, value: String)]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }.sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// `20130524T000000Z`.
    private static func stamp(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(
                dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted,
                timeZoneSeparator: .omitted, includingFractionalSeconds: false, timeZone: .gmt))
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
