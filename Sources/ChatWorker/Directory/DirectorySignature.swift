import Crypto
import Foundation

/// Signs the calls to a directory elsewhere: HMAC-SHA256 over `<seconds>.<METHOD>.<path>.<body>` under the shared secret.
/// Whoever receives computes the same, compares in constant time, and refuses times more than five minutes off.
public enum DirectorySignature {
    /// The header `samtale-signature`.
    public static func header(
        seconds: Int64, method: String, path: String, body: some Sequence<UInt8>, secret: String
    ) -> String {
        var signed = Data("\(seconds).\(method).\(path).".utf8)
        signed.append(contentsOf: body)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: Data(secret.utf8)))
        return "v1," + Data(code).base64EncodedString()
    }
}
