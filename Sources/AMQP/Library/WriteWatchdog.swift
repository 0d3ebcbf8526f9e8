import Glibc
import Synchronization

/// Ends a write of the library that hangs because the broker does not read.
///
/// librabbitmq 0.11 has no deadline for writing. Shutting the socket down from another thread makes the call return
/// with an error at once. The thread is started with the first write that is watched, so that a loop without TLS has
/// none.
final class WriteWatchdog: Sendable {
    private struct State {
        var descriptor: Int32 = -1
        var since = MonotonicTime(nanoseconds: 0)
        var isRunning = false
        var isStopped = false
    }

    private let limit: Duration
    private let state = Mutex(State())

    init(limit: Duration) {
        self.limit = limit
    }

    func begin(_ descriptor: Int32) {
        let mustStart = self.state.withLock { state in
            state.descriptor = descriptor
            state.since = .now()
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { startThread(named: "amqp-watchdog") { self.watch() } }
    }

    func end() {
        self.state.withLock { $0.descriptor = -1 }
    }

    func stop() {
        self.state.withLock { $0.isStopped = true }
    }

    private func watch() {
        while true {
            usleep(250_000)
            let goesOn = self.state.withLock { state in
                // Under the lock the descriptor cannot be closed and given to somebody else.
                if state.descriptor >= 0, MonotonicTime.now() - state.since > self.limit {
                    shutdown(state.descriptor, Int32(SHUT_RDWR))
                    state.descriptor = -1
                }
                return !state.isStopped
            }
            if !goesOn { return }
        }
    }
}
