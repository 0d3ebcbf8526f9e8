import CRabbitMQ
import Glibc

/// A descriptor that ends a poll(2) when another thread says so.
final class WakeUp: Sendable {
    let descriptor: Int32

    init() {
        self.descriptor = crabbitmq_eventfd()
        precondition(self.descriptor >= 0, "eventfd: \(errno)")
    }

    deinit {
        close(self.descriptor)
    }

    func signal() {
        var one: UInt64 = 1
        _ = write(self.descriptor, &one, 8)
    }

    func reset() {
        var count: UInt64 = 0
        _ = read(self.descriptor, &count, 8)
    }
}
