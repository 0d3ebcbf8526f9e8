import AMQP
import ChatContract
import ChatStore

/// Channels, gateways, agents and visitors: all that is around the workers.
final class SimulatedCompany {
    let engine: Engine
    let broker: SimulatedBroker
    let store: Store
    let watch: StoreWatch
    let ledger: Ledger
    let channels: [ChannelHandle]
    private(set) var gateways: [SimulatedGateway] = []
    private(set) var agents: [SimulatedAgent] = []
    private(set) var visitors: [SimulatedVisitor] = []
    private(set) var administrator: SimulatedAdministrator?
    private var clients: [SimulatedClient] = []
    /// A point on the clock that readers of events go by.
    private let origin = ContinuousClock.now
    private let start: Timestamp
    private var unanswered = 0

    init(
        _ engine: Engine, _ broker: SimulatedBroker, _ store: Store, _ watch: StoreWatch, _ ledger: Ledger,
        channels: [ChannelHandle]
    ) {
        self.engine = engine
        self.broker = broker
        self.store = store
        self.watch = watch
        self.ledger = ledger
        self.channels = channels
        start = engine.now
    }

    /// Brings everybody in.
    func populate(gateways: [GatewayHandle], agents: [AgentHandle], visitors: Int) {
        self.gateways = gateways.map { SimulatedGateway($0, engine, client("gateway-\($0)"), broker, self) }
        self.agents = agents.map { SimulatedAgent($0, engine, client($0.text), broker, self) }
        self.visitors = (1...visitors).map { SimulatedVisitor("visitor-\($0)", engine, client("visitor-\($0)"), self) }
        administrator = SimulatedAdministrator(engine, client("administrator"), self)
    }

    private func client(_ name: String) -> SimulatedClient {
        let client = SimulatedClient(name, engine, broker, ledger)
        clients.append(client)
        return client
    }

    /// How many commands are not answered.
    var open: Int { clients.reduce(0) { $0 + $1.open } }

    /// Everybody is connected again.
    func reconnect() { clients.forEach { $0.reconnect() } }

    /// Breaks what keeps everybody in memory.
    func forget() {
        gateways = []
        agents = []
        visitors = []
        administrator = nil
        clients = []
    }

    /// The time as readers of events take it.
    var instant: ContinuousClock.Instant { origin + .milliseconds((engine.now - start).milliseconds) }

    /// The event that a message tells of, as it was committed.
    func kept(_ publishing: Publishing) -> StoreWatch.Kept? {
        publishing.properties.messageID.flatMap { watch.events[$0] }
    }

    /// Sends a command that is never answered, once.
    func publish(
        _ type: CommandType, on channel: ChannelHandle, by actor: Actor, _ body: some Encodable, key: String? = nil
    ) {
        guard let body = try? WireJSON.encode(body) else { return }
        unanswered += 1
        var headers = Table()
        headers.append(Header.actor, .string(actor.description))
        if let key { headers.append(Header.sessionKey, .string(key)) }
        let publishing = Publishing(
            exchange: Exchange.commands, routingKey: RoutingKey.command(type, channel: channel),
            properties: Properties(
                contentType: "application/json", headers: headers, deliveryMode: .persistent,
                messageID: "once-\(unanswered)", type: type.rawValue, userID: SimulatedProcess.login),
            body: body)
        engine.scheduler.after(engine.random.span(1...25)) { [broker] in broker.route(publishing) }
    }
}
