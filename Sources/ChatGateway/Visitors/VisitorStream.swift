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
    }

    private enum Phase {
        /// The session's past is asked for; what comes meanwhile is kept.
        case attaching([WireEvent])
        case live
    }

    private struct State {
        var channel: ChannelHandle
        var reader: NumberedReader<WireEvent>
        var phase = Phase.attaching([])
        var stream: EventStream?
        var isOver = false
    }

    /// How many events may be kept while the past is asked for; more are asked for again.
    private static let keptLimit = 1000

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

    func open(_ stream: EventStream) { state.withLock { $0.stream = stream } }

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
                // What does not fit is a hole, and is asked for.
                if kept.count < Self.keptLimit { kept.append(event) }
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

    /// The session is attached anew: what comes is kept until ``live(at:)``.
    func beginAttaching() {
        state.withLock { state in
            if case .live = state.phase { state.phase = .attaching([]) }
        }
    }

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
    func live(at now: ContinuousClock.Instant) -> Wish {
        state.withLock { state in
            guard case .attaching(let kept) = state.phase else { return .nothing }
            state.phase = .live
            for event in kept {
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
