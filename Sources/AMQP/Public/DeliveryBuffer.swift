import Glibc
import Synchronization

/// Where deliveries wait to be taken, by a thread or by a task.
///
/// One buffer may serve many consumers of many connections. It has no limit of its own: the prefetch counts of its
/// consumers are. The deliveries of a connection that is gone are dropped, as they can no longer be acknowledged.
///
/// `@unchecked Sendable`: all state is guarded by `mutex`, a C one because only that has a condition variable.
public final class DeliveryBuffer: @unchecked Sendable {
    private struct Waiter {
        let id: UInt64
        let limit: Int
        let answer: Answer<[Delivery]>
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    /// From `head` on.
    private var deliveries: [Delivery] = []
    private var head = 0
    private var sleepers = 0
    private var waiters: [Waiter] = []
    private var lastWaiter: UInt64 = 0
    private var isWoken = false

    public init() {
        self.mutex = .allocate(capacity: 1)
        self.condition = .allocate(capacity: 1)
        pthread_mutex_init(self.mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(self.condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(self.condition)
        pthread_mutex_destroy(self.mutex)
        self.condition.deallocate()
        self.mutex.deallocate()
    }

    /// How many deliveries wait.
    public var count: Int {
        self.withLock { self.deliveries.count - self.head }
    }

    /// Takes what is there, or blocks the calling thread until something is, the time is over or ``wake()`` is called.
    ///
    /// Not for tasks: it blocks.
    ///
    /// - Parameters:
    ///   - limit: The most deliveries to take.
    ///   - waiting: How long to wait if nothing is there; `nil` for as long as it takes.
    public func take(atMost limit: Int, waiting: Duration?) -> [Delivery] {
        self.withLock {
            var deadline: timespec?
            if let waiting {
                let time = MonotonicTime.now() + max(waiting, .zero)
                deadline = timespec(
                    tv_sec: Int(time.nanoseconds / 1_000_000_000), tv_nsec: Int(time.nanoseconds % 1_000_000_000))
            }
            while self.head == self.deliveries.count, !self.isWoken {
                self.sleepers += 1
                defer { self.sleepers -= 1 }
                if var deadline {
                    if pthread_cond_timedwait(self.condition, self.mutex, &deadline) == ETIMEDOUT { break }
                } else {
                    pthread_cond_wait(self.condition, self.mutex)
                }
            }
            self.isWoken = false
            return self.pop(limit)
        }
    }

    /// Takes what is there, or waits until something is, ``wake()`` is called or the task is cancelled.
    public func take(atMost limit: Int) async -> [Delivery] {
        let taken: (now: [Delivery], waiter: Waiter?) = self.withLock {
            if self.head < self.deliveries.count || self.isWoken {
                self.isWoken = false
                return (self.pop(limit), nil)
            }
            self.lastWaiter += 1
            let waiter = Waiter(id: self.lastWaiter, limit: limit, answer: Answer())
            self.waiters.append(waiter)
            return ([], waiter)
        }
        guard let waiter = taken.waiter else { return taken.now }
        return await withTaskCancellationHandler {
            await waiter.answer.value()
        } onCancel: {
            let isWaiting = self.withLock {
                guard let index = self.waiters.firstIndex(where: { $0.id == waiter.id }) else { return false }
                self.waiters.remove(at: index)
                return true
            }
            // Otherwise it has been given deliveries, which must not get lost.
            if isWaiting { waiter.answer.give([]) }
        }
    }

    /// Ends the waiting of whoever waits, or the next one's who would, with nothing.
    public func wake() {
        let waiters = self.withLock {
            defer { self.waiters = [] }
            if self.waiters.isEmpty {
                self.isWoken = true
                if self.sleepers > 0 { pthread_cond_broadcast(self.condition) }
            }
            return self.waiters
        }
        for waiter in waiters { waiter.answer.give([]) }
    }

    func append(_ arrived: [Delivery]) {
        var served: [(Waiter, [Delivery])] = []
        self.withLock {
            self.deliveries.append(contentsOf: arrived)
            while let waiter = self.waiters.first, self.head < self.deliveries.count {
                self.waiters.removeFirst()
                served.append((waiter, self.pop(waiter.limit)))
            }
            if self.sleepers > 0, self.head < self.deliveries.count { pthread_cond_signal(self.condition) }
        }
        for (waiter, deliveries) in served { waiter.answer.give(deliveries) }
    }

    func drop(_ connection: ConnectionID) {
        self.withLock {
            self.deliveries = self.deliveries[self.head...].filter { $0.tag.connection != connection }
            self.head = 0
        }
    }

    /// Only under the lock.
    private func pop(_ limit: Int) -> [Delivery] {
        let count = min(max(limit, 1), self.deliveries.count - self.head)
        if count == self.deliveries.count {
            defer { self.deliveries = [] }
            return self.deliveries
        }
        let taken = Array(self.deliveries[self.head..<self.head + count])
        self.head += count
        if self.head * 2 >= self.deliveries.count {
            self.deliveries.removeFirst(self.head)
            self.head = 0
        }
        return taken
    }

    private func withLock<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(self.mutex)
        defer { pthread_mutex_unlock(self.mutex) }
        return body()
    }
}
