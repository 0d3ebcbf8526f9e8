import Synchronization

/// Tells one incarnation of a connection from all others in this process.
struct ConnectionID: Sendable, Hashable {
    let value: UInt64

    private static let last = Atomic<UInt64>(0)

    static func next() -> ConnectionID {
        ConnectionID(value: self.last.wrappingAdd(1, ordering: .relaxed).newValue)
    }
}
