extension Schema {
    /// Forms, offers, bots, warnings, ratings, transfers to other channels; texts and requests.
    static let lifeCycle: [String] = [
        // What belongs to a session's place in life and to no other (offer, stage of the FAQ, bot …), and what most
        // sessions never need (rating, warnings, mails): JSON both.
        "ALTER TABLE session ADD COLUMN detail TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE session ADD COLUMN extra TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE session ADD COLUMN erased_at BIGINT", // personal data is gone, figures stay
        "CREATE INDEX session_history ON session (channel, visitor_digest, number) WHERE last_agent IS NOT NULL",
        "CREATE INDEX session_kept ON session (ended_at) WHERE live = 0 AND erased_at IS NULL",
        "CREATE INDEX session_deleted ON session (at) WHERE status = 8",
        "ALTER TABLE event ADD COLUMN bots TEXT NOT NULL DEFAULT ''",
        // JSON: chats that he is asked to take, his turn, since when he is free, whether he let an offer pass.
        "ALTER TABLE agent ADD COLUMN state TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE request ADD COLUMN category TEXT",
        "ALTER TABLE request ADD COLUMN priority TEXT",

        // Every version of a channel's settings: a running session keeps the texts that it was shown.
        """
        CREATE TABLE settings (
          channel TEXT NOT NULL,
          version BIGINT NOT NULL,
          settings TEXT NOT NULL,           -- JSON: the contract's Channel
          PRIMARY KEY (channel, version)
        )
        """,
        """
        INSERT INTO settings SELECT channel, coalesce(json_extract(settings, '$.version'), 1), settings FROM channel
        """,
        // Sessions that left a channel for another one: who asks here is told where they are.
        """
        CREATE TABLE moved (
          session TEXT NOT NULL,
          channel TEXT NOT NULL,            -- the channel that it left
          version BIGINT NOT NULL,          -- of that channel
          target TEXT NOT NULL,
          PRIMARY KEY (session, channel)
        )
        """,
        "CREATE INDEX moved_version ON moved (channel, version)",

        // What administrators keep for all channels: JSON as in the contract.
        "CREATE TABLE bot (bot TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE folder (folder TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE category (category TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE priority (priority TEXT PRIMARY KEY, body TEXT NOT NULL)",
        """
        CREATE TABLE faq (
          number INTEGER PRIMARY KEY,
          entry TEXT NOT NULL UNIQUE,
          folder TEXT,
          shown INTEGER NOT NULL,           -- published and public
          body TEXT NOT NULL                -- JSON: the contract's FAQEntry
        )
        """,
        "CREATE INDEX faq_folder ON faq (folder)",
        """
        CREATE VIRTUAL TABLE faq_words USING fts5(
          title, text, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4')
        """,
    ]
}
