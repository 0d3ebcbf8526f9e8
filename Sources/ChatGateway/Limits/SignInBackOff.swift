import Synchronization

/// Makes guessing passwords slow: after a few wrong ones from an address for a name the next tries wait, each twice as long.
///
/// An agent whose name others guess at is not shut out himself: his own address has no wrong ones, and what counts for the
/// name alone never waits for more than a minute.
final class SignInBackOff: Sendable {
    private struct Failures {
        var count = 0
        var until: Double = 0
        var last: Double = 0
    }

    private enum Subject: Hashable {
        case pair(String, String)
        case address(String)
        case name(String)

        /// How many wrong ones are free, and the longest wait in seconds.
        var rule: (free: Int, longest: Double) {
            switch self {
            case .pair: (3, 900)
            case .address: (20, 900)
            case .name: (50, 60)
            }
        }
    }

    private static let keptLimit = 50_000
    /// After so many seconds without a try it is forgotten.
    private static let memory: Double = 3600

    private let failures = Mutex([Subject: Failures]())

    /// How many seconds the next try must wait; `nil` for none.
    func wait(_ name: String, from prefix: String, at now: Double) -> Int? {
        failures.withLock { failures in
            let until = Self.subjects(name, prefix).compactMap { failures[$0]?.until }.max() ?? 0
            return until > now ? max(1, Int((until - now).rounded(.up))) : nil
        }
    }

    /// A wrong password.
    func failed(_ name: String, from prefix: String, at now: Double) {
        failures.withLock { failures in
            if failures.count > Self.keptLimit { failures = failures.filter { now - $0.value.last < Self.memory } }
            if failures.count > Self.keptLimit { failures = [:] }
            for subject in Self.subjects(name, prefix) {
                var known = failures[subject] ?? Failures()
                if now - known.last > Self.memory { known = Failures() }
                known.count += 1
                known.last = now
                let (free, longest) = subject.rule
                if known.count >= free {
                    var wait = 1.0
                    for _ in 0..<min(known.count - free, 20) { wait = min(wait * 2, longest) }
                    known.until = now + wait
                }
                failures[subject] = known
            }
        }
    }

    /// The right one: whoever typed wrong before was himself.
    func succeeded(_ name: String, from prefix: String) {
        failures.withLock { $0[.pair(name.lowercased(), prefix)] = nil }
    }

    private static func subjects(_ name: String, _ prefix: String) -> [Subject] {
        let name = name.lowercased()
        return [.pair(name, prefix), .address(prefix), .name(name)]
    }
}
