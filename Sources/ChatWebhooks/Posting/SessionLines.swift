import AMQP
import ChatContract

/// What a receiver is to be told, a line for each session: the first of each line is posted, the others wait for it.
///
/// So the order within a session is kept, and a post that fails holds up its own session only. Pure: it knows no clock
/// and posts nothing.
struct SessionLines: Sendable {
    /// What became of a delivery that was added.
    enum Added: Sendable, Equatable {
        case new
        /// It is on its way already: that goes on, with the new delivery.
        case again
        /// Another message for the same event. It can be acknowledged: the first one stands for it.
        case double
    }

    private struct Line {
        var posts: [WebhookPost]
        var attempts = Attempts()
        /// Whether the first is on its way.
        var isRunning = false
    }

    private var lines: [SessionID: Line] = [:]
    /// The sessions whose first post can go out now, in the order in which that became so.
    private var ready: [SessionID] = []
    /// What was tried of events that the broker took back, until they come again.
    private var memory: [String: Attempts] = [:]

    /// How many events are in hand.
    private(set) var count = 0
    /// How many posts are on their way.
    private(set) var running = 0

    var isEmpty: Bool { count == 0 }
    /// Of whom something is in hand.
    var sessions: [SessionID] { Array(lines.keys) }

    mutating func add(_ post: WebhookPost) -> Added {
        guard var line = lines[post.session] else {
            lines[post.session] = Line(posts: [post], attempts: memory.removeValue(forKey: post.id) ?? Attempts())
            ready.append(post.session)
            count += 1
            return .new
        }
        defer { lines[post.session] = line }
        if let index = line.posts.firstIndex(where: { $0.id == post.id }) {
            guard line.posts[index].delivery.connection !== post.delivery.connection else { return .double }
            line.posts[index].delivery = post.delivery
            return .again
        }
        line.posts.append(post)
        count += 1
        return .new
    }

    /// The connection is gone, and the broker has everything back: it comes again, here or elsewhere. Only what is on
    /// its way goes on.
    mutating func lose() {
        memory = [:]
        ready = []
        for (session, line) in lines {
            guard let first = line.posts.first else { continue }
            if line.isRunning {
                lines[session]?.posts = [first]
            } else {
                if line.attempts != Attempts() { memory[first.id] = line.attempts }
                lines[session] = nil
            }
        }
        count = lines.values.reduce(0) { $0 + $1.posts.count }
    }

    /// The next post that can go out.
    mutating func next() -> (post: WebhookPost, attempts: Attempts)? { take { _ in true } }

    /// The next that waits for longer than since then.
    mutating func next(waitingSince limit: Timestamp) -> (post: WebhookPost, attempts: Attempts)? {
        take { $0.since < limit }
    }

    private mutating func take(
        where isMeant: (WebhookPost) -> Bool
    ) -> (post: WebhookPost, attempts: Attempts)? {
        for (index, session) in ready.enumerated() {
            guard let line = lines[session], let post = line.posts.first, isMeant(post) else { continue }
            ready.remove(at: index)
            lines[session]?.isRunning = true
            running += 1
            return (post, line.attempts)
        }
        return nil
    }

    /// The first of the session's line is dealt with.
    ///
    /// - Returns: its delivery.
    mutating func finish(_ session: SessionID) -> Delivery? {
        running -= 1
        guard var line = lines[session], !line.posts.isEmpty else { return nil }
        let delivery = line.posts.removeFirst().delivery
        count -= 1
        line.attempts = Attempts()
        line.isRunning = false
        if line.posts.isEmpty {
            lines[session] = nil
        } else {
            lines[session] = line
            ready.append(session)
        }
        return delivery
    }

    /// The first of the session's line waits for another attempt.
    mutating func wait(_ session: SessionID, _ attempts: Attempts) {
        running -= 1
        lines[session]?.attempts = attempts
        lines[session]?.isRunning = false
    }

    /// The wait is over.
    mutating func wake(_ session: SessionID) {
        guard let line = lines[session], !line.isRunning, !ready.contains(session) else { return }
        ready.append(session)
    }
}
