import ChatContract
import ChatStore

/// What must hold in the tables at any time, as queries for what contradicts it.
final class StoreLaws {
    private let engine: Engine
    private let store: Store

    /// A law, and the query that names what breaks it.
    private struct Law {
        let name: String
        let sql: String
    }

    init(_ engine: Engine, _ store: Store) {
        self.engine = engine
        self.store = store
    }

    /// The agents' chats are those that they own: load is derived, never counted (guarantees 1, 5).
    func checkSlots() { check(Self.slots) }

    func checkAll() {
        for law in Self.always where engine.failure == nil { check(law) }
    }

    /// What holds when everything is done.
    func checkEnd() {
        checkSlots()
        checkAll()
        for law in Self.finally where engine.failure == nil { check(law) }
    }

    /// What must be over after a calm of this length.
    func checkNothingStuck() {
        let now = engine.now.milliseconds
        for (name, sql) in [
            (
                "a visitor who is gone does not stay",
                "SELECT session FROM session WHERE live = 1 AND presence != 'connected' AND absent_since < \(now - 28_000)"
            ),
            (
                "a transfer is answered or expires",
                "SELECT session FROM session WHERE transfer_expires_at < \(now - 10_000) AND transfer_to IS NOT NULL"
            ),
            (
                "a lost agent's chats return",
                """
                SELECT s.session FROM session s JOIN agent a ON a.agent = s.owner
                WHERE a.live = 0 AND a.silent_since < \(now - 35_000)
                """
            ),
            (
                "nobody waits while somebody who may be asked has a free slot",
                """
                SELECT s.session || ' for ' || a.agent FROM session s
                JOIN channel c ON c.channel = s.channel AND json_extract(c.settings, '$.routing.policy') != 'manual'
                JOIN member m ON m.channel = s.channel AND m.respond = 1
                JOIN agent a ON a.agent = m.agent AND a.removed = 0
                WHERE s.place IS NOT NULL AND s.leg_since < \(now - 20_000)
                  AND json_extract(s.detail, '$.offer') IS NULL
                  AND a.wanted = 'present' AND a.live = 1 AND json_extract(a.profile, '$.enabled')
                  AND json_extract(a.state, '$.isNotResponding') IS NULL
                  AND json_extract(a.interval, '$.since') < '\(engine.now - .seconds(10))'
                  AND (SELECT count(*) FROM json_each(a.held))
                      + (SELECT count(*) FROM json_each(coalesce(json_extract(a.state, '$.offered'), '{}')))
                      < coalesce(json_extract(a.profile, '$.capacity'), 4)
                  AND json_extract(s.detail, '$.passed.' || a.agent) IS NULL
                  AND json_extract(s.detail, '$.preference') IS NULL
                """
            ),
            ("no timer is overdue", "SELECT id || ' ' || (\(now) - due_at) FROM timer WHERE due_at < \(now - 25_000)"),
        ] {
            check(Law(name: name, sql: sql))
        }
    }

    /// How many chats an agent has, and may have.
    func load(of agent: AgentHandle) -> (held: Int, capacity: Int?)? {
        var load: (held: Int, capacity: Int?)?
        read(
            """
            SELECT (SELECT count(*) FROM json_each(held)), json_extract(profile, '$.capacity')
            FROM agent WHERE agent = '\(agent)' AND removed = 0
            """
        ) { row in load = (Int(row.integer(0)), row.isNull(1) ? nil : Int(row.integer(1))) }
        return load
    }

    /// What each agent may have; without limit the highest number.
    func limits() -> [AgentHandle: Int] {
        var limits: [AgentHandle: Int] = [:]
        read("SELECT agent, coalesce(json_extract(profile, '$.capacity'), 9223372036854775807) FROM agent") { row in
            if let agent = AgentHandle(row.text(0)) { limits[agent] = Int(row.integer(1)) }
        }
        return limits
    }

    func count(_ sql: String) -> Int {
        var count = 0
        read(sql) { count = Int($0.integer(0)) }
        return count
    }

    func texts(_ sql: String) -> [String] {
        var texts: [String] = []
        read(sql) { texts.append($0.text(0)) }
        return texts
    }

    private func check(_ law: Law) {
        if let broken = texts(law.sql).first { engine.fail(law.name, broken) }
    }

    private func read(_ sql: String, _ body: (any SQLRow) -> Void) {
        do throws(StoreError) {
            try store.read { connection throws(StoreError) in
                try connection.query(sql, []) { row in body(row) }
            }
        } catch {
            engine.fail("laws can be looked at", "\(error)")
        }
    }

