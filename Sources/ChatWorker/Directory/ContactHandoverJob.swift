import ChatContract
import ChatStore
import Logging

/// Hands contacts that agents made over to the directory elsewhere: in the background, again and again until it has them.
/// No command and no query waits for it. Several workers do it side by side; each contact is one's at a time.
final class ContactHandoverJob: Sendable {
    private let directory: HTTPDirectory
    private let retryAfter: Span
    private let store: BackgroundStore
    private let logger: Logger
    private static let pause = Duration.seconds(1)
    private static let width = 20
    /// Longer than all attempts of a round may take.
    private static let hold = Span.seconds(120)
    private static let longestPause = Span.minutes(5)

    init(_ configuration: DirectoryConfiguration, store: Store, logger: Logger) {
        directory = HTTPDirectory(configuration)
        retryAfter = configuration.retryAfter
        self.store = BackgroundStore(store, name: "handover")
        self.logger = logger
    }

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let due = try await store.run { store in
                    try store.takeHandovers(at: WallClock.now(), hold: Self.hold, limit: Self.width)
                }
                for handover in due { try await handOver(handover) }
            } catch {
                logger.warning("contacts cannot be handed over now", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.pause)
        }
        await directory.close()
    }

    private func handOver(_ handover: ContactHandover) async throws {
        do throws(HTTPDirectory.Unavailable) {
            let externalId = try await directory.create(handover.entry)
            try await finish(handover, externalId)
        } catch {
            let due = WallClock.now() + pause(after: handover.attempts)
            logger.warning(
                "a contact was not handed over to the directory; it is tried again",
                metadata: ["reason": "\(error.reason)", "attempts": "\(handover.attempts)", "at": "\(due)"])
            let reason = error.reason
            try await store.run { store in
                try store.postpone(handover, until: due, problem: reason)
            }
        }
    }

    private func finish(_ handover: ContactHandover, _ externalId: String?) async throws(HTTPDirectory.Unavailable) {
        do {
            try await store.run { store in try store.finish(handover, externalId: externalId) }
        } catch {
            // The directory has it; being told once more changes nothing there.
            throw HTTPDirectory.Unavailable(reason: "the store could not note that it has it: \(error)")
        }
    }

    private func pause(after attempts: Int) -> Span {
        let factor = Int64(1) << Int64(min(max(attempts - 1, 0), 16))
        return min(Span(milliseconds: retryAfter.milliseconds * factor), Self.longestPause)
    }
}
