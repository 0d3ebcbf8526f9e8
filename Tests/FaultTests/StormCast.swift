import ChatClient
import ChatContract
import Synchronization

/// The visitors and agents of the storm, who do what people do, all the time.
final class StormCast: Sendable {
    static let channels: [ChannelHandle] = ["support", "sales", "billing"]
    /// The channel whose chats are offered.
    static let pushing: ChannelHandle = "billing"
    static let gateways: [GatewayHandle] = ["edge", "rim"]
    static let agents: [AgentHandle] = ["anna", "ben", "cleo", "dora", "emil", "finn"]

    private struct Board {
        /// Open sessions, with their channels: what agents see on their screens.
        var sessions: [SessionID: ChannelHandle] = [:]
        var owners: [SessionID: AgentHandle] = [:]
        /// Transfers that were asked for and not answered.
        var transfers: [AgentHandle: [SessionID]] = [:]
    }

    let ledger = Ledger()
    let keys: [GatewayHandle: VisitorKeys] = [gateways[0]: VisitorKeys(), gateways[1]: VisitorKeys()]
    private let board = Mutex(Board())
    private let isOver = Mutex(false)

    func stop() { isOver.withLock { $0 = true } }
    private var goesOn: Bool { !isOver.withLock { $0 } }

    /// A little while to think.
    private func think(_ random: inout SeededRandom) async {
        try? await Task.sleep(for: .milliseconds(random.number(20...150)))
    }

    /// A command that is answered in the end; what it was refused for is noted.
    private func ask<Result: Decodable & Sendable>(
        _ client: ChatClient, _ type: CommandType, to channel: ChannelHandle? = nil, as actor: Actor,
        _ body: some Encodable & Sendable, sessionKey: String? = nil, returning: Result.Type = EmptyResult.self
    ) async -> Result? {
        let sentAt = ContinuousClock.now
        let answer: ClientAnswer<Result>
        do {
            answer = try await client.ask(
                type, to: channel, as: actor, body, sessionKey: sessionKey, returning: Result.self)
        } catch {
            // The client is closed: the test is over.
            ledger.refused("\(type.rawValue) without an answer: \(error)", .internal)
            stop()
            return nil
        }
        if let channel { ledger.answered(channel, sentAt: sentAt) }
        switch answer {
        case .done(_, let result):
            ledger.done(type.rawValue)
            return result
        case .refused(_, let refusal):
            ledger.refused(type.rawValue, refusal.code)
            return nil
        }
    }

    private func post(
        _ text: String, in session: SessionID, on channel: ChannelHandle, as actor: Actor, _ client: ChatClient,
        key: String? = nil
    ) async -> Bool {
        let posted = await ask(
            client, .messagePost, to: channel, as: actor, MessagePost(session: session, text: text), sessionKey: key,
            returning: MessagePosted.self)
        guard let posted else { return false }
        ledger.posted(Ledger.Post(session: session, seq: posted.seq, text: text))
        return true
    }

    private func end(_ session: SessionID) {
        board.withLock { board in
            board.sessions[session] = nil
            board.owners[session] = nil
        }
    }

    // MARK: - Visitors

    /// One visitor: opens, writes until it is over, and comes again.
    func visit(_ number: Int, _ client: ChatClient, seed: UInt64) async {
        var random = SeededRandom(seed: seed)
        let channel = Self.channels[number % Self.channels.count]
        let gateway = Self.gateways[number % Self.gateways.count]
        let name = "visitor-\(number)"
        var line = 0
        while goesOn {
            let body = SessionOpen(
                visitorId: "the-secret-of-the-browser-of-\(name)", gateway: gateway, connection: name, name: name,
                email: "\(name)@example.com")
            guard
                let opened = await ask(
                    client, .sessionOpen, to: channel, as: .visitor, body, returning: SessionOpened.self)
            else { continue }
            let session = opened.session
            ledger.opened(session)
            keys[gateway]?.note(session, VisitorKeys.Visitor(name: name, channel: channel, key: opened.key))
            board.withLock { $0.sessions[session] = channel }
            for _ in 0..<random.number(5...25) where goesOn {
                await think(&random)
                line += 1
                let isHeard = await post(
                    "\(name) line \(line)", in: session, on: channel, as: .visitor, client, key: opened.key)
                if !isHeard { break }
            }
            if random.oneIn(2) {
                let body = SessionReference(session: session)
                if await ask(client, .sessionClose, to: channel, as: .visitor, body, sessionKey: opened.key) != nil {
                    ledger.closed(session)
                }
                end(session)
            }
        }
    }

    // MARK: - Agents

