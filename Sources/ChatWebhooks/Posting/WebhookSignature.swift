import Crypto
import Foundation

/// The signature of a post, by the specification of Standard Webhooks: HMAC-SHA256 over `<id>.<seconds>.<body>`.
///
/// Whoever receives computes the same and compares in constant time, and refuses times that are more than five minutes
/// off, so that nobody can play an old post again. README.md shows how.
public enum WebhookSignature {
    /// The header `webhook-signature`: `v1,<Base64>`, one for each secret, parted by blanks.
    public static func header(
        id: String, seconds: Int64, body: some Sequence<UInt8>, secrets: [WebhookSecret]
    ) -> String {
        var signed = Data("\(id).\(seconds).".utf8)
        signed.append(contentsOf: body)
        return secrets.map { secret in
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: secret.key)).base64EncodedString()
        }.joined(separator: " ")
    }
}
