import ChatStore

/// Fills a store with what years of chats leave: sessions that are over, their events and the outcomes of commands.
enum BenchHistory {
    private static let perSession = 50

    /// Adds at least `events` events, telling now and then how far it is.
    static func fill(_ store: Store, events: Int, progress: (Int) -> Void) throws {
        let sessions = (events + perSession - 1) / perSession
        var done = 0
        while done < sessions {
            let count = min(2000, sessions - done)
            try store.write { sql throws(StoreError) in
                try sql.execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO session (session, channel, visitor_digest, opened_at, settings_version, queue_length,
                      version, status, seq, visitor_seq, at, idle_since, unread_by_agent, unread_by_visitor, legs,
                      queue_legs, agent_legs, wait, handle, active, visitor_messages, agent_messages, endings, live,
                      ended_at, outcome, ended_by, presence, last_agent, visitor, origin, connections, listeners)
                    SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-8' || substr(hex(randomblob(2)), 2)
                        || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
                      'channel-' || (i % 20), randomblob(32), 1700000000000 + i, 1, 1, 0, 9, ?, ?, 1700000000000 + i,
                      1700000000000 + i, '', '', 2, 1, 1, 1000, 60000, 60000, 25, 25, 1, 0, 1700000000000 + i,
                      'completed', 'agent', 'connected', 'agent-' || (i % 20),
                      '{"id":"00000000-0000-8000-8000-000000000000","verified":false}', '{}', '[]', '[]'
                    FROM n
                    """,
                    [
                        .integer(Int64(done)), .integer(Int64(done + count - 1)), .integer(Int64(perSession)),
                        .integer(Int64(perSession)),
                    ])
                try sql.execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO event (session, seq, type, visible, body, agents, gateways, desk, cause)
                    SELECT s.number, n.i, 'message.posted', 1,
                      '{"channel":"' || s.channel || '","session":"' || s.session || '","seq":' || n.i
                        || ',"data":{"text":"' || hex(randomblob(150)) || '"}}',
                      '', 'bench', 0, 'w.' || n.i
                    FROM (SELECT number, session, channel FROM session WHERE live = 0 ORDER BY number DESC LIMIT ?) s, n
                    """,
                    [.integer(Int64(perSession)), .integer(Int64(count))])
                try sql.execute(
                    """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO command (key, fingerprint, at, status) SELECT randomblob(16), i, ?, 5 FROM n
                    """,
                    [.integer(Int64(count * perSession)), .integer(.max / 2)])
            }
            done += count
            progress(done * perSession)
        }
        try store.checkpoint()
    }
}
