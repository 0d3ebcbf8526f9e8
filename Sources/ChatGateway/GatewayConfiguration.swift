import AMQP
import ChatContract

/// What a gateway is told when it starts.
public struct GatewayConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// Its name on the wire: events for its visitors come by `gateway.<name>.<type>`.
    public var name: GatewayHandle

    public init(broker: ConnectionConfiguration, name: GatewayHandle) {
        self.broker = broker
        self.name = name
    }
}
