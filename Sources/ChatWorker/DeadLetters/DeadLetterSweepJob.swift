import ChatContract
import ChatStore
import Logging

/// Looks through the dead letters for what was erased, in the background and as often as that is due (guarantee 10).
/// Several workers do it side by side; what was erased is one's at a time, and another's when he dies with it.
struct DeadLetterSweepJob: Sendable {
    private let deadLetters: DeadLetterBox
    private let store: BackgroundStore
    private let logger: Logger
    private static let pause = Duration.seconds(1)
    /// Longer than it takes to look at as many letters as the queue may hold.
    private static let hold = Span.minutes(5)

    init(_ deadLetters: DeadLetterBox, store: Store, logger: Logger) {
        self.deadLetters = deadLetters
        self.store = BackgroundStore(store, name: "dead letters")
        self.logger = logger
    }

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let due = try await store.run { store in
                    try store.takeDeadLetterSweeps(at: WallClock.now(), hold: Self.hold)
                }
                if !due.isEmpty { try await sweep(due) }
            } catch {
                logger.warning(
                    "dead letters could not be looked through for what was erased; it is tried again",
                    metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func sweep(_ sweeps: [DeadLetterSweep]) async throws {
        let outcome: Result<Int, any Error>
        do {
            outcome = .success(try await drop(Set(sweeps.map(\.subject))))
        } catch {
            outcome = .failure(error)
        }
        let isDone = if case .success = outcome { true } else { false }
        try await store.run { store in
            try store.settle(sweeps, isDone: isDone, at: WallClock.now())
        }
        let count = try outcome.get()
        guard count > 0 else { return }
        logger.notice("dead letters of what was erased are dropped", metadata: ["count": "\(count)"])
    }

    private func drop(_ subjects: Set<DeadLetterSweep.Subject>) async throws -> Int {
        let addresses = subjects.compactMap { if case .address(let address) = $0 { address } else { nil } }
        return try await deadLetters.drop { [store] letter in
            if addresses.contains(where: letter.names) { return true }
            guard let session = letter.session else { return false }
            if subjects.contains(.session(session)) { return true }
            return try await store.run { store in
                try store.look { reader throws(StoreError) in try reader.isErased(session) }
            }
        }
    }
}
