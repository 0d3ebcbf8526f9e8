import AMQP
import ChatContract
import ChatCore
import ChatStore

/// An agent's screen: knows what it was told, does what comes to mind.
final class SimulatedAgent {
    let handle: AgentHandle
    private let engine: Engine
    private let client: SimulatedClient
    private let company: SimulatedCompany
    private var queue: ReaderQueue?
    /// Whether the screen runs.
    private(set) var isOnline = true
    private var connections = 1
    private var lines = 0
    /// What he believes of the sessions that he has heard of.
    private var known: [SessionID: Known] = [:]

    private struct Known {
        var channel: ChannelHandle
        var status: SessionStatus
        var owner: AgentHandle?
        var asked: AgentHandle?
        var offered: AgentHandle?
        var seq: Int64
    }

    private static let lease = 18

    init(
        _ handle: AgentHandle, _ engine: Engine, _ client: SimulatedClient, _ broker: SimulatedBroker,
        _ company: SimulatedCompany
    ) {
        self.handle = handle
        self.engine = engine
        self.client = client
        self.company = company
        let bindings = Set(["agent.\(handle)"] + company.channels.map { "desk.\($0)" })
        let queue = ReaderQueue(bindings, engine) { [weak self] in self?.take($0) }
        broker.add(queue)
        self.queue = queue
        set(.present)
        renew()
    }

    // MARK: - How he is

    var isIdle: Bool { client.open == 0 }
    var owned: [SessionID] { sessions { $0.owner == handle } }
    var others: [SessionID] { sessions { $0.owner != nil && $0.owner != handle } }
    var waiting: [SessionID] { sessions { $0.status == .inQueue } }
    var asked: [SessionID] { sessions { $0.asked == handle } }
    var offered: [SessionID] { sessions { $0.offered == handle } }

    private func sessions(_ isWanted: (Known) -> Bool) -> [SessionID] {
        known.filter { $0.value.status.isLive && isWanted($0.value) }.keys.sorted()
    }

    func move() {
        guard isOnline,
            let move = engine.random.pick(AgentMove.all.filter { $0.isPossible(self) }, weight: \.weight)
        else { return }
        move.perform(self)
    }

    // MARK: - Moves

    func pickUpNext() {
        client.send(.sessionPickUpNext, by: .agent(handle), SessionPickUpNext(), lane: "control") {
            [weak self] result in
            self?.took(result)
        }
    }

    func pickUp() {
        // Sometimes one that somebody else has: he cannot know.
        send(.sessionPickUp, to: engine.random.oneIn(8) ? others : waiting) { [weak self] in self?.took($0) }
    }

    private func took(_ result: CallResult) {
        guard result.ok, let session = result.facts.session else { return }
        known[session]?.owner = handle
        known[session]?.status = .customerLast
    }

    func post() {
        guard let session = engine.random.pick(owned) else { return }
        lines += 1
        let text = "\(handle) says \(lines)"
        send(.messagePost, to: [session], text: text) { MessagePost(session: $0, text: text) }
    }

    func read() { send(.messageRead, to: owned) { [known] in MessageRead(session: $0, through: known[$0]?.seq ?? 0) } }
    func close() { send(.sessionClose, to: owned) }
    func requeue() { send(.sessionRequeue, to: owned) }
    func accept() { send(.transferAccept, to: asked) }
    func reject() { send(.transferReject, to: asked) }
    func cancel() { send(.transferCancel, to: owned) }
    func takeOver() { send(.sessionTakeOver, to: others) }
    func listen() { send(.sessionListen, to: others) }
    func unlisten() { send(.sessionUnlisten, to: others) }

    func transfer() {
        guard let target = engine.random.pick(company.agents)?.handle else { return }
        send(.transferRequest, to: owned) { TransferRequest(session: $0, agent: target) }
    }

    func takeOffer() {
        send(.offerAccept, to: offered) { [weak self] in self?.took($0) }
    }

    func decline() { send(.offerDecline, to: offered) }

    func note() {
        let text = "\(handle) thinks"
        send(.notePost, to: owned) { NotePost(session: $0, text: text) }
    }

