import ChatClient
import ChatContract
import NIOCore
import Synchronization

/// One window of a visitor: reads its session in order, without a gap or a repeat, and writes what comes to its stream.
final class VisitorStream: Sendable {
    /// What is to be asked for.
    enum Wish {
        /// Nothing: what came is written or kept.
        case nothing
        /// Something before it is missing: look at ``hole(at:)`` until it is filled.
        case watch
        /// What came while the past was asked for was too much to keep: ask again.
        case behind
    }

    private enum Phase {
        /// The session's past is asked for; what comes meanwhile is kept.
        case attaching(Kept)
        case live
    }

    /// What came while the past is asked for.
    private struct Kept {
        /// Counts how often it was attached.
        var turn: Int
        var events: [WireEvent] = []
        var bytes = 0
        /// Some did not fit.
        var isFull = false

        mutating func keep(_ event: WireEvent) {
            isFull = isFull || bytes + event.json.count > VisitorStream.keptLimit
            guard !isFull else { return }
            bytes += event.json.count
            events.append(event)
        }
    }

    private struct State {
        var channel: ChannelHandle
        var reader: NumberedReader<WireEvent>
        var phase = Phase.attaching(Kept(turn: 0))
        var turn = 0
        /// How often the queue with events had been made when it was attached last.
        var feed: Int?
        var stream: EventStream?
        var isOver = false
    }

    /// How many bytes of events may be kept while the past is asked for; what does not fit is asked for again.
    private static let keptLimit = 64 * 1024

    let session: SessionID
    let key: String
    /// Names this window towards the worker.
    let connection: String
    /// Spreads heartbeats over time.
    let number: UInt64
    private let state: Mutex<State>

    init(session: SessionID, key: String, channel: ChannelHandle, after seq: Int64, number: UInt64) {
        self.session = session
        self.key = key
        self.number = number
        connection = ChatClient.messageID()
        state = Mutex(State(channel: channel, reader: NumberedReader(for: .visitor, after: seq)))
    }

    var channel: ChannelHandle { state.withLock { $0.channel } }
    var isOver: Bool { state.withLock { $0.isOver } }
    var through: Int64 { state.withLock { $0.reader.through } }

    /// - Parameter stream: Where it writes to; ends with it when it is over already.
    func open(_ stream: EventStream) {
        let isOver = state.withLock { state in
            state.stream = stream
            return state.isOver
        }
        if isOver { stream.end() }
    }

    func send(_ frame: ByteBuffer) { state.withLock { $0.stream }?.send(frame) }

    /// Ends it; what was written before goes out.
    func end(saying frame: ByteBuffer? = nil) {
        let stream = state.withLock { state in
            state.isOver = true
            return state.stream
        }
        if let frame { stream?.send(frame) }
        stream?.end()
    }

    /// An event arrived.
    func take(_ event: WireEvent, at now: ContinuousClock.Instant) -> Wish {
        state.withLock { state in
            switch state.phase {
            case .attaching(var kept):
                kept.keep(event)
                state.phase = .attaching(kept)
                return .nothing
            case .live:
                switch state.reader.take(event, at: now) {
                case .repeat: return .nothing
                case .hold: return .watch
                case .deliver(let events):
                    write(events, state.stream)
                    return state.reader.heldCount > 0 ? .watch : .nothing
                }
            }
        }
    }

    /// Whether it was attached last to a queue that was there before this one, and may have missed something.
    func wasAttached(before feed: Int) -> Bool { state.withLock { $0.feed.map { $0 < feed } ?? false } }

    /// The session is attached: what comes is kept until ``live(at:)``.
    ///
    /// - Parameter feed: How often the queue with events was made until now.
    /// - Returns: its turn; it is over when the next one begins.
    func beginAttaching(under feed: Int) -> Int {
        state.withLock { state in
            state.feed = feed
            state.turn += 1
            switch state.phase {
            case .attaching(var kept):
                kept.turn = state.turn
                state.phase = .attaching(kept)
            case .live: state.phase = .attaching(Kept(turn: state.turn))
            }
            return state.turn
        }
    }

    /// Whether its past is still asked for in this turn.
    func isAttaching(_ turn: Int) -> Bool {
        state.withLock { state in
            if case .attaching(let kept) = state.phase { kept.turn == turn } else { false }
        }
    }

    /// Waits until the reader took what was sent.
    func drained() async { await state.withLock { $0.stream }?.drained() }

    /// A page of the past came.
    ///
    /// - Parameter isFirst: the page begins with the state of the session.
    func take(_ page: EventPageParts, isFirst: Bool, at now: ContinuousClock.Instant) {
        state.withLock { state in
            if let channel = page.channel { state.channel = channel }
            if isFirst { state.stream?.send(EventFrame.frame("snapshot", page.snapshot)) }
            write(state.reader.fill(page.events, through: page.through, more: page.more, at: now), state.stream)
        }
    }

    /// The past is there; from now on events are written as they come.
    func live(_ turn: Int, at now: ContinuousClock.Instant) -> Wish {
        state.withLock { state in
            guard case .attaching(let kept) = state.phase, kept.turn == turn else { return .nothing }
            guard !kept.isFull else {
                state.phase = .attaching(Kept(turn: turn))
                return .behind
            }
            state.phase = .live
            for event in kept.events {
                if case .deliver(let events) = state.reader.take(event, at: now) { write(events, state.stream) }
            }
            return state.reader.heldCount > 0 ? .watch : .nothing
        }
    }

    /// Whether something is missing for too long: the number after which events are to be asked for.
    ///
    /// - Returns: also whether it is still to be watched.
    func hole(at now: ContinuousClock.Instant) -> (after: Int64?, isWatched: Bool) {
        state.withLock { state in
            guard !state.isOver, case .live = state.phase else { return (nil, false) }
            return (state.reader.hole(at: now), state.reader.heldCount > 0)
        }
    }

    /// Only with the state locked, so that nothing overtakes.
    private func write(_ events: [WireEvent], _ stream: EventStream?) {
        for event in events { stream?.send(EventFrame.frame("event", event.json, id: event.seq)) }
    }
}
