import ChatContract
import Synchronization

/// What was confirmed to clients: it must be true for ever.
final class Ledger: Sendable {
    typealias Instant = ContinuousClock.Instant

    struct Post: Sendable {
        let session: SessionID
        let seq: Int64
        let text: String
    }

    /// A command that was answered.
    struct Answered: Sendable {
        let channel: ChannelHandle
        let sentAt: Instant
        let answeredAt: Instant
    }

    private struct State {
        var posts: [Post] = []
        var opened: Set<SessionID> = []
        var closed: Set<SessionID> = []
        var done: [String: Int] = [:]
        var refused: [String: Int] = [:]
        var answered: [Answered] = []
    }

    private let state = Mutex(State())

    func posted(_ post: Post) { state.withLock { $0.posts.append(post) } }
    func opened(_ session: SessionID) { state.withLock { _ = $0.opened.insert(session) } }
    func closed(_ session: SessionID) { state.withLock { _ = $0.closed.insert(session) } }
    func done(_ what: String) { state.withLock { $0.done[what, default: 0] += 1 } }
    func refused(_ what: String, _ code: ErrorCode) {
        state.withLock { $0.refused["\(what): \(code.rawValue)", default: 0] += 1 }
    }
    func answered(_ channel: ChannelHandle, sentAt: Instant) {
        state.withLock { $0.answered.append(Answered(channel: channel, sentAt: sentAt, answeredAt: .now)) }
    }

    var posts: [Post] { state.withLock { $0.posts } }
    var opened: Set<SessionID> { state.withLock { $0.opened } }
    var closed: Set<SessionID> { state.withLock { $0.closed } }
    var counts: [String: Int] { state.withLock { $0.done } }
    var refusals: [String: Int] { state.withLock { $0.refused } }
    var answers: Int { state.withLock { $0.answered.count } }

    /// When a command that was sent after `moment` was answered on the channel for the first time.
    func firstAnswer(on channel: ChannelHandle, after moment: Instant) -> Instant? {
        state.withLock { state in
            state.answered.lazy.filter { $0.channel == channel && $0.sentAt >= moment }.map(\.answeredAt).min()
        }
    }
}
