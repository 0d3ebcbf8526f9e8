/// Whether the broker writes a message to disk.
public enum DeliveryMode: UInt8, Sendable, Hashable, CaseIterable {
    /// Lost when the broker restarts.
    case transient = 1
    /// Kept over a restart of the broker, in a durable queue.
    case persistent = 2
}
