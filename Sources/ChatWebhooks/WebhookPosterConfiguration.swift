import AMQP

/// What those who post are told.
public struct WebhookPosterConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// In logs and at the broker.
    public var name: String
    public var receivers: [WebhookReceiver]
    /// Makes the exchange of events where it is not there yet.
    public var prepare: @Sendable (Connection) async throws -> Void

    public init(
        broker: ConnectionConfiguration, name: String, receivers: [WebhookReceiver],
        prepare: @escaping @Sendable (Connection) async throws -> Void
    ) {
        self.broker = broker
        self.name = name
        self.receivers = receivers
        self.prepare = prepare
    }
}
