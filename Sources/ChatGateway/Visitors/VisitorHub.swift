import ChatClient
import ChatContract
import Logging
import NIOCore
import Synchronization

/// All visitors at this gateway: one subscription for all of them, handed out by session.
final class VisitorHub: Sendable {
    private struct State {
        var sessions: [SessionID: [VisitorStream]] = [:]
        var count = 0
        var last: UInt64 = 0
        /// Those that keep something aside because something before it is missing.
        var watched: [ObjectIdentifier: VisitorStream] = [:]
        var isDraining = false
    }

    /// How long a new window waits for the queue with events.
    private static let patience = Duration.seconds(20)
    /// How many windows of one session may be open at one gateway.
    static let windowLimit = 16

    private let name: GatewayHandle
    private let client: ChatClient
    private let counts: GatewayCounts
    private let logger: Logger
    private let state = Mutex(State())
    /// The queue with everybody's events.
    let feed = FeedGate()
    /// Few are attached at a time: more would only wait at the worker, and be repeated there.
    private let attaching = Turnstile(width: 128)

    init(_ name: GatewayHandle, _ client: ChatClient, _ counts: GatewayCounts, _ logger: Logger) {
        self.name = name
        self.client = client
        self.counts = counts
        self.logger = logger
    }

    /// How many windows were ever opened here.
    var openedCount: UInt64 { state.withLock { $0.last } }
    var streamCount: Int { state.withLock { $0.count } }
    var sessionCount: Int { state.withLock { $0.sessions.count } }

    // MARK: - Streams

    /// Opens a window: asks for the session's past, and has what comes from now on.
    ///
    /// - Throws: the worker's refusal, `rateLimited` or `unavailable`; then nothing stays of it.
    func open(
        _ session: SessionID, key: String, on channel: ChannelHandle, after seq: Int64, _ http: any NIOCore.Channel
    ) async throws(Refusal) -> EventStream {
        let window: VisitorStream? = state.withLock { state in
            guard !state.isDraining, state.sessions[session, default: []].count < Self.windowLimit else { return nil }
            state.last += 1
            let window = VisitorStream(session: session, key: key, channel: channel, after: seq, number: state.last)
            state.sessions[session, default: []].append(window)
            state.count += 1
            return window
        }
        guard let window else {
            throw state.withLock { $0.isDraining }
                ? Refusal(.unavailable, "this gateway stops; come back in a moment")
                : Refusal(.rateLimited, "this session is open in \(Self.windowLimit) windows already")
        }
        let stream = EventStream(
            http, onEnd: { [weak self, weak window] in window.map { self?.close($0) } },
            onSlow: { [counts] in counts.slowReaderDropped() })
        window.open(stream)
        do throws(Refusal) {
            guard let number = await feed.wait(until: .now + Self.patience) else {
                throw Refusal(.unavailable, "the system does not answer now; come back in a moment")
            }
            try await attach(window, under: number)
        } catch {
            stream.end()
            throw error
        }
        return stream
    }

    private func close(_ window: VisitorStream) {
        window.end()
        let isDraining = state.withLock { state in
            guard let index = state.sessions[window.session]?.firstIndex(where: { $0 === window }) else { return true }
            state.sessions[window.session]?.remove(at: index)
            if state.sessions[window.session]?.isEmpty == true { state.sessions[window.session] = nil }
            state.watched[ObjectIdentifier(window)] = nil
            state.count -= 1
            return state.isDraining
        }
        // When the gateway stops it says so once for all.
        guard !isDraining else { return }
        Task { [client, name] in
            let body = SessionDetach(session: window.session, gateway: name, connection: window.connection)
            guard let json = try? WireJSON.encode(body) else { return }
            _ = try? await client.send(
                raw: .sessionDetach, to: window.channel, as: .visitor, json, session: window.session,
                sessionKey: window.key)
        }
    }

    /// Asks for what comes after what the window has, and lets it live once it has everything.
    ///
    /// The first page is there when this returns; a longer past comes by and by, as fast as it is read.
    ///
    /// - Parameter number: How often the queue with events had been made when this was decided: where it is made anew
    ///   meanwhile, and whoever attaches is stopped, the window is among those that are attached again.
    private func attach(_ window: VisitorStream, under number: Int) async throws(Refusal) {
        let turn = window.beginAttaching(under: number)
        let page = try await nextPage(of: window)
        window.take(page, isFirst: true, at: .now)
        guard page.more || !live(window, turn) else { return }
        Task { await catchUp(window, turn) }
    }

    /// Whether the window has everything, and lives from now on.
    private func live(_ window: VisitorStream, _ turn: Int) -> Bool {
        let wish = window.live(turn, at: .now)
        note(wish, window)
        return wish != .behind
    }

    /// Asks for the rest of the past, page by page.
    private func catchUp(_ window: VisitorStream, _ turn: Int) async {
        var isMore = true
        while !window.isOver, window.isAttaching(turn) {
            await window.drained()
            do throws(Refusal) {
                let page = try await nextPage(of: window)
                window.take(page, isFirst: false, at: .now)
                isMore = page.more
            } catch {
                // What was thrown away while the last page came is still missing.
                isMore = true
                switch error.code {
                case .unavailable, .internal, .rateLimited: try? await Task.sleep(for: .seconds(1))
                // The session is gone: the page asks, and is told.
                default: return window.end()
                }
            }
            if !isMore, live(window, turn) { return }
        }
    }

    private func nextPage(of window: VisitorStream) async throws(Refusal) -> EventPageParts {
        await attaching.enter()
        defer { attaching.leave() }
        return try await page(of: window, after: window.through)
    }

