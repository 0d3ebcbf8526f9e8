import ChatClient
import ChatContract
import Logging
import NIOCore
import Synchronization

/// All agents at this gateway: one queue for each of them, whatever the number of his windows.
final class AgentHub: Sendable {
    private struct Desk {
        var feed: EventHub.Feed?
        var channels: Set<ChannelHandle>
        var isOpen = false
        var streams: [AgentStream] = []
        /// The channels are to be looked at again.
        var isStale = false
        var isLooking = false
    }

    private struct State {
        var desks: [AgentHandle: Desk] = [:]
        var last: UInt64 = 0
        var isDraining = false
    }

    static let windowLimit = 32
    private static let leaseSeconds = 30
    /// A page that is loaded anew comes back within this.
    private static let grace = Duration.seconds(5)

    private let name: GatewayHandle
    private let client: ChatClient
    private let events: EventHub
    private let counts: GatewayCounts
    private let logger: Logger
    private let state = Mutex(State())

    init(
        _ name: GatewayHandle, _ client: ChatClient, _ events: EventHub, _ counts: GatewayCounts, _ logger: Logger
    ) {
        self.name = name
        self.client = client
        self.events = events
        self.counts = counts
        self.logger = logger
    }

    var agentCount: Int { state.withLock { $0.desks.values.count { !$0.streams.isEmpty } } }
    var streamCount: Int { state.withLock { $0.desks.values.reduce(0) { $0 + $1.streams.count } } }

    // MARK: - Streams

    /// Opens a window of an agent.
    ///
    /// - Parameter connection: The page's own name for it; an older window of this name ends.
    /// - Throws: the worker's refusal, `rateLimited` or `unavailable`.
    func open(
        _ cookie: AgentCookie, connection: String, _ http: any NIOCore.Channel
    ) async throws(Refusal) -> EventStream {
        let agent = cookie.agent
        let channels = try await channels(of: agent)
        let holder = Mutex<AgentStream?>(nil)
        let stream = EventStream(
            http,
            onEnd: { [weak self] in
                // It holds its stream, which holds this.
                guard
                    let window = holder.withLock({ window in
                        defer { window = nil }
                        return window
                    })
                else { return }
                self?.close(window)
            }, onSlow: { [counts] in counts.slowReaderDropped() })
        let (window, isNew, older, isOpen): (AgentStream?, Bool, AgentStream?, Bool) = state.withLock { state in
            let count = state.desks[agent]?.streams.count ?? 0
            guard !state.isDraining, count < Self.windowLimit else { return (nil, false, nil, false) }
            state.last += 1
            let window = AgentStream(cookie: cookie, connection: connection, number: state.last, stream: stream)
            let isNew = state.desks[agent] == nil
            if isNew { state.desks[agent] = Desk(channels: channels) }
            let older = state.desks[agent]?.streams.first { $0.connection == connection }
            state.desks[agent]?.streams.append(window)
            // From now on another page of this name may end it.
            holder.withLock { $0 = window }
            return (window, isNew, older, state.desks[agent]?.isOpen ?? false)
        }
        guard let window else {
            throw state.withLock { $0.isDraining }
                ? Refusal(.unavailable, "this gateway stops; come back in a moment")
                : Refusal(.rateLimited, "you have \(Self.windowLimit) windows open here already")
        }
        older?.stream.end()
        if isNew {
            let feed = await events.open(
                Self.routingKeys(agent, channels), onOpen: { [weak self] in self?.opened(agent) },
                onLost: { [weak self] in self?.lost(agent) },
                onEvents: { [weak self] in self?.take($0, for: agent) })
            let isWanted = state.withLock { state in
                guard state.desks[agent] != nil else { return false }
                state.desks[agent]?.feed = feed
                return true
            }
            if !isWanted { await events.close(feed) }
        } else if isOpen {
            window.tellReady()
        }
        // Who hung up before there was a window is noticed now.
        guard http.isActive else {
            close(window)
            throw Refusal(.unavailable, "the connection is gone")
        }
        Task { await renew(window) }
        return stream
    }

    /// The name of a window's lease: pages may change gateways, and the older one lets go late.
    func lease(_ connection: String) -> String { "\(connection).\(name)" }

    private func close(_ window: AgentStream) {
        let isDraining = state.withLock { state in
            state.desks[window.agent]?.streams.removeAll { $0 === window }
            return state.isDraining
        }
        guard !isDraining else { return }
        Task {
            try? await Task.sleep(for: Self.grace)
            await leave(window)
        }
    }

    /// The grace of a closed window is over.
    private func leave(_ window: AgentStream) async {
        let (isBack, feed): (Bool, EventHub.Feed?) = state.withLock { state in
            guard let desk = state.desks[window.agent] else { return (false, nil) }
            let isBack = desk.streams.contains { $0.connection == window.connection }
            guard desk.streams.isEmpty else { return (isBack, nil) }
            state.desks[window.agent] = nil
            return (false, desk.feed)
        }
        if !isBack {
            _ = try? await client.send(
                .presenceDrop, as: .agent(window.agent), PresenceDrop(connection: lease(window.connection)))
        }
        if let feed { await events.close(feed) }
    }

