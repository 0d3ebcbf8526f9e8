/// The tables, as steps from an empty database to today's. Steps are added, never changed.
///
/// Times are milliseconds since 1970 in UTC, unless the name says otherwise. Statuses are the numbers of the
/// specification (4 waiting, 5 customer last, 6 user last, 9 closed …). What a person looks for first:
///
/// ```sql
/// SELECT session, channel, status, owner, seq, last_text FROM session WHERE live = 1;
/// SELECT seq, time, actor, type, text FROM transcript WHERE session = '…';
/// SELECT * FROM outbox;      -- what is committed and not yet confirmed by the broker
/// ```
enum Schema {
    static let steps: [[String]] = [
        [
            // Facts about this store: `secret` (hexadecimal), under which identifiers and session keys are made.
            """
            CREATE TABLE meta (
              name TEXT PRIMARY KEY,
              value TEXT NOT NULL
            )
            """,
            // The number of the last change of `roster` (agents, gateways) and of `registry` (channels, members).
            "CREATE TABLE revision (scope TEXT PRIMARY KEY, number BIGINT NOT NULL)",
            "INSERT INTO revision VALUES ('roster', 0), ('registry', 0)",

            // A channel: its settings as JSON, and the version that every change of its sessions raises (the fence).
            """
            CREATE TABLE channel (
              channel TEXT PRIMARY KEY,
              version BIGINT NOT NULL,          -- raised by every transaction that changes a session
              revision BIGINT NOT NULL,         -- the registry's revision that last changed the settings
              settings TEXT NOT NULL,           -- JSON: the contract's Channel
              recent_waits TEXT NOT NULL,       -- JSON: milliseconds, the last 20 accepted chats
              deleted_at BIGINT,
              queue_gone INTEGER NOT NULL DEFAULT 0  -- of a deleted one: its queue is worked off and deleted
            )
            """,
            """
            CREATE TABLE member (
              channel TEXT NOT NULL,
              agent TEXT NOT NULL,
              respond INTEGER NOT NULL, notify INTEGER NOT NULL, listen INTEGER NOT NULL, manage INTEGER NOT NULL,
              PRIMARY KEY (channel, agent)
            )
            """,
            """
            CREATE TABLE agent (
              agent TEXT PRIMARY KEY,
              revision BIGINT NOT NULL,         -- the roster's revision that last changed the row
              removed INTEGER NOT NULL,
              profile TEXT NOT NULL,            -- JSON: names, limit, rights, login
              wanted TEXT NOT NULL,             -- present | away
              live INTEGER NOT NULL,            -- heard of within his leases
              silent_since BIGINT,
              leases TEXT NOT NULL,             -- JSON: connection -> until
              held TEXT NOT NULL,               -- JSON: session -> channel, rank
              interval TEXT NOT NULL            -- JSON: the running stretch for statistics
            )
            """,
            "CREATE INDEX agent_revision ON agent (revision)",
            """
            CREATE TABLE gateway (
              gateway TEXT PRIMARY KEY,
              revision BIGINT NOT NULL,
              lease_until BIGINT                -- NULL: lost
            )
            """,
            "CREATE INDEX gateway_revision ON gateway (revision)",

            // A session. What every message changes stands first, what moves it in its life second, details last.
            """
            CREATE TABLE session (
              number INTEGER PRIMARY KEY,
              session TEXT NOT NULL UNIQUE,
              channel TEXT NOT NULL,
              visitor_digest BLOB NOT NULL,     -- SHA-256 of the browser's secret
              opened_at BIGINT NOT NULL,
              settings_version BIGINT NOT NULL,
              queue_length INTEGER NOT NULL,

              version BIGINT NOT NULL,
              status INTEGER NOT NULL,
              seq BIGINT NOT NULL,
              visitor_seq BIGINT NOT NULL,
              at BIGINT NOT NULL,
              idle_since BIGINT NOT NULL,
              last_text TEXT, last_from TEXT, last_at BIGINT,
              unread_by_agent TEXT NOT NULL,    -- numbers and runs: 3-5,9
              unread_by_visitor TEXT NOT NULL,
              legs INTEGER NOT NULL, queue_legs INTEGER NOT NULL, agent_legs INTEGER NOT NULL,
              wait BIGINT NOT NULL, first_wait BIGINT, first_response BIGINT,
              handle BIGINT NOT NULL, active BIGINT NOT NULL,
              visitor_messages INTEGER NOT NULL, agent_messages INTEGER NOT NULL,
              first_visitor_message_at BIGINT, unanswered_since BIGINT, last_message_at BIGINT,
              endings INTEGER NOT NULL,
              turn TEXT,                        -- who wrote last: visitor | agent
              leg_messages INTEGER, leg_active BIGINT, leg_first_response BIGINT,
              leg_responses INTEGER, leg_response_sum BIGINT, leg_response_max BIGINT,

              live INTEGER NOT NULL,            -- 1 until it is over
              place INTEGER,                    -- in the queue: 0 returned, 1 waiting; NULL elsewhere
              leg INTEGER, leg_since BIGINT,
              owner TEXT, owner_rank INTEGER, how TEXT,
              transfer_to TEXT, transfer_by TEXT, transfer_expires_at BIGINT,
              agent_lost_at BIGINT,
              queued_at BIGINT, started_at BIGINT, ended_at BIGINT,
              outcome TEXT, ended_by TEXT,
              presence TEXT NOT NULL,           -- the visitor: connected | absent | disconnected
              absent_since BIGINT,
              last_agent TEXT,                  -- who had it last, also after its end
              request TEXT,

              visitor TEXT NOT NULL,            -- JSON: the contract's Visitor
              origin TEXT NOT NULL,             -- JSON: page, host, timeZone
              connections TEXT NOT NULL,        -- JSON: gateway and connection of each of his windows
              listeners TEXT NOT NULL           -- JSON: agents who read along
            )
            """,
            "CREATE INDEX session_version ON session (channel, version)",
            // At most one live session for each visitor and channel (guarantee 3).
            "CREATE UNIQUE INDEX session_visitor ON session (channel, visitor_digest) WHERE live = 1",
            "CREATE INDEX session_queue ON session (channel, place, leg_since, session) WHERE place IS NOT NULL",
            "CREATE INDEX session_owner ON session (owner) WHERE owner IS NOT NULL",
            "CREATE INDEX session_handled ON session (last_agent, ended_at) WHERE ended_at IS NOT NULL",
            "CREATE INDEX session_ended ON session (channel, ended_at) WHERE ended_at IS NOT NULL",

            // Everything that happened, as it is told: the body is the wire's.
            """
            CREATE TABLE event (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              session BIGINT NOT NULL,          -- session.number
              seq BIGINT NOT NULL,
              type TEXT NOT NULL,
              visible INTEGER NOT NULL,         -- the visitor may see it
              body TEXT NOT NULL,               -- JSON, the agents' form
              visitor_body TEXT,                -- JSON, where the visitor's form is another
              agents TEXT NOT NULL,             -- who got it when it was new
              gateways TEXT NOT NULL,
              desk INTEGER NOT NULL,
              cause TEXT NOT NULL,              -- the message-id of the command
              traceparent TEXT
            )
            """,
            "CREATE UNIQUE INDEX event_session ON event (session, seq)",

            // What is committed and not yet confirmed by the broker.
            """
            CREATE TABLE outbox (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              worker TEXT NOT NULL,             -- the incarnation that publishes it
              at BIGINT NOT NULL,
              events TEXT,                      -- runs of event ids: 120-135,140
              exchange TEXT, routing_key TEXT, message_id TEXT, type TEXT, correlation_id TEXT,
              headers TEXT,                     -- JSON
              body BLOB
            )
            """,
            "CREATE INDEX outbox_worker ON outbox (worker, id)",

            """
            CREATE TABLE timer (
              id TEXT PRIMARY KEY,              -- kind:subject
              channel TEXT,                     -- NULL: the control queue's
              kind TEXT NOT NULL,
              subject TEXT NOT NULL,
              due_at BIGINT NOT NULL,
              silence BIGINT                    -- how long the clients must have been heard before it may fire
            )
            """,
            "CREATE INDEX timer_due ON timer (due_at)",

            // The outcome of every command of the last seven days, by the digest of its idempotency key.
            """
            CREATE TABLE command (
              key BLOB PRIMARY KEY,
              fingerprint BIGINT NOT NULL,
              at BIGINT NOT NULL,
              code TEXT,                        -- NULL: done
              status INTEGER,
              session TEXT, seq BIGINT, request TEXT,
              detail TEXT                       -- JSON: the refusal
            ) WITHOUT ROWID
            """,
            // Deliveries that failed, until they succeed or are parked.
            """
            CREATE TABLE attempt (
              delivery TEXT PRIMARY KEY,        -- queue and message
              count INTEGER NOT NULL,
              at BIGINT NOT NULL,
              error TEXT NOT NULL
            )
            """,

            // The workers and their leases; which queue was listened to without a gap since when.
            """
            CREATE TABLE worker (
              worker TEXT PRIMARY KEY,          -- the incarnation
              name TEXT NOT NULL,
              started_at BIGINT NOT NULL,
              lease_until BIGINT NOT NULL,
              subscribed TEXT NOT NULL          -- JSON: queue -> since when it consumes it
            )
            """,
            "CREATE TABLE hearing (queue TEXT PRIMARY KEY, since BIGINT NOT NULL, until BIGINT NOT NULL)",

            """
            CREATE TABLE request (
              request TEXT PRIMARY KEY,
              session TEXT NOT NULL,
              channel TEXT NOT NULL,
              at BIGINT NOT NULL,
              visitor TEXT NOT NULL,            -- JSON
              text TEXT NOT NULL
            )
            """,
            // The facts that figures are made of; the store is their record.
            """
            CREATE TABLE statistic (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              name TEXT NOT NULL UNIQUE,        -- the event's id
              type TEXT NOT NULL,
              at BIGINT NOT NULL,
              body TEXT NOT NULL                -- JSON
            )
            """,

            // For people: a conversation line by line.
            """
            CREATE VIEW transcript AS
            SELECT s.session, s.channel, e.seq,
                   json_extract(e.body, '$.at') AS time,
                   json_extract(e.body, '$.actor') AS actor,
                   e.type,
                   json_extract(e.body, '$.data.text') AS text
            FROM event e JOIN session s ON s.number = e.session
            """,
        ],
        lifeCycle,
        statistics,
        requestsAndBlocks,
        customers,
        search,
        directory,
        names,
        contactHandover,
        webhooks,
        deadLetterSweeps,
        otherEmails,
    ]
}
