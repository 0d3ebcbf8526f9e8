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
        var place = SHA256()
        place.update(data: Array("\(address)\0\(subject)".utf8))
        var name = SHA256()
        name.update(data: Array("\(address)\0\(login)\0\(actor)\0\(subject)\0\(messageID)".utf8))
        bytes = Array(place.finalize().prefix(6)) + Array(name.finalize().prefix(10))
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
        hash.update(data: Array(type.rawValue.utf8) + [0])
        hash.update(data: body)
        value = hash.finalize().prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// A fingerprint as it was stored.
    public init(value: Int64) {
        self.value = value
    }
}