    /// His queue is gone; it is made anew when the connection is back.
    private func lost(_ agent: AgentHandle) { state.withLock { $0.desks[agent]?.isOpen = false } }

    private func opened(_ agent: AgentHandle) {
        let streams = state.withLock { state in
            state.desks[agent]?.isOpen = true
            // While it was away, his channels may have changed.
            state.desks[agent]?.isStale = true
            return state.desks[agent]?.streams ?? []
        }
        for window in streams { window.tellReady() }
    }

    // MARK: - Events

    private func take(_ batch: [ReceivedEvent], for agent: AgentHandle) {
        var frames: [ByteBuffer] = []
        var isStale = false
        for event in batch {
            if event.seq != nil, event.transientType == nil {
                frames.append(EventFrame.frame("event", event.body))
            } else {
                frames.append(EventFrame.frame("transient", event.body))
                isStale = isStale || event.transientType == .membershipChanged || event.transientType == .channelSaved
            }
        }
        let streams = state.withLock { state in
            if isStale { state.desks[agent]?.isStale = true }
            return state.desks[agent]?.streams ?? []
        }
        for window in streams { for frame in frames { window.stream.send(frame) } }
    }

    private static func routingKeys(_ agent: AgentHandle, _ channels: Set<ChannelHandle>) -> Set<String> {
        Set([RoutingKey.agent(agent, "#")] + channels.map { RoutingKey.desk($0, "#") })
    }

    private struct DeskChannels: Decodable, Sendable {
        struct Card: Decodable, Sendable { var channel: ChannelHandle }
        var channels: [Card]
    }

    private func channels(of agent: AgentHandle) async throws(Refusal) -> Set<ChannelHandle> {
        let answer: ClientAnswer<DeskChannels>
        do throws(ChatClientError) {
            answer = try await client.send(
                .deskGet, as: .agent(agent), EmptyResult(), returning: DeskChannels.self, timeout: .seconds(10))
        } catch {
            throw Refusal(error)
        }
        return Set(try answer.get().channels.map(\.channel))
    }

    // MARK: - Time, and the broker's comings and goings

    /// Looks at the channels of those for whom they may have changed. To be called several times a second.
    func followMemberships() {
        let stale = state.withLock { state in
            let agents = state.desks.filter { $0.value.isStale && !$0.value.isLooking && $0.value.feed != nil }.keys
            for agent in agents {
                state.desks[agent]?.isStale = false
                state.desks[agent]?.isLooking = true
            }
            return Array(agents)
        }
        for agent in stale { Task { await look(agent) } }
    }

    private func look(_ agent: AgentHandle) async {
        let channels = try? await channels(of: agent)
        let feed: EventHub.Feed? = state.withLock { state in
            state.desks[agent]?.isLooking = false
            guard let channels else {
                state.desks[agent]?.isStale = true
                return nil
            }
            guard let desk = state.desks[agent], desk.channels != channels else { return nil }
            state.desks[agent]?.channels = channels
            return desk.feed
        }
        guard let channels, let feed else { return }
        await events.bind(feed, to: Self.routingKeys(agent, channels))
        // What the new channels tell comes from now on: the page looks anew.
        for window in state.withLock({ $0.desks[agent]?.streams ?? [] }) { window.tellReady() }
    }

    /// Renews the leases of all open windows. To be called every third of a lease.
    func renewLeases() {
        for window in windows() { Task { await renew(window) } }
    }

    private func renew(_ window: AgentStream) async {
        let body = PresenceRenew(connection: lease(window.connection), leaseSeconds: Self.leaseSeconds)
        _ = try? await client.send(.presenceRenew, as: .agent(window.agent), body, timeout: .seconds(10))
    }

    /// By which sign-ins windows are open here.
    var cookies: [AgentCookie] {
        var seen: Set<String> = []
        return windows().map(\.cookie).filter { seen.insert($0.nonce).inserted }
    }

    /// Ends the windows of a sign-in: it holds no more.
    func dismiss(_ cookie: AgentCookie) {
        for window in windows() where window.cookie == cookie { window.stream.end() }
    }

    func beat(_ turn: UInt64, of turns: UInt64) {
        for window in windows() where window.number % turns == turn { window.stream.send(EventFrame.heartbeat) }
    }

    func tellAll(_ frame: ByteBuffer) {
        for window in windows() { window.stream.send(frame) }
    }

    /// Says goodbye to all; no new ones come.
    func drain() {
        state.withLock { $0.isDraining = true }
        for window in windows() {
            window.stream.send(EventFrame.bye)
            window.stream.end()
        }
    }

    func windows() -> [AgentStream] { state.withLock { $0.desks.values.flatMap(\.streams) } }
}
