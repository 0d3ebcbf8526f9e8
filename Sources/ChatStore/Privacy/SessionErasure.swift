import ChatContract
import ChatCore
import Foundation

/// Takes out of a session that is over what identifies people; figures stay (decisions, "retention").
enum SessionErasure {
    /// - Parameter visitor: who stands there instead: somebody of whom only a name that says nothing is known.
    static func erase(
        _ number: Int64, _ session: SessionID, as visitor: SQLValue, at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) {
        try sql.execute(
            """
            UPDATE session SET visitor = ?, origin = '{}', last_text = NULL, erased_at = ?,
              extra = json_remove(extra, '$.rating.comment', '$.subject', '$.contact', '$.scheduled',
                '$.otherEmails') WHERE number = ?
            """, visitor, SQLValue(now), .integer(number))
        try eraseEvents(number, visitor, sql)
        try sql.execute(
            "UPDATE request SET visitor = ?, text = '', title = '' WHERE session = ?", visitor,
            .text(session.description))
    }

    /// Erases sessions that ended before a time.
    ///
    /// - Returns: which, so many at most, the oldest first.
    static func eraseOld(
        before: Timestamp, limit: Int, at now: Timestamp, _ sql: any SQLConnection
    ) throws(StoreError) -> [SessionID] {
        let old = try sql.all(
            """
            SELECT number, session, json_extract(visitor, '$.id') FROM session INDEXED BY session_kept
            WHERE live = 0 AND erased_at IS NULL AND ended_at < ? ORDER BY ended_at LIMIT ?
            """, SQLValue(before), .integer(Int64(limit))
        ) { row throws(StoreError) in (row.integer(0), try row.identifier(1) as SessionID, row.text(2)) }
        for (number, session, visitor) in old {
            guard let id = VisitorID(visitor) else {
                throw StoreError(.corrupt, "session \(session) has no visitor")
            }
            try erase(number, session, as: try JSONColumn.encode(Visitor(id: id)), at: now, sql)
        }
        return old.map(\.1)
    }

    /// Numbers, types, times and actors of events stay; what was said and who said it goes. Whoever publishes an event
    /// that is not confirmed yet reads it anew, so it goes out without, too.
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
            ("'contact.linked'", "json_remove($, '$.data.person')", []),
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
}
