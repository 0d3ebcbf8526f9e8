import ChatClient
import ChatContract
import Synchronization

/// A reader as the contract wants it: takes events as they come, puts them in order by number, asks for holes, and
/// after a lost connection for everything that it missed.
final class FaultReader: Sendable {
    /// Events after a number, as `session.attach` and `session.get` give them.
    struct Page: Sendable {
        var events: [Event]
        /// The number of the session's last event.
        var through: Int64
        var more: Bool
    }

    private struct State {
        var readers: [SessionID: EventReader] = [:]
        var have: [SessionID: Set<Int64>] = [:]
        var figures = Figures()
        /// The subscription's incarnation up to which nothing was missed.
        var caughtUp = 1
        /// The sessions that are still to be asked for, and since which incarnation.
        var behind: Set<SessionID> = []
        var behindSince = 1
    }

    /// How events came.
    struct Figures: Sendable {
        var delivered = 0
        var repeats = 0
        var fetched = 0
        var holes = 0
        var catchUps = 0
        /// Why it could not catch up at once.
        var troubles: [String: Int] = [:]
    }

    let name: String
    private let audience: EventReader.Audience
    private let subscription: EventSubscription
    private let sessions: @Sendable () async throws -> [SessionID]
    private let page: @Sendable (SessionID, Int64) async throws -> Page
    private let state = Mutex(State())

    /// - Parameters:
    ///   - sessions: all that the reader may know of, to catch up.
    ///   - page: asks for events of a session after a number.
    init(
        _ name: String, _ audience: EventReader.Audience, _ subscription: EventSubscription,
        sessions: @escaping @Sendable () async throws -> [SessionID],
        page: @escaping @Sendable (SessionID, Int64) async throws -> Page
    ) {
        self.name = name
        self.audience = audience
        self.subscription = subscription
        self.sessions = sessions
        self.page = page
    }

    var figures: Figures { state.withLock { $0.figures } }

    func has(_ session: SessionID, _ seq: Int64) -> Bool {
        state.withLock { $0.have[session]?.contains(seq) ?? false }
    }

    /// Reads until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await received in self.subscription {
                    guard let event = received.event else { continue }
                    self.take(event)
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(100))
                    await self.look()
                }
            }
        }
    }

    private func take(_ event: Event) {
        state.withLock { state in
            state.figures.delivered += 1
            var reader = state.readers[event.session] ?? EventReader(for: audience)
            switch reader.take(event, at: .now) {
            case .deliver(let events):
                for event in events { state.have[event.session, default: []].insert(event.seq) }
            case .repeat: state.figures.repeats += 1
            case .hold: break
            }
            state.readers[event.session] = reader
        }
    }

    /// Asks for holes, and for everything after a new connection.
    private func look() async {
        let incarnation = subscription.incarnation
        if incarnation > state.withLock({ $0.caughtUp }) {
            do {
                if incarnation > state.withLock({ $0.behindSince }) {
                    let known = try await sessions()
                    state.withLock { state in
                        state.behind = Set(known).union(state.readers.keys)
                        state.behindSince = incarnation
                    }
                }
                for session in state.withLock({ $0.behind }) {
                    try await fill(session)
                    state.withLock { _ = $0.behind.remove(session) }
                }
                state.withLock { state in
                    state.caughtUp = incarnation
                    state.figures.catchUps += 1
                }
            } catch {
                // It asks again with the next look.
                state.withLock { $0.figures.troubles["\(error)".prefix(80).description, default: 0] += 1 }
                return
            }
        }
        let holes = state.withLock { state in
            state.readers.keys.filter { state.readers[$0]?.hole(at: .now) != nil }
        }
        for session in holes {
            state.withLock { $0.figures.holes += 1 }
            try? await fill(session)
        }
    }

    private func fill(_ session: SessionID) async throws {
        var isMore = true
        while isMore {
            let after = state.withLock { $0.readers[session]?.through ?? 0 }
            let page = try await page(session, after)
            isMore = page.more
            state.withLock { state in
                var reader = state.readers[session] ?? EventReader(for: audience)
                let events = reader.fill(page.events, through: page.through, more: page.more, at: .now)
                state.figures.fetched += page.events.count
                for event in events { state.have[session, default: []].insert(event.seq) }
                state.readers[session] = reader
            }
        }
    }
}

extension FaultReader {
    /// A reader of what agents may see: one agent's own, or everything.
    static func agents(
        _ name: String, keys: [String], as agent: AgentHandle, by client: ChatClient
    ) async throws -> FaultReader {
        FaultReader(
            name, .agents, try await client.subscribe(to: keys),
            sessions: {
                var sessions: [SessionID] = []
                var list = SessionList(view: .all, limit: 200)
                while true {
                    let page = try await client.ask(
                        .sessionList, as: .agent(agent), list, returning: ItemList<Summary>.self
                    ).get()
                    sessions += page.items.map(\.session)
                    guard let cursor = page.cursor else { return sessions }
                    list.cursor = cursor
                }
            },
            page: { session, after in
                let page = try await client.session(session, as: agent, after: after).get()
                return Page(events: page.events, through: page.snapshot.summary.seq, more: page.more)
            })
    }

    /// A gateway's reader, which asks in the name of its visitors.
    static func gateway(_ gateway: GatewayHandle, _ visitors: VisitorKeys, by client: ChatClient) async throws
        -> FaultReader
    {
        FaultReader(
            "gateway \(gateway)", .visitor, try await client.subscribe(to: ["gateway.\(gateway).#"]),
            sessions: { visitors.sessions },
            page: { session, after in
                guard let visitor = visitors[session] else { throw CancellationError() }
                let attach = SessionAttach(
                    session: session, gateway: gateway, connection: visitor.name, after: after)
                let page = try await client.attach(attach, on: visitor.channel, sessionKey: visitor.key).get()
                return Page(events: page.events, through: page.snapshot.snapshot.seq, more: page.more)
            })
    }
}

/// What a gateway knows of its visitors' sessions.
final class VisitorKeys: Sendable {
    struct Visitor: Sendable {
        var name: String
        var channel: ChannelHandle
        var key: String
    }

    private let visitors = Mutex<[SessionID: Visitor]>([:])

    var sessions: [SessionID] { visitors.withLock { Array($0.keys) } }
    subscript(session: SessionID) -> Visitor? { visitors.withLock { $0[session] } }
    func note(_ session: SessionID, _ visitor: Visitor) { visitors.withLock { $0[session] = visitor } }
}
