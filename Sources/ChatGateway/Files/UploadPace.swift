import Synchronization

/// Shares out what all uploads together may take of a gateway, so that the lines of chats go first.
///
/// Blocks come in turn, in the order in which they were asked for, and are read only then: what is not read waits at its
/// sender.
final class UploadPace: Sendable {
    /// How many bytes are read in one turn.
    static let block = 256 << 10
    /// What the end of a file costs as much as, in bytes: it has to be on disk then, and is told to the session.
    static let ending = 512 << 10

    private let rate: Int
    private let free: Mutex<ContinuousClock.Instant>

    /// - Parameter rate: Bytes a second.
    init(rate: Int, at now: ContinuousClock.Instant = .now) {
        self.rate = rate
        free = Mutex(now)
    }

    /// Waits until so many bytes may come.
    func wait(for bytes: Int) async {
        let now = ContinuousClock.now
        let moment = turn(of: bytes, at: now)
        guard now < moment else { return }
        try? await Task.sleep(until: moment, clock: .continuous)
    }

    /// When so many bytes may come that are asked for now.
    func turn(of bytes: Int, at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        free.withLock { free in
            let moment = max(free, now)
            free = moment + .microseconds(bytes * 1_000_000 / rate)
            return moment
        }
    }
}
