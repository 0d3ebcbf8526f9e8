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
              extra = json_remove(extra, '$.rating.comment', '$.subject', '$.contact', '$.scheduled') WHERE number = ?
            """, visitor, SQLValue(now), .integer(number))
        try eraseEvents(number, visitor, sql)
        try sql.execute(
            "UPDATE request SET visitor = ?, text = '', title = '' WHERE session = ?", visitor,
            .text(session.description))
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