    private func page(of window: VisitorStream, after seq: Int64) async throws(Refusal) -> EventPageParts {
        let body = SessionAttach(
            session: window.session, gateway: name, connection: window.connection, after: seq)
        let answer: [UInt8]
        do throws(ChatClientError) {
            guard let json = try? WireJSON.encode(body) else { throw ChatClientError(.invalidBody, "session.attach") }
            answer = try await client.send(
                raw: .sessionAttach, to: window.channel, as: .visitor, json, session: window.session,
                sessionKey: window.key)
        } catch {
            throw Refusal(error)
        }
        guard let fields = JSONFields(answer), let page = EventPageParts(answer: fields) else {
            throw (try? WireJSON.decode(AnswerBody<EmptyResult>.self, from: answer).error)
                ?? Refusal(.internal, "the answer to session.attach cannot be read")
        }
        return page
    }

    // MARK: - Events

    /// Events for visitors arrived.
    func take(_ events: [ReceivedEvent]) {
        let now = ContinuousClock.now
        for event in events {
            switch event.transientType {
            case .queuePosition: tellPositions(event)
            case .typingChanged: tellTyping(event)
            case .sessionSummary, .queueChanged, .presenceChanged, .channelSaved, .membershipChanged, .webhooksChanged:
                break
            case nil:
                guard let session = event.session else { continue }
                let windows = state.withLock { $0.sessions[session] ?? [] }
                guard !windows.isEmpty, let wire = WireEvent(event.body) else { continue }
                for window in windows { note(window.take(wire, at: now), window) }
            }
        }
    }

    private func note(_ wish: VisitorStream.Wish, _ window: VisitorStream) {
        switch wish {
        case .nothing, .behind: break
        case .watch: state.withLock { $0.watched[ObjectIdentifier(window)] = window }
        }
    }

    private func tellTyping(_ event: ReceivedEvent) {
        guard let session = event.session, let fields = JSONFields(event.body), let data = fields["data"] else {
            return
        }
        tell(.typingChanged, at: fields.text("at") ?? "", Array(data), to: session)
    }

    /// Each waiting visitor gets his own place, and nobody else's.
    private func tellPositions(_ event: ReceivedEvent) {
        guard let fields = JSONFields(event.body), let data = fields.object("data"),
            let places = data.elements("positions")
        else { return }
        let at = fields.text("at") ?? ""
        for place in places {
            // [session, position, mayRequest]
            guard let parts = JSONFields(Array(#"{"place":"#.utf8) + place + [0x7D])?.elements("place"),
                parts.count >= 3,
                let session = SessionID(String(decoding: parts[0].dropFirst().dropLast(), as: UTF8.self))
            else { continue }
            var own = JSONObject()
            own.append("position", json: parts[1])
            own.append("mayRequest", json: parts[2])
            if let wait = data["averageWait"] { own.append("averageWait", json: wait) }
            tell(.queuePosition, at: at, own.json, to: session)
        }
    }

    private func tell(_ type: TransientType, at: String, _ data: [UInt8], to session: SessionID) {
        let windows = state.withLock { $0.sessions[session] ?? [] }
        guard !windows.isEmpty else { return }
        var body = JSONObject()
        body.append("type", plain: type.rawValue)
        body.append("at", text: at)
        body.append("data", json: data)
        let frame = EventFrame.frame("transient", body.json)
        for window in windows { window.send(frame) }
    }

    // MARK: - Time, and the broker's comings and goings

    /// Asks for what is missing. To be called several times a second.
    func fillHoles() {
        let now = ContinuousClock.now
        feed.expire(at: now)
        for window in state.withLock({ Array($0.watched.values) }) {
            let (after, isWatched) = window.hole(at: now)
            if !isWatched { state.withLock { _ = $0.watched.removeValue(forKey: ObjectIdentifier(window)) } }
            guard let after else { continue }
            counts.holeAsked()
            Task {
                guard let page = try? await page(of: window, after: after) else { return }
                window.take(page, isFirst: false, at: .now)
            }
        }
    }

    /// Signs of life to those whose turn it is.
    func beat(_ turn: UInt64, of turns: UInt64) {
        for window in windows() where window.number % turns == turn { window.send(EventFrame.heartbeat) }
    }

    func tellAll(_ frame: ByteBuffer) {
        for window in windows() { window.send(frame) }
    }

    /// Events may have been missed by all who were attached before the queue stood: they are attached anew, in random
    /// order and few at a time.
    func reattachAll() async {
        let number = feed.number
        let all = windows().filter { $0.wasAttached(before: number) }.shuffled()
        guard !all.isEmpty else { return }
        logger.info("visitors are attached anew", metadata: ["streams": "\(all.count)"])
        await withTaskGroup(of: Void.self) { group in
            for (index, window) in all.enumerated() {
                if index >= 64 { await group.next() }
                group.addTask { await self.reattach(window, under: number) }
            }
        }
    }

    private func reattach(_ window: VisitorStream, under number: Int) async {
        var wait = Duration.seconds(1)
        while !window.isOver, !Task.isCancelled {
            do throws(Refusal) {
                try await attach(window, under: number)
                counts.reattached()
                return
            } catch {
                switch error.code {
                case .unavailable, .internal, .rateLimited:
                    try? await Task.sleep(for: wait)
                    wait = min(wait * 2, .seconds(15))
                default:
                    // The session is gone: the page asks, and is told.
                    window.end()
                }
            }
        }
    }

    /// Says goodbye to all; no new ones come.
    func drain() {
        state.withLock { $0.isDraining = true }
        for window in windows() { window.end(saying: EventFrame.bye) }
    }

    func windows() -> [VisitorStream] { state.withLock { $0.sessions.values.flatMap { $0 } } }
}
