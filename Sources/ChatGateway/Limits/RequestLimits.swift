import ChatContract
import Synchronization

/// Allowances of visitors, of the addresses that they come from, and of channels (guarantee 30): asked in this order, so
/// that a flood silences its source before anybody else.
final class RequestLimits: Sendable {
    /// What is asked for.
    enum Subject: Hashable, Sendable {
        /// Requests for one session.
        case visitor(SessionID)
        /// Requests from addresses that begin alike: 24 bits of IPv4, 56 of IPv6.
        case address(String)
        /// New sessions from there.
        case opening(String)
        /// Files of one session's visitor.
        case upload(SessionID)
        /// Requests for one channel.
        case channel(ChannelHandle)

        /// A person types, reads and reconnects far below these; a company behind one address too.
        fileprivate var rate: TokenBucket.Rate {
            switch self {
            case .visitor: TokenBucket.Rate(burst: 120, perSecond: 5)
            case .address: TokenBucket.Rate(burst: 1200, perSecond: 100)
            case .opening: TokenBucket.Rate(burst: 60, perSecond: 1)
            case .upload: TokenBucket.Rate(burst: 20, perSecond: 0.2)
            case .channel: TokenBucket.Rate(burst: 6000, perSecond: 500)
            }
        }

        /// As `/metrics` calls it.
        fileprivate var name: String {
            switch self {
            case .visitor: "visitor"
            case .address: "address"
            case .opening: "opening"
            case .upload: "upload"
            case .channel: "channel"
            }
        }
    }

    /// How many are remembered: a flood from everywhere must not fill the memory.
    private static let keptLimit = 100_000

    private struct State {
        var buckets: [Subject: TokenBucket] = [:]
        var refused: [String: Int] = [:]
    }

    private let factor: Double
    private let state = Mutex(State())

    /// - Parameter factor: 1 for the standard, 2 for twice as much; 0 for no limits.
    init(factor: Double) {
        self.factor = factor
    }

    /// Takes one of each allowance; of none, when one of them is used up.
    ///
    /// - Returns: `nil` where all have some left; else the seconds to wait, at least 1.
    func wait(_ subjects: [Subject], at now: Double) -> Int? {
        guard factor > 0 else { return nil }
        return state.withLock { state in
            if state.buckets.count > Self.keptLimit { forget(&state, now) }
            var taken: [(Subject, TokenBucket)] = []
            for subject in subjects {
                let rate = rate(subject)
                var bucket = state.buckets[subject] ?? TokenBucket(rate, at: now)
                if let wait = bucket.take(rate, at: now) {
                    state.refused[subject.name, default: 0] += 1
                    return max(1, Int(wait.rounded(.up)))
                }
                taken.append((subject, bucket))
            }
            for (subject, bucket) in taken { state.buckets[subject] = bucket }
            return nil
        }
    }

    /// How often each kind of allowance was used up.
    var refused: [String: Int] { state.withLock { $0.refused } }

    private func rate(_ subject: Subject) -> TokenBucket.Rate {
        TokenBucket.Rate(burst: subject.rate.burst * factor, perSecond: subject.rate.perSecond * factor)
    }

    /// Full buckets say nothing; when all are in use, everybody begins anew.
    private func forget(_ state: inout State, _ now: Double) {
        state.buckets = state.buckets.filter { subject, bucket in !bucket.isFull(rate(subject), at: now) }
        if state.buckets.count > Self.keptLimit / 2 { state.buckets = [:] }
    }
}
