/// The arguments of a queue (`x-…`), typed, because the broker silently accepts a misspelt one.
public struct QueueArguments: Sendable, Hashable {
    /// How a queue keeps its messages.
    public enum Kind: String, Sendable, Hashable {
        case classic, quorum, stream
    }

    /// How dead letters are passed on.
    public enum DeadLetterStrategy: String, Sendable, Hashable {
        case atMostOnce = "at-most-once"
        /// Quorum queues only; needs ``Overflow/rejectPublish``.
        case atLeastOnce = "at-least-once"
    }

    /// What happens when the queue is full.
    public enum Overflow: String, Sendable, Hashable {
        case dropHead = "drop-head"
        case rejectPublish = "reject-publish"
        /// Classic queues only.
        case rejectPublishDeadLetter = "reject-publish-dlx"
    }

    /// `nil` leaves it to the broker, which takes `classic`.
    public var kind: Kind?
    /// Whether only one consumer at a time gets messages.
    public var singleActiveConsumer: Bool?
    /// How often a message of a quorum queue may come back before it is a dead letter.
    public var deliveryLimit: Int?
    public var deadLetterExchange: String?
    public var deadLetterRoutingKey: String?
    public var deadLetterStrategy: DeadLetterStrategy?
    public var overflow: Overflow?
    /// How long a message may wait; whole milliseconds are sent.
    public var messageTTL: Duration?
    public var maxLength: Int?
    public var maxLengthBytes: Int?
    /// After how long without use the queue is deleted; whole milliseconds are sent.
    public var expires: Duration?
    /// What else to send; it wins over the typed ones.
    public var others: Table

    public init(
        kind: Kind? = nil,
        singleActiveConsumer: Bool? = nil,
        deliveryLimit: Int? = nil,
        deadLetterExchange: String? = nil,
        deadLetterRoutingKey: String? = nil,
        deadLetterStrategy: DeadLetterStrategy? = nil,
        overflow: Overflow? = nil,
        messageTTL: Duration? = nil,
        maxLength: Int? = nil,
        maxLengthBytes: Int? = nil,
        expires: Duration? = nil,
        others: Table = Table()
    ) {
        self.kind = kind
        self.singleActiveConsumer = singleActiveConsumer
        self.deliveryLimit = deliveryLimit
        self.deadLetterExchange = deadLetterExchange
        self.deadLetterRoutingKey = deadLetterRoutingKey
        self.deadLetterStrategy = deadLetterStrategy
        self.overflow = overflow
        self.messageTTL = messageTTL
        self.maxLength = maxLength
        self.maxLengthBytes = maxLengthBytes
        self.expires = expires
        self.others = others
    }

    /// The arguments as they are sent.
    public var table: Table {
        var table = Table()
        if let kind { table.append("x-queue-type", .string(kind.rawValue)) }
        if let singleActiveConsumer { table.append("x-single-active-consumer", .boolean(singleActiveConsumer)) }
        if let deliveryLimit { table.append("x-delivery-limit", .integer(deliveryLimit)) }
        if let deadLetterExchange { table.append("x-dead-letter-exchange", .string(deadLetterExchange)) }
        if let deadLetterRoutingKey { table.append("x-dead-letter-routing-key", .string(deadLetterRoutingKey)) }
        if let deadLetterStrategy { table.append("x-dead-letter-strategy", .string(deadLetterStrategy.rawValue)) }
        if let overflow { table.append("x-overflow", .string(overflow.rawValue)) }
        if let messageTTL { table.append("x-message-ttl", .int64(messageTTL.wholeMilliseconds)) }
        if let maxLength { table.append("x-max-length", .integer(maxLength)) }
        if let maxLengthBytes { table.append("x-max-length-bytes", .integer(maxLengthBytes)) }
        if let expires { table.append("x-expires", .int64(expires.wholeMilliseconds)) }
        table.merge(self.others)
        return table
    }
}
