import AMQP
import ChatClient
import ChatContract
import ChatCore
import ChatStore

/// A browser: opens sessions, writes, vanishes and comes back, by chance and through the contract only.
final class SimulatedVisitor {
    let name: String
    private let engine: Engine
    private let client: SimulatedClient
    private let company: SimulatedCompany
    private let secret: String
    private(set) var channel: ChannelHandle
    private(set) var session: SessionID?
    private var key: String?
    private var status: SessionStatus?
    /// The window that reads, at a gateway.
    private(set) var window: (gateway: SimulatedGateway, connection: String)?
    private var windows = 0
    private var reader: EventReader?
    /// The numbers of what was shown, in order, of the present session.
    private(set) var shown: [Int64] = []
    private(set) var lastPost: (id: String, session: SessionID, channel: ChannelHandle, key: String)?
    private var lines = 0

    init(_ name: String, _ engine: Engine, _ client: SimulatedClient, _ company: SimulatedCompany) {
        self.name = name
        self.engine = engine
        self.client = client
        self.company = company
        secret = "browser-secret-of-\(name)------------"
        channel = company.channels[0]
    }

    // MARK: - How he is

    var hasSession: Bool { session != nil }
    var isAttached: Bool { session != nil && window != nil }
    var isOffline: Bool { isAttached && status == .offlineForm }
    var isAskedWho: Bool { isAttached && status == .preChatForm }
    var isAskedHow: Bool { isAttached && status == .finished }
    var isConnected: Bool { client.isConnected }
    /// Whether everything that he asked was answered.
    var isIdle: Bool { client.open == 0 }

    func move() {
        guard let move = engine.random.pick(VisitorMove.all.filter { $0.isPossible(self) }, weight: \.weight) else {
            return
        }
        move.perform(self)
    }

    // MARK: - Moves

    func open() { open(on: session == nil ? engine.random.pick(company.channels) ?? channel : channel) }

    private func open(on channel: ChannelHandle) {
        self.channel = channel
        let window = newWindow()
        var body = SessionOpen(
            visitorId: secret, gateway: window?.gateway.handle, connection: window?.connection, name: name,
            email: "\(name)@example.com")
        // Without an address the form comes first.
        if engine.random.oneIn(4) { body.email = nil }
        if engine.random.oneIn(2) { body.question = nextLine("asks") }
        self.window = window
        client.send(.sessionOpen, on: channel, by: .visitor, body, lane: name, text: body.question) {
            [weak self] result in
            self?.opened(result)
        }
    }

    private func opened(_ result: CallResult) {
        guard result.ok, let session = result.facts.session, let snapshot = result.facts.snapshot else { return }
        if self.session != session {
            reader = EventReader(for: .visitor)
            shown = []
        }
        self.session = session
        key = result.facts.key
        status = result.status
        fill(snapshot.events ?? [], through: snapshot.seq, more: false)
    }

    func post() {
        let text = nextLine("says")
        guard let call = send(.messagePost, text: text, { MessagePost(session: $0, text: text) }), let session, let key
        else { return }
        lastPost = (call.id, session, channel, key)
    }

    /// The same message-id for something else: nothing may come of it.
    func change() {
        guard let lastPost else { return }
        let post = MessagePost(session: lastPost.session, text: nextLine("says instead"))
        let first = company.ledger.entries[lastPost.id]?.result
        guard let first, first.ok else { return }
        client.send(
            .messagePost, on: lastPost.channel, by: .visitor, post, session: lastPost.session, key: lastPost.key,
            lane: name, id: lastPost.id
        ) { [engine] result in
            engine.expect(!result.ok, "a used message-id does nothing else", lastPost.id)
        }
    }

    func postPoison() {
        let text = nextLine("\(Poison.mark) from")
        send(.messagePost, text: text) { MessagePost(session: $0, text: text) }
    }

    func read() {
        let through = reader?.through ?? 0
        send(.messageRead) { MessageRead(session: $0, through: through) }
    }

    func type() {
        guard let session, let key else { return }
        // Never answered, so never repeated.
        company.publish(.typingSet, on: channel, by: .visitor, TypingSet(session: session, typing: true), key: key)
    }

    func submit() {
        send(.requestSubmit) { RequestSubmit(session: $0, text: "call me", name: "n", email: "a@example.com") }
    }

    func identify() {
        let text = nextLine("asks")
        send(.sessionIdentify, text: text) {
            SessionIdentify(session: $0, name: "n", email: "a@example.com", question: text)
        }
    }

    func rate() {
        let rating = engine.random.number(1...5)
        send(.sessionRate) { SessionRate(session: $0, rating: rating) }
    }

