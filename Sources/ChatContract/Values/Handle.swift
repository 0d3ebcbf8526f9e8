/// A name that people chose for a thing: a channel, an agent, a bot or a gateway.
///
/// Handles stand in routing keys and queue names, so they are short and plain: `[a-z0-9][a-z0-9_-]{0,62}`.
public struct Handle<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself.
    public let text: String

    /// Takes `text` when it has the form of a handle.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard let first = bytes.first, Self.isAlphanumeric(first), bytes.count <= 63,
            bytes.allSatisfy({ Self.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D })
        else { return nil }
        self.text = String(text)
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

/// Marks the handles of channels.
public enum ChannelKind {}
/// Marks the handles of agents.
public enum AgentKind {}
/// Marks the handles of bots.
public enum BotKind {}
/// Marks the handles of gateways.
public enum GatewayKind {}
/// Marks the handles of receivers of webhooks.
public enum WebhookKind {}

/// The handle of a chat channel.
public typealias ChannelHandle = Handle<ChannelKind>
/// The handle of an agent.
public typealias AgentHandle = Handle<AgentKind>
/// The handle of a bot.
public typealias BotHandle = Handle<BotKind>
/// The handle of a widget gateway.
public typealias GatewayHandle = Handle<GatewayKind>
/// The name of a receiver of webhooks, in logs and queues.
public typealias WebhookHandle = Handle<WebhookKind>

extension Handle: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let handle = Self(text) else {
            let quoted = String(text.unicodeScalars.prefix(80))
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(quoted)\" is not a handle: lower-case letters, digits, _ and -, at most 63")
        }
        self = handle
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Handle: CodingKeyRepresentable {
    public var codingKey: any CodingKey { HandleKey(stringValue: text) }

    public init?(codingKey: some CodingKey) {
        self.init(codingKey.stringValue)
    }
}

private struct HandleKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
