import ChatClient
import ChatContract
import ChatWorker
import Synchronization

/// One who takes part in the demo: reads events by number, shows each as it comes, and keeps what it saw.
final class DemoViewer: Sendable {
    /// How it reads at the moment.
    private enum Mode {
        /// The session is not known yet.
        case waiting([ReceivedEvent])
        /// As a colleague who hears of the session on the channel's desk: without numbers.
        case desk
        /// As one to whom the session belongs: everything, by number.
        case numbered(EventReader)
    }

    private struct State {
        var mode = Mode.waiting([])
        var session: SessionID?
        /// By number, each once.
        var seen: [Int64: Event] = [:]
        var typing: [TypingChanged] = []
    }

    let name: String
    private let audience: EventReader.Audience
    private let state = Mutex(State())

    init(_ name: String, reads audience: EventReader.Audience) {
        self.name = name
        self.audience = audience
    }

    /// Reads the subscription until it ends.
    func read(_ events: EventSubscription) async {
        for await event in events { take(event) }
    }

    /// Now the session is known: what came before is shown.
    ///
    /// - Parameter numbered: Whether it reads everything by number from the beginning.
    func follow(_ session: SessionID, numbered: Bool) {
        let early = state.withLock { state in
            guard case .waiting(let early) = state.mode else { return [ReceivedEvent]() }
            state.session = session
            state.mode = numbered ? .numbered(EventReader(for: audience)) : .desk
            return early
        }
        for event in early { take(event) }
    }

    /// The session is the viewer's from here on: what a snapshot showed, and everything after it by number.
    func begin(_ events: [Event], through seq: Int64) {
        let fresh = state.withLock { state in
            state.mode = .numbered(EventReader(for: audience, after: seq))
            return events.filter { state.seen.updateValue($0, forKey: $0.seq) == nil }
        }
        for event in fresh { show(event) }
    }

    /// The session is somebody else's now.
    func leave() {
        state.withLock { $0.mode = .desk }
    }

    /// The number after which something is missing for too long.
    func hole() -> Int64? {
        state.withLock { state in
            guard case .numbered(var reader) = state.mode else { return nil }
            defer { state.mode = .numbered(reader) }
            return reader.hole(at: .now)
        }
    }

    /// What was asked for after a hole.
    func fill(_ events: [Event], through seq: Int64, more: Bool) {
        let fresh = state.withLock { state in
            guard case .numbered(var reader) = state.mode else { return [Event]() }
            let fresh = reader.fill(events, through: seq, more: more, at: .now)
            state.mode = .numbered(reader)
            return fresh.filter { state.seen.updateValue($0, forKey: $0.seq) == nil }
        }
        for event in fresh { show(event) }
    }

    /// What it saw, in order.
    var seen: [Event] { state.withLock { $0.seen.values.sorted { $0.seq < $1.seq } } }

    /// Who it saw typing.
    var typing: [TypingChanged] { state.withLock { $0.typing } }

    private func take(_ received: ReceivedEvent) {
        if received.transientType == .typingChanged {
            let news = state.withLock { state -> TypingChanged? in
                guard received.session == nil || received.session == state.session, state.session != nil,
                    let news = received.data(as: TypingChanged.self)
                else { return nil }
                state.typing.append(news)
                return news
            }
            if let news {
                DemoScript.line(name, "sees", "the \(news.by.rawValue) \(news.typing ? "types …" : "stops typing")")
            }
            return
        }
        guard let event = received.event else { return }
        let fresh = state.withLock { state -> [Event] in
            guard state.session == nil || state.session == event.session else { return [] }
            switch state.mode {
            case .waiting(let early):
                state.mode = .waiting(early + [received])
                return []
            case .desk:
                return state.seen.updateValue(event, forKey: event.seq) == nil ? [event] : []
            case .numbered(var reader):
                let taken = reader.take(event, at: .now)
                state.mode = .numbered(reader)
                guard case .deliver(let events) = taken else { return [] }
                return events.filter { state.seen.updateValue($0, forKey: $0.seq) == nil }
            }
        }
        for event in fresh { show(event) }
    }

    private func show(_ event: Event) {
        DemoScript.line(name, "sees", "\(DemoScript.words(event))  (\(event.type.rawValue) \(event.seq))")
    }
}
