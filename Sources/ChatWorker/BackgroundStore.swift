import ChatStore
import Dispatch

/// The store for tasks: it blocks, and that is not for the threads that all tasks share.
struct BackgroundStore: Sendable {
    private let store: Store
    private let queue: DispatchQueue

    init(_ store: Store, name: String) {
        self.store = store
        queue = DispatchQueue(label: name)
    }

    /// - Throws: `StoreError`.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Store) throws(StoreError) -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [store] in continuation.resume(with: Result { try body(store) }) }
        }
    }
}
