import ChatClient
import ChatContract
import Logging

/// Removes files that nobody has any more: of sessions that were erased (decisions, "retention") or deleted, uploads that were
/// refused in the end, and what a gateway left half written when it died.
///
/// The workers are asked about every file that is there. So nothing is missed by a gateway that was away when a session
/// was erased, and any number of gateways may clear up the same folder.
struct FileSweep: Sendable {
    let store: any FileStore
    let client: ChatClient
    let logger: Logger

    /// How old a file is at least: its upload may just be being told.
    static let age = Duration.seconds(3600)
    /// How long between two sweeps.
    static let interval = Duration.seconds(3600)

    /// What a sweep did.
    struct Outcome: Sendable, Equatable {
        var seen = 0
        var removed = 0
    }

    /// Looks at everything once. What cannot be asked about now stays until the next time.
    func run(olderThan age: Duration = age) async -> Outcome {
        var outcome = Outcome()
        do {
            try await store.removeUnfinished(olderThan: age)
            for try await page in store.pages(olderThan: age, of: FilesKept.limit) {
                outcome.seen += page.count
                let answer: ClientAnswer<KeptFiles> = try await client.send(
                    .fileKept, as: .system("gateway"), FilesKept(files: page), returning: KeptFiles.self,
                    timeout: .seconds(30))
                let kept = try answer.get()
                // A broker that leads to other workers, or a store made anew: they know none of these files.
                guard try await store.belongs(to: kept.store) else {
                    logger.error(
                        "files are not cleared up: gateway.files holds those of another store",
                        metadata: ["store": "\(kept.store)"])
                    return outcome
                }
                for file in Set(page).subtracting(kept.files) {
                    try await store.remove(file)
                    outcome.removed += 1
                }
            }
        } catch {
            logger.warning("files could not be cleared up", metadata: ["reason": "\(error)"])
        }
        if outcome.removed > 0 {
            logger.info(
                "files of erased and deleted sessions are removed",
                metadata: ["removed": "\(outcome.removed)", "seen": "\(outcome.seen)"])
        }
        return outcome
    }
}