    private static let slots = Law(
        name: "an agent's chats are those that he owns",
        sql: """
            SELECT agent FROM agent a
            WHERE (SELECT count(*) FROM json_each(a.held)) != (SELECT count(*) FROM session s WHERE s.owner = a.agent)
               OR EXISTS (SELECT 1 FROM session s WHERE s.owner = a.agent
                          AND json_extract(a.held, '$."' || s.session || '".rank') IS NOT s.owner_rank)
               OR (SELECT count(*) FROM json_each(coalesce(json_extract(a.state, '$.offered'), '{}')))
                  != (SELECT count(*) FROM session s WHERE json_extract(s.detail, '$.offer.agent') = a.agent)
            """)

    private static let always = [
        Law(
            name: "ranks tell an agent's chats apart",
            sql: """
                SELECT agent FROM agent a
                WHERE (SELECT count(DISTINCT json_extract(h.value, '$.rank')) FROM json_each(a.held) h)
                      != (SELECT count(*) FROM json_each(a.held))
                """),
        Law(
            name: "a visitor has one live session on a channel",
            sql: """
                SELECT hex(visitor_digest) FROM session WHERE live = 1 GROUP BY channel, visitor_digest
                HAVING count(*) > 1
                """),
        Law(
            name: "a session has an owner, or waits, or neither",
            sql: """
                SELECT session FROM session
                WHERE (owner IS NOT NULL) != (status IN (5, 6)) OR (place IS NOT NULL) != (status = 4)
                   OR live != (status <= 7)
                """),
        Law(
            name: "a session's number is that of its last event",
            sql: """
                SELECT s.session FROM session s
                WHERE s.seq != (SELECT count(*) FROM event e WHERE e.session = s.number)
                   OR s.visitor_seq != coalesce((SELECT max(seq) FROM event e
                                                 WHERE e.session = s.number AND e.visible = 1), 0)
                """),
        Law(
            name: "a channel's version is the highest of its sessions",
            sql: """
                SELECT c.channel FROM channel c
                WHERE c.version < (SELECT max(version) FROM session s WHERE s.channel = c.channel)
                """),
        Law(
            name: "who is absent has a timer",
            sql: """
                SELECT session FROM session s WHERE live = 1 AND presence != 'connected'
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'visitorAbsent:' || s.session)
                """),
        Law(
            name: "a transfer has a timer",
            sql: """
                SELECT session FROM session s WHERE transfer_to IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'transferExpiry:' || s.session)
                """),
        Law(
            name: "an agent's lease has a timer",
            sql: """
                SELECT agent FROM agent a WHERE live = 1
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'agentLease:' || a.agent)
                """),
        Law(
            name: "a gateway's lease has a timer",
            sql: """
                SELECT gateway FROM gateway g WHERE lease_until IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'gatewayLease:' || g.gateway)
                """),
        Law(
            name: "a session has one ending",
            sql: """
                SELECT session FROM session s
                WHERE (s.live = 0) != (SELECT count(*) FROM statistic t WHERE t.type = 'session.ended'
                                       AND json_extract(t.body, '$.session') = s.session
                                       AND json_extract(t.body, '$.n') = s.endings)
                """),
        Law(
            name: "an offer has a timer",
            sql: """
                SELECT session FROM session s WHERE json_extract(s.detail, '$.offer') IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'offerExpiry:' || s.session)
                """),
        Law(
            name: "a form after the chat has a timer",
            sql: """
                SELECT session FROM session s WHERE s.status = 7
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'postChatForm:' || s.session)
                """),
        Law(
            name: "a conversation is watched",
            sql: """
                SELECT session FROM session s WHERE s.owner IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'idle:' || s.session)
                """),
        Law(
            name: "a warning that is to come has a timer",
            sql: """
                SELECT session FROM session s
                WHERE s.live = 1 AND json_extract(s.extra, '$.attentionAt') IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM timer t WHERE t.id = 'attention:' || s.session)
                """),
        Law(
            name: "every leg is recorded",
            sql: """
                SELECT s.session FROM session s
                WHERE s.legs - (s.owner IS NOT NULL OR s.place IS NOT NULL)
                      - (json_extract(s.detail, '$.offer') IS NOT NULL)
                      != (SELECT count(*) FROM statistic t WHERE t.type = 'leg.ended'
                          AND json_extract(t.body, '$.session') = s.session)
                """),
        Law(
            name: "legs join",
            sql: """
                WITH leg AS (
                  SELECT json_extract(body, '$.session') AS session,
                         row_number() OVER (PARTITION BY json_extract(body, '$.session')
                                            ORDER BY json_extract(body, '$.leg')) AS n,
                         json_extract(body, '$.from') AS began, json_extract(body, '$.to') AS ended
                  FROM statistic WHERE type = 'leg.ended' AND json_extract(body, '$.kind') != 'offer')
                SELECT b.session || '.leg.' || b.n FROM leg b
                LEFT JOIN leg a ON a.session = b.session AND a.n = b.n - 1
                WHERE b.ended < b.began OR b.n > 1 AND a.ended > b.began
                   OR b.n > 1 AND a.ended IS NOT b.began
                      AND NOT EXISTS (SELECT 1 FROM event e JOIN session s ON s.number = e.session
                                      WHERE s.session = b.session AND e.type = 'session.reopened')
                """),
        Law(
            name: "waits and handle times are the sums of their legs",
            sql: """
                WITH leg AS (
                  SELECT json_extract(body, '$.session') AS session,
                         sum(coalesce(json_extract(body, '$.waitMilliseconds'), 0)) AS wait,
                         sum(coalesce(json_extract(body, '$.handleMilliseconds'), 0)) AS handle
                  FROM statistic WHERE type = 'leg.ended' GROUP BY 1)
                SELECT json_extract(e.body, '$.id') FROM statistic e
                LEFT JOIN leg ON leg.session = json_extract(e.body, '$.session')
                WHERE e.type = 'session.ended'
                  AND (coalesce(leg.wait, 0) != json_extract(e.body, '$.waitMilliseconds')
                       OR coalesce(leg.handle, 0) != json_extract(e.body, '$.handleMilliseconds'))
                """),
        Law(
            name: "all that were queued were accepted, left, or wait",
            sql: """
                SELECT 'queued ' || q.n || ', over ' || l.n || ', waiting ' || w.n FROM
                  (SELECT count(*) AS n FROM event WHERE type = 'session.queued') q,
                  (SELECT count(*) AS n FROM statistic WHERE type = 'leg.ended'
                   AND json_extract(body, '$.kind') = 'queue') l,
                  (SELECT count(*) AS n FROM session WHERE place IS NOT NULL) w
                WHERE q.n != l.n + w.n
                """),
        Law(
            name: "every assignment is an agent's leg",
            sql: """
                SELECT 'assigned ' || a.n || ', over ' || l.n || ', running ' || r.n FROM
                  (SELECT count(*) AS n FROM event WHERE type = 'session.assigned') a,
                  (SELECT count(*) AS n FROM statistic WHERE type = 'leg.ended'
                   AND json_extract(body, '$.kind') = 'agent') l,
                  (SELECT count(*) AS n FROM session WHERE owner IS NOT NULL) r
                WHERE a.n != l.n + r.n
                """),
        Law(
            name: "what was queued has an outcome of those who were, and only one",
            sql: """
                SELECT json_extract(body, '$.id') FROM statistic WHERE type = 'session.ended'
                  AND (json_extract(body, '$.outcome') IN
                       ('abandoned', 'missed', 'dropped', 'completed', 'requestFromQueue'))
                      != (json_extract(body, '$.queuedAt') IS NOT NULL)
                """),
        Law(
            name: "sessions started are open or have an outcome",
            sql: """
                SELECT session FROM session s WHERE s.queued_at IS NOT NULL
                  AND (s.live = 0) != EXISTS (SELECT 1 FROM statistic t WHERE t.type = 'session.ended'
                                              AND json_extract(t.body, '$.session') = s.session)
                  AND s.endings < 2
                """),
        Law(
            name: "an agent's stretches of time join",
            sql: """
                WITH stretch AS (
                  SELECT json_extract(body, '$.agent') AS agent, json_extract(body, '$.n') AS n,
                         json_extract(body, '$.from') AS began, json_extract(body, '$.to') AS ended
                  FROM statistic WHERE type = 'agent.interval')
                SELECT b.agent || '.' || b.n FROM stretch b
                LEFT JOIN stretch a ON a.agent = b.agent AND a.n = b.n - 1
                WHERE b.n > 1 AND a.ended IS NOT b.began OR b.ended < b.began
                """),
        Law(
            name: "a request is kept",
            sql: """
                SELECT session FROM session s WHERE s.request IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM request r WHERE r.request = s.request)
                """),
    ]

    private static let finally = [
        Law(name: "no session stays open", sql: "SELECT session || ' ' || status FROM session WHERE live = 1"),
        Law(name: "the outbox is empty", sql: "SELECT id || ' of ' || worker || ' since ' || at FROM outbox"),
        Law(
            name: "nobody holds a chat that is over",
            sql: """
                SELECT agent FROM agent WHERE (SELECT count(*) FROM json_each(held)) != 0
                  OR json_extract(state, '$.offered') IS NOT NULL
                """),
    ]
}
