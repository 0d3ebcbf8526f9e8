import Synchronization

/// Whether the broker is there: commands go out, and events come in.
final class BrokerLink: Sendable {
    enum News: Sendable {
        case lost, back
        /// The queue with the visitors' events stands; what was published before did not come.
        case feedMade
    }

    private struct State {
        var commands = false
        var events = false
        var isUp: Bool { commands && events }
    }

    /// What happened, to be followed by one task.
    let news: AsyncStream<News>
    private let tell: AsyncStream<News>.Continuation
    private let state = Mutex(State())

    init() {
        (news, tell) = AsyncStream.makeStream()
    }

    var isUp: Bool { state.withLock { $0.isUp } }

    func note(commands: Bool) { change { $0.commands = commands } }
    func note(events: Bool) { change { $0.events = events } }
    func noteFeed() { tell.yield(.feedMade) }

    private func change(_ body: (inout State) -> Void) {
        // Told with the lock held, so that news come in order.
        state.withLock { state in
            let before = state.isUp
            body(&state)
            if state.isUp != before { tell.yield(state.isUp ? .back : .lost) }
        }
    }
}
