/// Whom to connect to, as whom, and how patiently.
public struct ConnectionConfiguration: Sendable, Hashable {
    /// How the client proves who it is.
    public enum Authentication: Sendable, Hashable {
        /// By user and password.
        case plain
        /// By its TLS certificate (`EXTERNAL`); the password is not sent.
        case external
    }

    /// The brokers of one cluster; any of them will do.
    public var endpoints: [Endpoint]
    public var virtualHost: String
    public var user: String
    public var password: String
    public var authentication: Authentication
    /// `nil` for a connection in the clear.
    public var tls: TLSConfiguration?
    /// What the broker's management shows as the name of the connection.
    public var name: String
    /// Seconds between two signs of life; twice that long without one, and the connection is lost. 0 for none.
    public var heartbeat: Int
    /// The limit for reaching one endpoint, its handshake included.
    public var connectTimeout: Duration
    /// The limit for the broker's answer to one request.
    public var requestTimeout: Duration
    /// The longest frame in bytes, 4,096 at least; longer bodies are cut into several frames.
    public var frameMax: Int

    public init(
        endpoints: [Endpoint] = [Endpoint(host: "localhost")],
        virtualHost: String = "/",
        user: String = "guest",
        password: String = "guest",
        authentication: Authentication = .plain,
        tls: TLSConfiguration? = nil,
        name: String = "",
        heartbeat: Int = 10,
        connectTimeout: Duration = .seconds(5),
        requestTimeout: Duration = .seconds(10),
        frameMax: Int = 131_072
    ) {
        self.endpoints = endpoints
        self.virtualHost = virtualHost
        self.user = user
        self.password = password
        self.authentication = authentication
        self.tls = tls
        self.name = name
        self.heartbeat = heartbeat
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.frameMax = frameMax
    }
}

extension ConnectionConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The configuration as a URI, the password masked.
    public var description: String {
        let scheme = self.tls == nil ? "amqp" : "amqps"
        let hosts = self.endpoints.map(\.description).joined(separator: ",")
        let user = PercentEncoding.encode(self.user)
        return "\(scheme)://\(user):***@\(hosts)/\(PercentEncoding.encode(self.virtualHost))"
    }

    public var debugDescription: String { self.description }

    /// Keeps the password out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["uri": self.description]) }
}
