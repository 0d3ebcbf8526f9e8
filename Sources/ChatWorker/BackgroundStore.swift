import ChatStore
import Dispatch

/// The store for tasks: it blocks, and that is not for the threads that all tasks share.
struct BackgroundStore: Sendable {
    private let store: Store
    private let queue: DispatchQueue

    /// - Parameter isShared: many tasks look into it at once, and none waits for another.
    init(_ store: Store, name: String, isShared: Bool = false) {
        self.store = store
        queue = DispatchQueue(label: name, attributes: isShared ? .concurrent : [])
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable (Store) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [store] in continuation.resume(with: Result { try body(store) }) }
        }
    }
}