    func leave() { send(.sessionLeave) { SessionReference(session: $0) } }

    /// His session went to another channel: what he says from now on goes there.
    private func follow(_ result: CallResult) -> Bool {
        guard result.code == .moved, let other = company.channels.first(where: { $0 != channel }) else { return false }
        channel = other
        return true
    }

    func close() { send(.sessionClose) { SessionReference(session: $0) } }

    func detach() {
        guard let window else { return }
        self.window = nil
        send(.sessionDetach) {
            SessionDetach(session: $0, gateway: window.gateway.handle, connection: window.connection)
        }
    }

    /// The gateway sees that the window's connection is gone.
    func vanish() {
        detach()
        loseConnection()
    }

    /// His window's gateway is gone, and nobody tells.
    func loseGateway() {
        window = nil
        loseConnection()
    }

    func attach() {
        guard let window = newWindow() else { return }
        self.window = window
        ask()
    }

    func forget() {
        session = nil
        key = nil
        reader = nil
        lastPost = nil
    }

    func loseConnection() {
        client.lose()
        engine.scheduler.after(engine.random.span(50...4000)) { [weak self] in self?.client.reconnect() }
    }

    /// Whatever is still open of his is closed.
    ///
    /// - Parameter live: the channels on which he has a live session, as the store knows it.
    func finish(_ live: [ChannelHandle]) {
        guard let first = live.first, isIdle else { return }
        if session != nil, channel == first { return close() }
        forget()
        channel = first
        open(on: first)
    }

    /// How the store knows him.
    var digest: VisitorDigest { VisitorDigest(secret: secret) }

    private func newWindow() -> (gateway: SimulatedGateway, connection: String)? {
        guard let gateway = engine.random.pick(company.gateways.filter(\.isAlive)) else { return nil }
        windows += 1
        return (gateway, "\(name)-\(windows)")
    }

    private func nextLine(_ what: String) -> String {
        lines += 1
        return "\(name) \(what) \(lines)"
    }

    @discardableResult
    private func send(
        _ type: CommandType, text: String? = nil, _ body: (SessionID) -> some Encodable
    ) -> Call? {
        guard let session, let key else { return nil }
        return client.send(
            type, on: channel, by: .visitor, body(session), session: session, key: key, lane: name, text: text
        ) { [weak self] result in
            guard let self, self.session == session else { return }
            _ = follow(result)
            if let status = result.status { self.status = status }
            // A session that is over: the next one is another.
            if result.code == .sessionClosed || result.status.map({ !$0.isLive }) == true { self.forget() }
        }
    }

    // MARK: - Reading

    private func ask() {
        guard let session, let window, let key else { return }
        let after = reader?.through ?? 0
        let body = SessionAttach(
            session: session, gateway: window.gateway.handle, connection: window.connection, after: after)
        client.send(.sessionAttach, on: channel, by: .visitor, body, session: session, key: key, lane: name) {
            [weak self] result in
            guard let self, self.session == session else { return }
            if follow(result) { return ask() }
            if let status = result.status { self.status = status }
            guard result.ok, let snapshot = result.facts.snapshot else { return }
            fill(result.facts.events ?? [], through: snapshot.seq, more: result.facts.more == true)
        }
    }

    /// An event came to his gateway.
    func take(_ event: Event) {
        guard event.session == session, window != nil, reader != nil,
            case .deliver(let events) = reader?.take(event, at: company.instant)
        else { return }
        show(events)
    }

    /// Looks for holes.
    func look() {
        guard isAttached, isConnected, let after = reader?.hole(at: company.instant) else { return }
        engine.note("\(name) misses what comes after \(after)")
        ask()
    }

    private func fill(_ events: [Event], through seq: Int64, more: Bool) {
        let fresh = reader?.fill(events, through: seq, more: more, at: company.instant) ?? []
        show(fresh)
    }

    private func show(_ events: [Event]) {
        for event in events {
            engine.expect(
                shown.last.map { $0 < event.seq } ?? true, "a visitor sees each event once, in order",
                "\(name) saw \(event.messageID) after \(shown.last ?? 0)")
            engine.expect(
                event.visibility == .visitor, "visitors see what is for them", "\(name) saw \(event.messageID)")
            engine.expect(
                event.previous.map { $0 <= shown.last ?? 0 } ?? false, "a visitor misses nothing",
                "\(name) saw \(event.messageID) after \(shown.last ?? 0), not after \(event.previous ?? -1)")
            shown.append(event.seq)
            status = event.status
            channel = event.channel
        }
        if let last = events.last, !last.status.isLive, isIdle {
            // He has seen the end.
            forget()
        }
    }
}
