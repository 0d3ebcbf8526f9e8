import Crypto
import Foundation

/// What a receiver knows a genuine post by.
public struct WebhookSecret: Sendable, Equatable {
    /// How many bytes a secret has at least.
    public static let minimum = 24

    let key: SymmetricKey

    /// Reads a secret: `whsec_` and Base64 (as the specification of Standard Webhooks writes them), or any text.
    ///
    /// - Returns: `nil` when it is shorter than ``minimum`` bytes, or what follows `whsec_` is no Base64.
    public init?(_ text: String) {
        let bytes: Data
        if text.hasPrefix("whsec_") {
            guard let decoded = Data(base64Encoded: String(text.dropFirst(6))) else { return nil }
            bytes = decoded
        } else {
            bytes = Data(text.utf8)
        }
        guard bytes.count >= Self.minimum else { return nil }
        key = SymmetricKey(data: bytes)
    }
}
