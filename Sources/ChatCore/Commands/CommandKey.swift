import ChatContract
import Crypto

/// The idempotency key of a command: channel or control, login, actor and message-id; with a visitor also his session.
///
/// Sixteen bytes: six that are the same for all commands of a session (so that the index over them grows in few
/// places at a time), ten that tell the commands apart.
public struct CommandKey: Hashable, Sendable {
    public let bytes: [UInt8]

    /// - Parameters:
    ///   - address: the channel's handle, or `control`.
    ///   - subject: the session, for `session.open` the visitor's secret; empty where there is neither.
    public init(address: String, login: String, actor: Actor, subject: String, messageID: String) {
        var place = PlaceHash()
        place.update(address)
        place.update(subject)
        var name = SHA256()
        for part in [address, login, actor.description, subject, messageID] { name.update(text: part) }
        bytes = place.bytes + Array(name.finalize().prefix(10))
    }

    /// Where in the index a session's commands stand: no secret depends on it, so a quick hash will do (FNV-1a).
    private struct PlaceHash {
        private var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func update(_ text: String) {
            for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
            value = (value ^ 0xFF) &* 0x100_0000_01B3
        }

        var bytes: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    }

    /// A key as it was stored.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// A digest of a command's type and body: tells a repeat from another command under the same message-id.
public struct CommandFingerprint: Hashable, Sendable {
    public let value: Int64

    public init(type: CommandType, body: [UInt8]) {
        var hash = SHA256()
        hash.update(text: type.rawValue)
        body.withUnsafeBytes { hash.update(bufferPointer: $0) }
        value = hash.finalize().prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// A fingerprint as it was stored.
    public init(value: Int64) {
        self.value = value
    }
}

extension SHA256 {
    /// Adds a text and its end.
    fileprivate mutating func update(text: String) {
        var text = text
        text.withUTF8 { update(bufferPointer: UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: UInt8(0)) { update(bufferPointer: $0) }
    }
}
