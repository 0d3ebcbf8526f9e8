import ChatContract
import ChatCore

/// A chat that is linked is an activity of its person and its company (spec section 7.1): made of the session whenever it is
/// asked for, so there is no copy that could be out of date. The activity has the session's identifier.
enum ChatActivity {
    static func make(
        of session: Session, channelName: String, _ sql: any SQLConnection
    ) throws(StoreError) -> DirectoryRecord {
        var activity = DirectoryRecord(
            record: RecordID(high: session.id.high, low: session.id.low), kind: .activity,
            title: "Chat on \(channelName)")
        activity.type = DirectoryRecord.chat
        activity.session = session.id
        activity.person = session.extra.contact?.person
        activity.company = session.extra.contact?.company
        activity.status = session.status.rawValue
        activity.at = session.openedAt
        activity.owner = (session.owner ?? session.lastAgent)?.text
        activity.text = try firstLine(of: session.id, sql)
        return activity
    }

    /// The first that the visitor wrote.
    private static func firstLine(of session: SessionID, _ sql: any SQLConnection) throws(StoreError) -> String? {
        try sql.first(
            """
            SELECT json_extract(body, '$.data.text') FROM event
            WHERE session = (SELECT number FROM session WHERE session = ?) AND type = 'message.posted'
              AND json_extract(body, '$.data.from') = 'visitor'
            ORDER BY seq LIMIT 1
            """, .text(session.description)
        ) { $0.textIfPresent(0) } ?? nil
    }

    /// A page of the chats that are linked, with the numbers that serve as cursors.
    static func page(
        after: Int64, limit: Int, _ sql: any SQLConnection
    ) throws(StoreError) -> [(number: Int64, session: Session)] {
        try sql.all(
            """
            SELECT \(SessionRow.columns) FROM session
            WHERE number > ? AND status <> 'deleted' AND (json_extract(extra, '$.contact.person') IS NOT NULL
              OR json_extract(extra, '$.contact.company') IS NOT NULL) ORDER BY number LIMIT ?
            """, .integer(after), .integer(Int64(limit)), read: SessionRow.read)
    }

    /// Whether an activity is a chat of this store: an import has nothing to say of it.
    static func isThere(_ record: RecordID, _ sql: any SQLConnection) throws(StoreError) -> Bool {
        try sql.first("SELECT 1 FROM session WHERE session = ?", .text(record.description)) { $0.bool(0) } ?? false
    }
}

extension StoreReader {
    /// A linked chat as an activity of its person and its company.
    public func activity(of session: Session, channelName: String) throws(StoreError) -> DirectoryRecord {
        try ChatActivity.make(of: session, channelName: channelName, sql)
    }

    /// A page of all chats that are linked, as activities, with the numbers that serve as cursors.
    public func chatActivities(
        after: Int64, limit: Int
    ) throws(StoreError) -> [(number: Int64, entry: DirectoryEntry)] {
        var page: [(number: Int64, entry: DirectoryEntry)] = []
        for (number, session) in try ChatActivity.page(after: after, limit: limit, sql) {
            let name = try registry().channels[session.channel]?.name ?? session.channel.text
            page.append((number, .record(try activity(of: session, channelName: name))))
        }
        return page
    }
}
