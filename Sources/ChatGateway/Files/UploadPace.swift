import Synchronization

/// Shares out what all uploads together may take of a gateway, so that the lines of chats go first.
///
/// Blocks go on one after the other, in the order in which they came; whoever sends faster than that is not read meanwhile.
final class UploadPace: Sendable {
    /// Bytes a second.
    static let rate = 32 << 20

    private let free: Mutex<ContinuousClock.Instant>

    init() { free = Mutex(.now) }

    /// Waits until so many bytes may go on.
    func wait(for bytes: Int) async {
        let now = ContinuousClock.now
        let moment = free.withLock { free in
            let moment = max(free, now)
            free = moment + .microseconds(bytes * 1_000_000 / Self.rate)
            return moment
        }
        guard now < moment else { return }
        try? await Task.sleep(until: moment, clock: .continuous)
    }
}
