import ChatContract
import ChatCore

extension Store {
    /// Removes sessions that were deleted, a day after (decisions, "8 Deleted").
    ///
    /// - Returns: how many were removed.
    public func purgeDeleted(before: Timestamp, limit: Int = 100, at now: Timestamp) throws(StoreError) -> Int {
        try write { sql throws(StoreError) in
            let old = try sql.all(
                "SELECT number, session FROM session WHERE status = 8 AND at < ? ORDER BY at LIMIT ?",
                SQLValue(before), .integer(Int64(limit))
            ) { row throws(StoreError) in (row.integer(0), row.text(1), try row.identifier(1) as SessionID) }
            for (number, session, id) in old {
                try sql.execute("DELETE FROM event WHERE session = ?", .integer(number))
                try sql.execute("DELETE FROM request WHERE session = ?", .text(session))
                try sql.execute("DELETE FROM moved WHERE session = ?", .text(session))
                try sql.execute("DELETE FROM session WHERE number = ?", .integer(number))
                try DeadLetterSweep.note(.session(id), at: now, sql)
            }
            return old.count
        }
    }

    /// Forgets blocks that are over.
    public func purgeBlocks(before: Timestamp) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute("DELETE FROM block WHERE until <= ?", SQLValue(before))
        }
    }

    /// Forgets where sessions went that left a channel long ago: nobody asks there any more.
    public func purgeMoved(before: Timestamp) throws(StoreError) {
        try write { sql throws(StoreError) in
            try sql.execute(
                """
                DELETE FROM moved WHERE session IN
                  (SELECT session FROM session WHERE live = 0 AND ended_at < ? ORDER BY ended_at LIMIT 1000)
                """, SQLValue(before))
        }
    }
}