    func moveToChannel() {
        guard let target = engine.random.pick(company.channels) else { return }
        send(.transferRequest, to: owned) { TransferRequest(session: $0, channel: target) }
    }

    func set(_ status: WantedPresence) {
        client.send(.presenceSet, by: .agent(handle), PresenceSet(status: status), lane: "control")
    }

    /// He says that he goes.
    func leave() {
        client.send(
            .presenceDrop, by: .agent(handle), PresenceDrop(connection: connection), lane: "control")
        isOnline = false
        queue?.close()
        comeBack(engine.random.span(1000...20_000))
    }

    /// His connection is gone, and nobody tells.
    func crash() {
        isOnline = false
        queue?.close()
        client.lose()
        comeBack(engine.random.oneIn(4) ? engine.random.span(20_000...90_000) : engine.random.span(200...5000))
    }

    private func comeBack(_ span: Span) {
        let connection = connections
        engine.scheduler.after(span) { [weak self] in
            guard let self, connections == connection else { return }
            revive()
        }
    }

    func revive() {
        guard !isOnline else { return }
        connections += 1
        isOnline = true
        queue?.open()
        client.reconnect()
        lookAround()
        sendRenewal()
    }

    private var connection: String { "screen-\(connections)" }

    private func renew() {
        if isOnline { sendRenewal() }
        engine.scheduler.after(.seconds(Self.lease / 3)) { [weak self] in self?.renew() }
    }

    private func sendRenewal() {
        guard !client.isBusy(SimulatedClient.leases) else { return }
        client.send(
            .presenceRenew, by: .agent(handle), PresenceRenew(connection: connection, leaseSeconds: Self.lease),
            lane: SimulatedClient.leases)
    }

    private func send(
        _ type: CommandType, to sessions: [SessionID], _ done: @escaping (CallResult) -> Void = { _ in }
    ) {
        guard let session = engine.random.pick(sessions), let channel = known[session]?.channel else { return }
        client.send(
            type, on: channel, by: .agent(handle), SessionReference(session: session), session: session,
            lane: session.description, done)
    }

    private func send(
        _ type: CommandType, to sessions: [SessionID], text: String? = nil, _ body: (SessionID) -> some Encodable
    ) {
        guard let session = engine.random.pick(sessions), let channel = known[session]?.channel else { return }
        client.send(
            type, on: channel, by: .agent(handle), body(session), session: session, lane: session.description,
            text: text)
    }

    // MARK: - Reading

    /// What he missed while he was away, as `desk.get` tells it.
    private func lookAround() {
        let channels = company.channels
        let sessions = try? company.store.look { reader throws(StoreError) in
            try reader.sessions(.waiting(channels), limit: 100) + reader.sessions(.ongoing(channels), limit: 100)
        }
        guard let sessions else { return }
        known = [:]
        for (_, session) in sessions {
            known[session.id] = Known(
                channel: session.channel, status: session.status, owner: session.owner,
                asked: session.conversation?.transfer?.target, offered: session.waiting?.offer?.agent,
                seq: session.seq)
        }
    }

    private func take(_ publishing: Publishing) {
        guard isOnline, let kept = company.kept(publishing) else { return }
        engine.expect(publishing.body == kept.body, "agents get the agents' form", kept.event.messageID)
        let event = kept.event
        var now = known[event.session] ?? Known(channel: event.channel, status: event.status, seq: 0)
        guard event.seq > now.seq else { return }
        now.seq = event.seq
        now.status = event.status
        now.channel = event.channel
        switch event.data {
        case .assigned(let assigned):
            now.owner = assigned.agent
            now.asked = nil
            now.offered = nil
        case .offered(let offered): now.offered = offered.agent
        case .offerEnded: now.offered = nil
        case .transferRequested(let request): now.asked = request.to
        case .transferRejected, .transferCancelled, .transferExpired, .transferAccepted: now.asked = nil
        case .queued: now.owner = nil
        default: break
        }
        if event.status.isLive { known[event.session] = now } else { known[event.session] = nil }
    }
}
