import ChatStore
import Foundation

/// Batches on their way from who reads them to who writes them: a few, so that neither waits for the other and no file is
/// ever in memory as a whole. The answers go back in the same order.
///
/// `@unchecked Sendable`: everything is only touched while `condition` is held.
final class ImportQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var batches: [[DirectoryDraft]] = []
    private var answers: [[DirectoryImport.Rejection]] = []
    private var isClosed = false
    private var outcome: Result<DirectoryImport.Counts, any Error>?
    private static let limit = 4

    /// Adds a batch; waits while there are enough.
    ///
    /// - Returns: what became of batches before; `nil` when nobody takes any more.
    func put(_ batch: [DirectoryDraft]) -> [[DirectoryImport.Rejection]]? {
        condition.withLock {
            while batches.count >= Self.limit, !isClosed { condition.wait() }
            guard !isClosed else { return nil }
            batches.append(batch)
            condition.broadcast()
            return takeAnswers()
        }
    }

    /// Nothing comes any more.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// The next batch; waits for it. `nil` at the end.
    func next() -> [DirectoryDraft]? {
        condition.withLock {
            while batches.isEmpty, !isClosed { condition.wait() }
            defer { condition.broadcast() }
            return batches.isEmpty ? nil : batches.removeFirst()
        }
    }

    /// Who writes is done: nobody takes anything any more, and who reads must not wait for him.
    func end(_ outcome: Result<DirectoryImport.Counts, any Error>) {
        condition.withLock {
            self.outcome = outcome
            isClosed = true
            condition.broadcast()
        }
    }

    /// Waits until who writes is done.
    func counts() throws -> DirectoryImport.Counts {
        try condition.withLock {
            while true {
                if let outcome { return try outcome.get() }
                condition.wait()
            }
        }
    }

    func answer(_ rejections: [DirectoryImport.Rejection]) {
        condition.withLock { answers.append(rejections) }
    }

    /// What became of the batches that nobody was told of yet.
    func rest() -> [[DirectoryImport.Rejection]] { condition.withLock { takeAnswers() } }

    private func takeAnswers() -> [[DirectoryImport.Rejection]] {
        defer { answers.removeAll() }
        return answers
    }
}
