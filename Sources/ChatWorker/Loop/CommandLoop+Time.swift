import AMQP
import ChatContract
import ChatCore
import ChatStore
import Logging

/// What has to happen with time.
extension CommandLoop {
    /// - Parameter look: looks at the queues, after the lease was renewed.
    package func tick(_ now: Timestamp, look: () -> Void) {
        if now - clock.renewal >= .seconds(1) || now < clock.renewal {
            clock.renewal = now
            if renew(now) {
                look()
                tellOfWebhooks(now)
            }
            around.publisher.retryRefused()
        }
        if now - clock.forgetting >= .milliseconds(100) {
            clock.forgetting = now
            forgetConfirmed(now)
        }
        if now - clock.timers >= .milliseconds(200), !worker.isEmpty {
            clock.timers = now
            fireTimers(now)
        }
        if now - clock.purge >= .minutes(5), isPreferred(.control) {
            clock.purge = now
            purge(now)
        }
        let news = notices.due(view, at: now)
        if !news.isEmpty {
            around.publisher.tell(
                news.compactMap { Publishing($0) } + notices.takeSnapshots().compactMap(\.publishing))
        }
    }

    // MARK: - The lease

    /// Renews the lease, sees who else is there, and takes over what the dead left.
    ///
    /// - Returns: whether the store could.
    private func renew(_ now: Timestamp) -> Bool {
        do throws(StoreError) {
            if worker.isEmpty { try register(now) }
            var standing = try stand(now)
            if !standing.isAlive {
                logger.warning(
                    "the lease was over; the worker goes on as a new incarnation", metadata: ["worker": "\(worker)"])
                // Whoever slept for so long does not know whether he still hears: the broker may have given his queues
                // to others.
                around.doubtHearing()
                try register(now)
                standing = try stand(now)
            }
            workers = standing.workers
            if !standing.adopted.isEmpty {
                metrics.count(.adopted, by: standing.adopted.count)
                logger.notice(
                    "took over what a dead worker had not published", metadata: ["entries": "\(standing.adopted.count)"]
                )
                around.publisher.publish(standing.adopted)
            }
            metrics.set(.outboxOldest, standing.oldestUnpublished.map { Double((now - $0).milliseconds) / 1000 } ?? 0)
            if clock.isOutboxUncertain {
                // What is published already is known; what was confirmed and not forgotten goes out once more.
                around.publisher.publish(try store.unpublished(by: worker))
                clock.isOutboxUncertain = false
            }
            around.note(retired: Set(try store.retiredChannels()))
            status.set(.store, nil)
            return true
        } catch {
            clock.isOutboxUncertain = true
            metrics.count(.storeFailures, ["code": "\(error.code)"])
            status.set(.store, "\(error)")
            logger.error("the lease could not be renewed", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func stand(_ now: Timestamp) throws(StoreError) -> Standing {
        let (subscribed, heard) = around.listening()
        return try store.renew(
            worker: worker, lease: configuration.lease, subscribed: subscribed, heard: heard, at: now)
    }

    /// Begins a new incarnation. The store is written, so it works.
    private func register(_ now: Timestamp) throws(StoreError) {
        let name = around.newIncarnation(of: configuration.name)
        try store.register(worker: name, name: configuration.name, lease: configuration.lease, at: now)
        worker = name
        logger[metadataKey: "worker"] = "\(name)"
        logger.notice("the worker has its lease")
        status.begin()
    }

    /// Whether this worker has the first claim to a queue.
    package func isPreferred(_ queue: WorkQueue) -> Bool {
        !worker.isEmpty && Rendezvous.ranking(of: workers.map(\.worker), for: queue).first == worker
    }

    /// Looks whether channels came or went: a transaction that changes nothing refreshes the view.
    ///
    /// - Returns: whether the store could tell.
    package func refreshRegistry(_ now: Timestamp) -> Bool {
        do throws(StoreError) {
            _ = try store.transaction(view, worker: worker, at: now) { _ in }
            return true
        } catch {
            status.set(.store, "\(error)")
            return false
        }
    }

    /// Tells whoever posts webhooks that the receivers changed, here or by a process without a broker (`samtale apply`).
    private func tellOfWebhooks(_ now: Timestamp) {
        let list = view.registry.webhookList
        guard list != knownWebhooks else { return }
        let isNews = knownWebhooks != nil
        knownWebhooks = list
        guard isNews else { return }
        let news = TransientEvent(
            .webhooksChanged, at: now, routingKeys: [RoutingKey.webhooksChanged], data: Answer.nothing)
        around.publisher.tell([Publishing(news)].compactMap(\.self))
    }

    // MARK: - Timers

    /// Fires what is due: channels' timers by their preferred worker, the rest by that of the control queue.
    private func fireTimers(_ now: Timestamp) {
        do throws(StoreError) {
            let due = try store.dueTimers(at: now)
            guard !due.isEmpty else { return }
            let hearing = try store.hearing(at: now, lease: configuration.lease)
            let mine = due.filter { timer in
                guard isPreferred(timer.channel.map(WorkQueue.channel) ?? .control) else { return false }
                guard let silence = timer.silence else { return true }
                // Nobody is silent while nobody listened: not on his channel, not on the control queue.
                let queues = [Queue.control] + (timer.channel.map { [Queue.channel($0)] } ?? [])
                return queues.allSatisfy { queue in hearing[queue].map { $0 + silence <= now } ?? false }
            }
            var rest = mine[...]
            while !rest.isEmpty, !status.isStopping {
                try fire(rest.prefix(100), at: now)
                rest = rest.dropFirst(100)
            }
        } catch {
            logger.error("timers could not be fired", metadata: ["error": "\(error)"])
        }
    }

    /// Fires timers in one transaction, but for those that somebody else fired.
    ///
    /// - Parameter now: The time for which it was known that silent clients could have been heard. A worker that stood
    ///   still since then must not go by a later one: what it missed meanwhile is not read yet (guarantee 16).
    package func fire(_ timers: some Collection<Timer>, at now: Timestamp) throws(StoreError) {
        let committed = try persistently { () throws(StoreError) in
            try self.store.transaction(self.view, worker: self.worker, at: now) {
                transaction throws(StoreError) in
                var fired: [Timer] = []
                for timer in timers where try transaction.fire(timer) { fired.append(timer) }
                self.around.note(.timers(fired), at: now)
                return fired
            }
        }
        for timer in committed.value { metrics.count(.timers, ["kind": timer.kind.rawValue]) }
        told(committed)
    }

    // MARK: - Tidying

    /// Forgets what the broker confirmed, when no batch came along to do it.
    package func forgetConfirmed(_ now: Timestamp) {
        let confirmed = around.publisher.takeConfirmed()
        guard !confirmed.isEmpty, !worker.isEmpty else {
            around.publisher.putBack(confirmed: confirmed)
            return
        }
        do throws(StoreError) {
            _ = try store.transaction(view, worker: worker, at: now) { transaction throws(StoreError) in
                try transaction.forget(outbox: confirmed)
            }
        } catch {
            around.publisher.putBack(confirmed: confirmed)
        }
    }

    private func purge(_ now: Timestamp) {
        do throws(StoreError) {
            _ = try store.purgeCommands(slice: clock.purgeSlice, at: now)
            clock.purgeSlice &+= 1
            let erased = try eraseOld(now)
            let removed = try store.purgeDeleted(before: now - .days(1), at: now)
            try store.purgeMoved(before: now - .days(7))
            try store.purgeBlocks(before: now)
            guard erased > 0 || removed > 0 else { return }
            logger.info("erased what is kept no longer", metadata: ["erased": "\(erased)", "removed": "\(removed)"])
        } catch {
            logger.warning("what is old could not be forgotten", metadata: ["error": "\(error)"])
        }
    }

    private func eraseOld(_ now: Timestamp) throws(StoreError) -> Int {
        let committed = try persistently { () throws(StoreError) in
            try self.store.transaction(self.view, worker: self.worker, at: now) { transaction throws(StoreError) in
                try transaction.erase(before: now - self.configuration.retention)
            }
        }
        told(committed)
        return committed.value
    }

    /// Figures of what this worker sees in the store.
    func setGauges(_ queues: some Sequence<WorkQueue>, _ now: Timestamp) {
        notices.tidy(at: now)
        metrics.set(.up, status.isReady ? 1 : 0)
        metrics.set(.outboxMessages, Double(around.publisher.backlog.count))
        metrics.set(.workers, Double(workers.count))
        var sessions: [(labels: KeyValuePairs<String, String>, value: Double)] = []
        var oldest: [(labels: KeyValuePairs<String, String>, value: Double)] = []
        for queue in queues.sorted() where isPreferred(queue) {
            guard case .channel(let channel) = queue, let desk = view.desk(channel) else { continue }
            let counts = Dictionary(grouping: desk.sessions.values, by: \.status).mapValues(\.count)
            for (status, count) in counts.sorted(by: { $0.key.code < $1.key.code }) {
                sessions.append((["channel": channel.text, "status": status.rawValue], Double(count)))
            }
            let since = desk.queue.map(\.since).min()
            oldest.append((["channel": channel.text], since.map { Double((now - $0).milliseconds) / 1000 } ?? 0))
        }
        metrics.set(.sessions, sessions)
        metrics.set(.queueOldest, oldest)
    }
}
