import AMQP
import ChatContract

/// What those who post are told. Who the receivers are they ask the workers.
public struct WebhookPosterConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// In logs and at the broker.
    public var name: String
    /// What goes where a receiver says nothing.
    public var plan: PostingPlan
    /// How often is looked who the receivers are, and whether their secrets changed, besides when it is told.
    public var interval: Duration
    /// Makes the exchange of events where it is not there yet.
    public var prepare: @Sendable (Connection) async throws -> Void

    public init(
        broker: ConnectionConfiguration, name: String, plan: PostingPlan = PostingPlan(),
        interval: Duration = .seconds(30), prepare: @escaping @Sendable (Connection) async throws -> Void
    ) {
        self.broker = broker
        self.name = name
        self.plan = plan
        self.interval = interval
        self.prepare = prepare
    }
}
