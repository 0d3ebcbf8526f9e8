import ChatContract
import ChatCore
import Foundation

extension Store {
    /// Erases what identifies people in sessions that ended long ago; figures stay (decisions, "retention").
    ///
    /// - Parameters:
    ///   - before: sessions that ended before this.
    ///   - limit: how many at once, so that nobody waits for long.
    /// - Returns: how many were erased.
    public func erase(before: Timestamp, limit: Int = 100, at now: Timestamp) throws(StoreError) -> Int {
        try write { sql throws(StoreError) in
            let old = try sql.all(
                """
                SELECT number, session, json_extract(visitor, '$.id') FROM session INDEXED BY session_kept
                WHERE live = 0 AND erased_at IS NULL AND ended_at < ? ORDER BY ended_at LIMIT ?
                """, SQLValue(before), .integer(Int64(limit))
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
            for (number, session, visitor) in old {
                guard let id = VisitorID(visitor) else {
                    throw StoreError(.corrupt, "session \(session) has no visitor")
                }
                try sql.execute(
                    """
                    UPDATE session SET visitor = ?, origin = '{}', last_text = NULL, erased_at = ?,
                      extra = json_remove(extra, '$.rating.comment', '$.subject', '$.contact', '$.scheduled') WHERE number = ?
                    """, try JSONColumn.encode(Visitor(id: id)), SQLValue(now), .integer(number))
                try Self.eraseEvents(number, try JSONColumn.encode(Visitor(id: id)), sql)
                try sql.execute(
                    "UPDATE request SET visitor = ?, text = '', title = '' WHERE session = ?",
                    try JSONColumn.encode(Visitor(id: id)), .text(session))
            }
            return old.count
        }
    }

    /// Numbers, types, times and actors of events stay; what was said and who said it goes.
    private static func eraseEvents(
        _ session: Int64, _ visitor: SQLValue, _ sql: any SQLConnection
    ) throws(StoreError) {
        let changes: [(types: String, change: String, values: [SQLValue])] = [
            ("'message.posted', 'note.posted'", "json_set($, '$.data.text', '')", []),
            (
                "'session.opened', 'session.identified'",
                "json_set(json_remove($, '$.data.page', '$.data.host'), '$.data.visitor', json(?))", [visitor]
            ),
            ("'session.rated'", "json_remove($, '$.data.comment')", []),
            ("'file.shared', 'file.refused'", "json_set($, '$.data.name', '')", []),
            ("'request.created'", "json_set($, '$.data.title', '')", []),
            ("'transcript.requested'", "json_set($, '$.data.email', '')", []),
        ]
        for (types, change, values) in changes {
            let parts = change.components(separatedBy: "($,")
            let body = parts.joined(separator: "(body,")
            let visitorBody = parts.joined(separator: "(visitor_body,")
            try sql.execute(
                "UPDATE event SET body = \(body), visitor_body = \(visitorBody) WHERE session = ? AND type IN (\(types))",
                values + values + [.integer(session)])
        }
    }

    /// Removes sessions that were deleted, a day after (decisions, "8 Deleted").
    ///
    /// - Returns: how many were removed.
    public func purgeDeleted(before: Timestamp, limit: Int = 100) throws(StoreError) -> Int {
        try write { sql throws(StoreError) in
            let old = try sql.all(
                "SELECT number, session FROM session WHERE status = 8 AND at < ? ORDER BY at LIMIT ?",
                SQLValue(before), .integer(Int64(limit))
            ) { ($0.integer(0), $0.text(1)) }
            for (number, session) in old {
                try sql.execute("DELETE FROM event WHERE session = ?", .integer(number))
                try sql.execute("DELETE FROM request WHERE session = ?", .text(session))
                try sql.execute("DELETE FROM moved WHERE session = ?", .text(session))
                try sql.execute("DELETE FROM session WHERE number = ?", .integer(number))
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
