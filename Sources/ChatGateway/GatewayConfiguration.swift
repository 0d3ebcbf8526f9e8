import AMQP
import ChatContract

/// What a gateway is told when it starts.
public struct GatewayConfiguration: Sendable {
    public var broker: ConnectionConfiguration
    /// Its name on the wire: events for its visitors come by `gateway.<name>.<type>`.
    public var name: GatewayHandle
    public var host: String
    /// 0 for any.
    public var port: Int
    /// A folder with pages instead of those that come with the program.
    public var pages: String?
    /// Signs cookies: gateways with the same one accept each other's. At least 32 bytes.
    public var secret: [UInt8]

    public init(
        broker: ConnectionConfiguration, name: GatewayHandle, host: String = "127.0.0.1", port: Int = 8080,
        pages: String? = nil, secret: [UInt8]
    ) {
        self.broker = broker
        self.name = name
        self.host = host
        self.port = port
        self.pages = pages
        self.secret = secret
    }
}
