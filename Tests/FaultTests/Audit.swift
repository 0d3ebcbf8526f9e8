import ChatContract
import ChatStore

/// Holds the store against everything that was confirmed to clients, and against its own laws.
struct Audit {
    private let store: Store
    /// What is wrong, in words; empty when all is well.
    private(set) var problems: [String] = []

    init(_ store: Store) {
        self.store = store
    }

    /// An event's row.
    struct Row: Sendable {
        var session: SessionID
        var seq: Int64
        var type: String
        var isVisible: Bool
        var previous: Int64?
        var text: String?
        var reason: String?
        var agents: [String]
        var gateways: [String]
        var hasDesk: Bool
        var channel: String
    }

    func rows() throws -> [Row] {
        try store.rows(
            """
            SELECT s.session, e.seq, e.type, e.visible, json_extract(e.body, '$.previous'),
                   json_extract(e.body, '$.data.text'), json_extract(e.body, '$.data.reason'), e.agents, e.gateways,
                   e.desk, s.channel
            FROM event e JOIN session s ON s.number = e.session ORDER BY s.session, e.seq
            """
        ) { row in
            SessionID(row.text(0)).map { session in
                Row(
                    session: session, seq: row.integer(1), type: row.text(2), isVisible: row.integer(3) != 0,
                    previous: row.isNull(4) ? nil : row.integer(4), text: row.isNull(5) ? nil : row.text(5),
                    reason: row.isNull(6) ? nil : row.text(6),
                    agents: row.text(7).split(separator: ",").map(String.init),
                    gateways: row.text(8).split(separator: ",").map(String.init), hasDesk: row.integer(9) != 0,
                    channel: row.text(10))
            }
        }.compactMap { $0 }
    }

    private mutating func expect(_ holds: Bool, _ problem: @autoclosure () -> String) {
        if !holds { problems.append(problem()) }
    }

    /// Rows that must not be there, each a problem.
    private mutating func expectNone(_ problem: String, _ sql: String) throws {
        for text in try store.rows(sql, read: { $0.text(0) }) { problems.append("\(problem): \(text)") }
    }

    /// The laws that hold at any time, whatever happened.
    mutating func checkLaws() throws {
        let rows = try rows()
        for (session, events) in Dictionary(grouping: rows, by: \.session) {
            expect(
                events.map(\.seq) == (1...Int64(events.count)).map { $0 }, "\(session) is not numbered 1, 2, 3 …")
            var visible: Int64 = 0
            for event in events where event.isVisible {
                expect(
                    event.previous == visible,
                    "\(session).\(event.seq) follows \(visible), not \(event.previous ?? -1)")
                visible = event.seq
            }
        }
        try expectNone(
            "a session's number is not that of its last event",
            """
            SELECT s.session FROM session s
            WHERE s.seq != (SELECT count(*) FROM event e WHERE e.session = s.number)
            """)
        try expectNone(
            "a visitor has two live sessions",
            """
            SELECT hex(visitor_digest) FROM session WHERE live = 1 GROUP BY channel, visitor_digest
            HAVING count(*) > 1
            """)
        try expectNone(
            "a session is ownerless outside the queue, or owned outside a conversation",
            """
            SELECT session FROM session
            WHERE (owner IS NOT NULL) != (status IN (5, 6)) OR (place IS NOT NULL) != (status = 4)
            """)
        try expectNone(
            "an agent's chats are not those that he owns",
            """
            SELECT agent FROM agent a
            WHERE (SELECT count(*) FROM json_each(a.held)) != (SELECT count(*) FROM session s WHERE s.owner = a.agent)
               OR EXISTS (SELECT 1 FROM session s WHERE s.owner = a.agent
                          AND json_extract(a.held, '$."' || s.session || '".rank') IS NOT s.owner_rank)
               OR (SELECT count(DISTINCT json_extract(h.value, '$.rank')) FROM json_each(a.held) h)
                  != (SELECT count(*) FROM json_each(a.held))
            """)
        try expectNone(
            "an agent's offers are not the chats that he is asked to take",
            """
            SELECT agent FROM agent a
            WHERE (SELECT count(*) FROM json_each(coalesce(json_extract(a.state, '$.offered'), '{}')))
                  != (SELECT count(*) FROM session s WHERE json_extract(s.detail, '$.offer.agent') = a.agent)
            """)
        try expectNone("not published", "SELECT id || ' of ' || worker FROM outbox")
        try checkStatistics()
    }

    /// Each ended session has one ending, and its legs join without a gap.
    private mutating func checkStatistics() throws {
        try expectNone(
            "not exactly one session.ended",
            """
            SELECT session FROM session s
            WHERE (SELECT count(*) FROM statistic t WHERE t.name = s.session || '.ended.1') != (s.live = 0)
               OR EXISTS (SELECT 1 FROM statistic t WHERE t.name = s.session || '.ended.2')
            """)
        try expectNone(
            "legs are missing or too many",
            """
            SELECT s.session FROM session s
            WHERE s.legs - (s.live = 1 AND s.queued_at IS NOT NULL)
                  - (json_extract(s.detail, '$.offer') IS NOT NULL)
                  != (SELECT count(*) FROM statistic t WHERE t.type = 'leg.ended'
                      AND json_extract(t.body, '$.session') = s.session)
            """)
        try expectNone(
            "legs do not join",
            """
            WITH leg AS (
              SELECT json_extract(body, '$.session') AS session,
                     row_number() OVER (PARTITION BY json_extract(body, '$.session')
                                        ORDER BY json_extract(body, '$.leg')) AS n,
                     json_extract(body, '$.from') AS began, json_extract(body, '$.to') AS ended
              FROM statistic WHERE type = 'leg.ended' AND json_extract(body, '$.kind') != 'offer')
            SELECT b.session || '.leg.' || b.n FROM leg b LEFT JOIN leg a ON a.session = b.session AND a.n = b.n - 1
            WHERE b.n > 1 AND a.ended IS NOT b.began
            """)
    }

    /// What clients were told is true, and nothing else happened: none lost, none doubled, none misnumbered.
    mutating func check(_ ledger: Ledger) throws {
        let rows = try rows()
        var texts: [SessionID: [Int64: String]] = [:]
        for row in rows where row.type == EventType.messagePosted.rawValue {
            texts[row.session, default: [:]][row.seq] = row.text
        }
        for post in ledger.posts {
            let found = texts[post.session]?[post.seq]
            expect(found == post.text, "\(post.session).\(post.seq) is \(found ?? "not there"), not \(post.text)")
        }
        let counts = ledger.counts
        func count(_ type: EventType, reason: String? = nil) -> Int {
            rows.count { $0.type == type.rawValue && (reason == nil || $0.reason == reason) }
        }
        func compare(_ what: String, told: Int, kept: Int) {
            expect(told == kept, "\(what): \(told) confirmed, \(kept) kept")
        }
        compare("messages", told: ledger.posts.count, kept: count(.messagePosted))
        compare("sessions", told: ledger.opened.count, kept: count(.sessionOpened))
        compare("ended sessions", told: ledger.closed.count, kept: count(.sessionClosed))
        compare("transfers", told: counts["transfer.request"] ?? 0, kept: count(.transferRequested))
        compare("accepted transfers", told: counts["transfer.accept"] ?? 0, kept: count(.transferAccepted))
        compare("given back", told: counts["session.requeue"] ?? 0, kept: count(.sessionQueued, reason: "requeued"))
        compare(
            "assignments", told: (counts["chats taken"] ?? 0) + (counts["transfer.accept"] ?? 0),
            kept: count(.sessionAssigned))
    }
}
