import ChatContract
import ChatCore

/// A worker that lives: its lease is not over.
public struct WorkerLease: Sendable, Equatable, Hashable {
    /// The incarnation: another one each time the worker starts, or finds that it was given up for dead.
    public let worker: String
    public let name: String
    public let startedAt: Timestamp
    /// The queues that it consumes, and since when.
    public let subscribed: [String: Timestamp]
}

/// What a worker finds when it renews its lease.
public struct Standing: Sendable {
    /// Whether its own lease was still running; otherwise it needs a new incarnation.
    public var isAlive: Bool
    /// All workers that live, this one among them.
    public var workers: [WorkerLease]
    /// What dead workers had not published, taken over: oldest first.
    public var adopted: [OutboxEntry]
    /// How old the oldest message is that waits for the broker's confirmation, of all workers.
    public var oldestUnpublished: Timestamp?
}

extension Store {
    /// Gives a new incarnation its lease. This proves that the store can be written.
    public func register(worker: String, name: String, lease: Span, at now: Timestamp) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute(
                "INSERT INTO worker (worker, name, started_at, lease_until, subscribed) VALUES (?, ?, ?, ?, '{}')",
                .text(worker),
                .text(name), SQLValue(now), SQLValue(now + lease))
        }
    }

    /// Renews a worker's lease, notes what it listens to, and takes over what dead workers left.
    ///
    /// - Parameters:
    ///   - subscribed: the queues that it consumes, and since when.
    ///   - heard: those of which it has read all that waited when it subscribed.
    public func renew(
        worker: String, lease: Span, subscribed: [String: Timestamp], heard: some Sequence<String>, at now: Timestamp
    ) throws(StoreError) -> Standing {
        try write { sql throws(StoreError) in
            let isAlive =
                try sql.execute(
                    "UPDATE worker SET lease_until = ?, subscribed = ? WHERE worker = ? AND lease_until > ?",
                    SQLValue(now + lease), try JSONColumn.encode(subscribed), .text(worker), SQLValue(now)) == 1
            var standing = Standing(isAlive: isAlive, workers: [], adopted: [], oldestUnpublished: nil)
            if isAlive {
                for queue in heard {
                    // A gap longer than a lease starts the hearing anew.
                    try sql.execute(
                        """
                        INSERT INTO hearing (queue, since, until) VALUES (?, ?, ?)
                        ON CONFLICT (queue) DO UPDATE SET
                          since = CASE WHEN hearing.until < ? THEN excluded.since ELSE hearing.since END,
                          until = excluded.until
                        """, .text(queue), SQLValue(now), SQLValue(now), SQLValue(now - lease))
                }
                try sql.execute("DELETE FROM worker WHERE lease_until < ?", SQLValue(now - .minutes(60)))
                let orphans = try sql.all(
                    """
                    SELECT DISTINCT worker FROM outbox
                    WHERE worker NOT IN (SELECT worker FROM worker WHERE lease_until > ?)
                    """, SQLValue(now)
                ) { $0.text(0) }
                for orphan in orphans {
                    standing.adopted += try Outbox.entries(of: orphan, sql)
                    try sql.execute(
                        "UPDATE outbox SET worker = ? WHERE worker = ?", .text(worker), .text(orphan))
                }
            }
            standing.workers = try sql.all(
                "SELECT worker, name, started_at, subscribed FROM worker WHERE lease_until > ? ORDER BY worker",
                SQLValue(now)
            ) { row throws(StoreError) in
                WorkerLease(
                    worker: row.text(0), name: row.text(1), startedAt: row.time(2),
                    subscribed: try JSONColumn.decode(row, 3))
            }
            standing.oldestUnpublished = try sql.first("SELECT min(at) FROM outbox") { $0.timeIfPresent(0) } ?? nil
            return standing
        }
    }

    /// What a worker has committed and the broker has not confirmed, oldest first.
    ///
    /// For a worker that does not know whether a commit took effect.
    public func unpublished(by worker: String) throws(StoreError) -> [OutboxEntry] {
        try read { sql throws(StoreError) in try Outbox.entries(of: worker, sql) }
    }

    /// Gives a worker's lease back: it goes in good order.
    public func release(worker: String) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute("DELETE FROM worker WHERE worker = ?", .text(worker))
        }
    }

    /// The timers that are due, oldest first.
    public func dueTimers(at now: Timestamp, limit: Int = 5000) throws(StoreError) -> [Timer] {
        try read { sql throws(StoreError) in
            try sql.all(
                "SELECT \(TimerRow.columns) FROM timer WHERE due_at <= ? ORDER BY due_at, id LIMIT ?", SQLValue(now),
                .integer(Int64(limit)), read: TimerRow.read)
        }
    }

    /// Since when each queue was listened to without a gap; those with a gap now are missing.
    public func hearing(at now: Timestamp, lease: Span) throws(StoreError) -> [String: Timestamp] {
        try read { sql throws(StoreError) in
            var since: [String: Timestamp] = [:]
            try sql.query("SELECT queue, since FROM hearing WHERE until >= ?", [SQLValue(now - lease)]) { row in
                since[row.text(0)] = row.time(1)
            }
            return since
        }
    }

    /// The deleted channels whose queues are still there.
    public func retiredChannels() throws(StoreError) -> [ChannelHandle] {
        try read { sql throws(StoreError) in
            try sql.all("SELECT channel FROM channel WHERE deleted_at IS NOT NULL AND queue_gone = 0") {
                row throws(StoreError) in
                try row.handle(0)
            }
        }
    }

    /// Whether there is such a channel that is not deleted.
    public func hasChannel(_ channel: ChannelHandle) throws(StoreError) -> Bool {
        try read { sql throws(StoreError) in
            try sql.first(
                "SELECT 1 FROM channel WHERE channel = ? AND deleted_at IS NULL", .text(channel.text),
                read: { $0.bool(0) }) ?? false
        }
    }

    /// Notes that the queue of a deleted channel is gone.
    public func retire(_ channel: ChannelHandle) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute(
                "UPDATE channel SET queue_gone = 1 WHERE channel = ? AND deleted_at IS NOT NULL", .text(channel.text))
        }
    }

    /// Forgets commands older than seven days, a 256th of them at a time.
    ///
    /// - Returns: how many it forgot.
    public func purgeCommands(slice: UInt8, at now: Timestamp) throws(StoreError) -> Int {
        try write { sql throws(StoreError) in
            try sql.execute("DELETE FROM attempt WHERE at < ?", SQLValue(now - .days(7)))
            return try KeptCommand.purge(before: now - .days(7), slice: slice, sql)
        }
    }
}
