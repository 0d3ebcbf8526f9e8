/// A thread that serves any number of connections.
///
/// It sleeps in poll(2) until a socket has something, something is posted, or a deadline comes. Handlers that are
/// called "on the loop" run on this thread and must not block it. Use one loop for consuming and another for publishing
/// where a slow handler of one must not hold up the other.
public final class ConnectionLoop: Sendable {
    let core: LoopCore

    /// Starts the thread.
    ///
    /// - Parameter name: What `top -H` shows; 15 bytes of it.
    public init(name: String) {
        self.core = LoopCore(name: name)
        self.core.start()
    }

    deinit {
        self.core.stop()
    }

    /// Closes the connections that are still there, waits a second at most for the broker's goodbye, and ends the
    /// thread. Returns at once.
    public func stop() {
        self.core.stop()
    }
}
