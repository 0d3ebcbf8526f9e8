import AMQP
import ChatContract

/// How a worker runs; the defaults are the architecture's.
public struct WorkerConfiguration: Sendable {
    /// Where the broker is, and with which login.
    public var broker: ConnectionConfiguration
    /// What the worker is called in logs, metrics and the list of workers.
    public var name: String
    /// The logins that may name any actor; the worker's own is always one.
    public var trustedPublishers: Set<String>
    /// How many commands one transaction takes at most.
    public var batchLimit = 500
    /// How many commands of a queue may be on their way unacknowledged.
    public var prefetch: UInt16 = 600
    /// How long a worker lives without renewing its lease; it does so every second.
    public var lease = Span.seconds(3)
    /// With this many unconfirmed messages, or one this old, the worker takes no more commands.
    public var unconfirmedLimit = 10_000
    public var unconfirmedAge = Span.seconds(10)
    /// How long after their end sessions keep what identifies people.
    public var retention = Span.days(365)
    /// Where customers are looked up instead of in the store.
    public var directory: DirectoryConfiguration?
    /// How long a stopping worker waits for the broker to confirm what it published.
    public var drainLimit = Span.seconds(10)

    public init(broker: ConnectionConfiguration, name: String, trustedPublishers: Set<String> = []) {
        self.broker = broker
        self.name = name
        self.trustedPublishers = trustedPublishers.union([broker.user])
    }
}