    /// One agent: takes chats, answers, hands over, gives back, closes.
    func serve(_ agent: AgentHandle, _ client: ChatClient, seed: UInt64) async {
        var random = SeededRandom(seed: seed)
        var line = 0
        while goesOn {
            await think(&random)
            let mine = board.withLock { board in
                board.owners.filter { $0.value == agent }.keys.sorted().compactMap { session in
                    board.sessions[session].map { (session: session, channel: $0) }
                }
            }
            if let offered = board.withLock({ $0.transfers[agent]?.popLast() }) {
                await accept(offered, agent, client)
            } else if random.oneIn(4) {
                await answerOffers(agent, client, &random)
            } else if mine.isEmpty || mine.count < 4 && random.oneIn(3) {
                await take(agent, client, &random)
            } else {
                let (session, channel) = random.pick(mine)
                line += 1
                await handle(session, channel, agent, client, "\(agent) line \(line)", &random)
            }
        }
    }

    /// Keeps an agent's connection alive.
    func renew(_ agent: AgentHandle, _ client: ChatClient) async {
        while !Task.isCancelled {
            let body = PresenceRenew(connection: "screen", leaseSeconds: 15)
            _ = try? await client.send(.presenceRenew, as: .agent(agent), body, timeout: .seconds(5))
            try? await Task.sleep(for: .seconds(3))
        }
    }

    /// Keeps a gateway's lease.
    func renew(_ gateway: GatewayHandle, _ client: ChatClient) async {
        while !Task.isCancelled {
            _ = try? await client.renewGateway(gateway, leaseSeconds: 15, timeout: .seconds(5))
            try? await Task.sleep(for: .seconds(3))
        }
    }

    private func take(_ agent: AgentHandle, _ client: ChatClient, _ random: inout SeededRandom) async {
        let waiting = board.withLock { board in
            board.sessions.keys.filter { board.owners[$0] == nil }.sorted()
        }
        if random.oneIn(2) || waiting.isEmpty {
            let taken = await ask(
                client, .sessionPickUpNext, as: .agent(agent), SessionPickUpNext(), returning: SessionTaken.self)
            if let session = taken?.session {
                ledger.done("chats taken")
                note(session, owner: agent)
            }
        } else {
            let session = random.pick(waiting)
            guard let channel = board.withLock({ $0.sessions[session] }) else { return }
            let taken = await ask(
                client, .sessionPickUp, to: channel, as: .agent(agent), SessionReference(session: session),
                returning: SessionTaken.self)
            if taken != nil {
                ledger.done("chats taken")
                note(session, owner: agent)
            }
        }
    }

    /// Takes the chats that he is asked to take, most of them.
    private func answerOffers(_ agent: AgentHandle, _ client: ChatClient, _ random: inout SeededRandom) async {
        struct Incoming: Decodable, Sendable { var items: [Summary] }
        let incoming = await ask(
            client, .sessionList, as: .agent(agent), SessionList(view: .incoming, channel: Self.pushing),
            returning: Incoming.self)
        for summary in incoming?.items ?? [] where summary.offeredUntil != nil {
            let body = SessionReference(session: summary.session)
            if random.oneIn(5) {
                _ = await ask(client, .offerDecline, to: Self.pushing, as: .agent(agent), body)
            } else if await ask(
                client, .offerAccept, to: Self.pushing, as: .agent(agent), body, returning: SessionTaken.self) != nil
            {
                ledger.done("chats taken")
                note(summary.session, owner: agent)
            }
        }
    }

    private func note(_ session: SessionID, owner: AgentHandle?) {
        board.withLock { $0.owners[session] = owner }
    }

    private func accept(_ session: SessionID, _ agent: AgentHandle, _ client: ChatClient) async {
        guard let channel = board.withLock({ $0.sessions[session] }) else { return }
        let body = SessionReference(session: session)
        if await ask(client, .transferAccept, to: channel, as: .agent(agent), body) != nil {
            note(session, owner: agent)
        }
    }

    private func handle(
        _ session: SessionID, _ channel: ChannelHandle, _ agent: AgentHandle, _ client: ChatClient, _ text: String,
        _ random: inout SeededRandom
    ) async {
        let reference = SessionReference(session: session)
        switch random.number(0...15) {
        case 0:
            let target = random.pick(Self.agents.filter { $0 != agent })
            let body = TransferRequest(session: session, agent: target)
            if await ask(client, .transferRequest, to: channel, as: .agent(agent), body) != nil {
                board.withLock { $0.transfers[target, default: []].append(session) }
            }
        case 1:
            if await ask(client, .sessionRequeue, to: channel, as: .agent(agent), reference) != nil {
                note(session, owner: nil)
            }
        case 2:
            if await ask(client, .sessionClose, to: channel, as: .agent(agent), reference) != nil {
                ledger.closed(session)
            }
            end(session)
        default:
            // Refused: it is over, or somebody else's by now.
            if await !post(text, in: session, on: channel, as: .agent(agent), client) { note(session, owner: nil) }
        }
    }
}
