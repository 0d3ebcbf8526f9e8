import ChatContract
import ChatCore
import ChatStore
import Synchronization

/// Answers the queries that look into a directory elsewhere, while all others go on.
final class ForeignDirectoryDesk: Sendable {
    private let directory: HTTPDirectory
    private let store: BackgroundStore
    private let underWay = Mutex(0)
    /// How many such queries may be under way: a CRM that hangs must not gather all agents' questions.
    private static let widthLimit = 200
    /// How often a query may come back with another question: `contact.suggest` has six.
    private static let roundLimit = 20

    init(_ configuration: DirectoryConfiguration, store: Store) {
        directory = HTTPDirectory(configuration)
        self.store = BackgroundStore(store, name: "directory", isShared: true)
    }

    func close() async { await directory.close() }

    /// Whether a query is for here.
    static func takes(_ query: Query) -> Bool {
        switch query {
        case .suggestContacts, .contact, .searchDirectory, .document: true
        default: false
        }
    }

    /// Runs a query until all that it asks the directory is answered, then gives `done` its outcome.
    ///
    /// - Parameter run: answers the query over a directory, in one look at the store.
    func answer(
        _ run: @escaping @Sendable (StoreReader, any Directory) throws -> Answer,
        done: @escaping @Sendable (Result<Answer, any Error>) -> Void
    ) {
        let isTaken = underWay.withLock { count in
            guard count < Self.widthLimit else { return false }
            count += 1
            return true
        }
        guard isTaken else {
            return done(.success(Self.unavailable("\(Self.widthLimit) questions wait for its answers")))
        }
        Task {
            let outcome: Result<Answer, any Error>
            do {
                outcome = .success(try await rounds(run))
            } catch let error as HTTPDirectory.Unavailable {
                outcome = .success(Self.unavailable(error.reason))
            } catch let error as AnsweredDirectory.Unreadable {
                outcome = .success(Self.unavailable("its answer to \(error.call) cannot be read"))
            } catch {
                outcome = .failure(error)
            }
            underWay.withLock { $0 -= 1 }
            done(outcome)
        }
    }

    private static func unavailable(_ reason: String) -> Answer {
        .refused(status: nil, Refusal(.unavailable, "the directory of customers cannot be asked now: \(reason)"))
    }

    private func rounds(
        _ run: @escaping @Sendable (StoreReader, any Directory) throws -> Answer
    ) async throws -> Answer {
        var answers: [DirectoryQuestion: [UInt8]?] = [:]
        for _ in 0..<Self.roundLimit {
            do {
                return try await look(run, answers)
            } catch let missing as AnsweredDirectory.Missing {
                for (question, answer) in try await directory.answers(to: missing.questions) {
                    answers[question] = .some(answer)
                }
            }
        }
        throw HTTPDirectory.Unavailable(reason: "a query has too many questions")
    }

    private func look(
        _ run: @escaping @Sendable (StoreReader, any Directory) throws -> Answer,
        _ answers: [DirectoryQuestion: [UInt8]?]
    ) async throws -> Answer {
        try await store.run { store in
            // What a query throws is no failure of the store.
            let outcome = try store.look { reader throws(StoreError) in
                Result { try run(reader, AnsweredDirectory(answers: answers, own: reader)) }
            }
            return try outcome.get()
        }
    }
}
