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
    /// Proxies in front of it, whose word for whom they speak is taken.
    public var trustedProxies: [IPNetwork] = []
    /// How generous the allowances of visitors, addresses and channels are: 1 the standard, 0 no limits.
    public var limitFactor = 1.0
    /// A folder for uploaded logos and photos, which gateways may share; without one none are taken.
    public var media: String?
    /// Where the files are that visitors and agents share; without a place none are taken.
    public var files: FilePlace?
    /// Where the contents of the directory's documents are.
    public var documents = DocumentConfiguration()
    /// For how long an upload may stand still.
    public var uploadStall = Duration.seconds(30)
    /// How many bytes a second all uploads together take: lines of chats go first.
    public var uploadRate = 8 << 20
    /// Files in PEM with certificate chain and key: HTTPS. Both or none.
    public var certificate: String?
    public var key: String?

    /// For how long the body of a request may come, in seconds: a page sends it at once, and who does not only keeps a
    /// connection.
    public var bodySeconds: Int64 = 30
    /// Whether a visitor's e-mail address must be of a domain that exists.
    public var checksEmailDomains = true
    /// By whose tokens agents may sign in besides their passwords.
    public var provider: OpenIDProvider?

    public var isSecure: Bool { certificate != nil }

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
