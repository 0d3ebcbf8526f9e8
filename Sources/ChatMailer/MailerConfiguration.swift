import AMQP

/// What a mailer is told.
public struct MailerConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// In logs and at the broker.
    public var name: String
    public var server: MailServer
    public var from: MailAddress
    public var retry: RetryPlan
    /// How many mails are in hand at a time.
    public var width: Int
    /// Makes the queue `chat.mail` and its binding where they are not there yet.
    public var prepare: @Sendable (Connection) async throws -> Void

    public init(
        broker: ConnectionConfiguration, name: String, server: MailServer, from: MailAddress,
        retry: RetryPlan = RetryPlan(), width: Int = 10,
        prepare: @escaping @Sendable (Connection) async throws -> Void
    ) {
        self.broker = broker
        self.name = name
        self.server = server
        self.from = from
        self.retry = retry
        self.width = width
        self.prepare = prepare
    }
}
