/// What became of a published message.
public enum Confirmation: Sendable {
    /// The broker has taken the responsibility (`basic.ack`).
    case acknowledged
    /// The broker could not or would not take the message (`basic.nack`), for example because a queue is full.
    case rejected
    /// The message was mandatory and no queue would take it.
    case returned(Return)
    /// The connection went before the broker said, or the message could not be sent at all.
    case unknown(AMQPError)

    /// Whether the broker took the message, and routed it as far as it was asked to.
    public var isAcknowledged: Bool {
        if case .acknowledged = self { true } else { false }
    }
}
