import Glibc
import Synchronization

/// What the thread of a ``ConnectionLoop`` runs.
///
/// `@unchecked Sendable`: `engines`, `descriptors` and `isStopping` are touched by the loop's own thread only; the
/// mailbox is locked.
final class LoopCore: @unchecked Sendable {
    typealias Job = @Sendable () -> Void

    private struct Mailbox: ~Copyable {
        var jobs: [Job] = []
        /// Whether the thread sleeps in poll(2), so that it must be woken.
        var isSleeping = false
        var isOver = false
    }

    let name: String
    let watchdog = WriteWatchdog(limit: .seconds(15))
    private let mailbox = Mutex(Mailbox())
    private let wakeUp = WakeUp()
    private var engines: [ConnectionEngine] = []
    private var descriptors: [pollfd] = []
    private var isStopping = false

    init(name: String) {
        self.name = name
    }

    func start() {
        startThread(named: self.name) { self.run() }
    }

    /// Has the thread run the job, in the order of posting.
    ///
    /// - Returns: `false` if the loop is over; the job will not run.
    @discardableResult
    func post(_ job: @escaping Job) -> Bool {
        let (isAccepted, mustWake) = self.mailbox.withLock { mailbox in
            guard !mailbox.isOver else { return (false, false) }
            mailbox.jobs.append(job)
            defer { mailbox.isSleeping = false }
            return (true, mailbox.isSleeping)
        }
        if mustWake { self.wakeUp.signal() }
        return isAccepted
    }

    func attach(_ engine: ConnectionEngine) -> Bool {
        self.post {
            self.engines.append(engine)
            if self.isStopping { engine.close(within: .seconds(1), now: .now()) }
        }
    }

    func stop() {
        self.post {
            self.isStopping = true
            for engine in self.engines { engine.close(within: .seconds(1), now: .now()) }
        }
    }

    private func run() {
        while true {
            let jobs = self.mailbox.withLock { mailbox in
                mailbox.isSleeping = false
                let jobs = mailbox.jobs
                mailbox.jobs = []
                return jobs
            }
            for job in jobs { job() }
            let now = MonotonicTime.now()
            for engine in self.engines { engine.service(now: now) }
            self.engines.removeAll { $0.isGone }
            if self.isStopping, self.engines.isEmpty, self.end() { break }
            self.sleep()
        }
        self.watchdog.stop()
    }

    /// - Returns: `false` if there is still something to do.
    private func end() -> Bool {
        self.mailbox.withLock { mailbox in
            guard mailbox.jobs.isEmpty else { return false }
            mailbox.isOver = true
            return true
        }
    }

    private func sleep() {
        self.descriptors.removeAll(keepingCapacity: true)
        self.descriptors.append(pollfd(fd: self.wakeUp.descriptor, events: Int16(POLLIN), revents: 0))
        var deadline: MonotonicTime?
        var hasMore = false
        for engine in self.engines {
            self.descriptors.append(pollfd(fd: engine.descriptor, events: engine.events, revents: 0))
            if engine.hasMore { hasMore = true }
            if let other = engine.deadline { deadline = min(deadline ?? other, other) }
        }
        var timeout: Int32 = -1
        if let deadline {
            // Rounded up: waking up a moment too early would make the loop spin.
            let left = (deadline.nanoseconds - MonotonicTime.now().nanoseconds + 999_999) / 1_000_000
            timeout = Int32(clamping: max(left, 0))
        }
        let mayBlock = self.mailbox.withLock { mailbox in
            mailbox.isSleeping = mailbox.jobs.isEmpty && !hasMore
            return mailbox.isSleeping
        }
        if !mayBlock { timeout = 0 }
        let ready = self.descriptors.withUnsafeMutableBufferPointer {
            poll($0.baseAddress, nfds_t($0.count), timeout)
        }
        guard ready > 0 else { return }
        if self.descriptors[0].revents != 0 { self.wakeUp.reset() }
        for (index, engine) in self.engines.enumerated() {
            engine.ready(self.descriptors[index + 1].revents)
        }
    }
}
