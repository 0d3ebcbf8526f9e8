import AMQP
import ChatContract

/// A gateway: keeps its lease, and hands its visitors their events.
final class SimulatedGateway {
    let handle: GatewayHandle
    private let engine: Engine
    private let client: SimulatedClient
    private(set) var isAlive = true
    private let company: SimulatedCompany
    private var queue: ReaderQueue?

    private static let lease = 18

    init(
        _ handle: GatewayHandle, _ engine: Engine, _ client: SimulatedClient, _ broker: SimulatedBroker,
        _ company: SimulatedCompany
    ) {
        self.handle = handle
        self.engine = engine
        self.client = client
        self.company = company
        let queue = ReaderQueue(["gateway.\(handle)"], engine) { [weak self] in self?.take($0) }
        broker.add(queue)
        self.queue = queue
        renew()
    }

    private func take(_ publishing: Publishing) {
        guard isAlive, let kept = company.kept(publishing) else { return }
        engine.expect(
            publishing.body == kept.visitorBody ?? kept.body, "visitors get the visitors' form", kept.event.messageID)
        for visitor in company.visitors where visitor.window?.gateway === self { visitor.take(kept.event) }
    }

    private func renew() {
        if isAlive, !client.isBusy(SimulatedClient.leases) {
            client.send(
                .gatewayRenew, by: .system("gateway"), GatewayRenew(gateway: handle, leaseSeconds: Self.lease),
                lane: SimulatedClient.leases)
        }
        engine.scheduler.after(.seconds(Self.lease / 3)) { [weak self] in self?.renew() }
    }

    /// It dies, and comes back after a while; its visitors' windows are lost at once.
    func crash() {
        guard isAlive else { return }
        isAlive = false
        queue?.close()
        client.lose()
        for visitor in company.visitors where visitor.window?.gateway === self { visitor.loseGateway() }
        engine.scheduler.after(engine.random.span(500...25_000)) { [weak self] in self?.revive() }
    }

    func revive() {
        guard !isAlive else { return }
        isAlive = true
        queue?.open()
        client.reconnect()
    }

    /// Its reading is interrupted: what comes meanwhile is lost.
    func loseReader() {
        queue?.close()
        engine.scheduler.after(engine.random.span(10...2000)) { [weak self] in
            guard let self, isAlive else { return }
            queue?.open()
            // A gateway that has read again asks for what its visitors missed.
            for visitor in company.visitors where visitor.window?.gateway === self { visitor.attach() }
        }
    }
}
