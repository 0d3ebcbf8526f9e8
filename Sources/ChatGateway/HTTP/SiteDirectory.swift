import ChatClient
import ChatContract
import Synchronization

/// Which sites may show a channel, asked of the workers; looked at again at most every ``freshness``.
final class SiteDirectory: Sendable {
    private struct Site: Hashable {
        var channel: ChannelHandle
        var origin: String
    }

    /// For how long a site goes on after a channel was closed to it.
    static let freshness = Duration.seconds(10)
    private static let keptLimit = 10_000

    private let known = Mutex([Site: (isAllowed: Bool, at: ContinuousClock.Instant)]())

    /// What is known of a site; `nil` when it must be asked.
    func isAllowed(_ origin: String, on channel: ChannelHandle) -> Bool? {
        known.withLock { known in
            guard let found = known[Site(channel: channel, origin: origin)],
                ContinuousClock.now - found.at < Self.freshness
            else { return nil }
            return found.isAllowed
        }
    }

    func note(_ origin: String, on channel: ChannelHandle, isAllowed: Bool) {
        known.withLock { known in
            if known.count >= Self.keptLimit { known = [:] }
            known[Site(channel: channel, origin: origin)] = (isAllowed, .now)
        }
    }
}
