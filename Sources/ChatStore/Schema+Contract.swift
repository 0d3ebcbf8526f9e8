extension Schema {
    /// Requests by agents, blocked visitors.
    static let requestsAndBlocks: [String] = [
        "ALTER TABLE request ADD COLUMN title TEXT",
        "ALTER TABLE request ADD COLUMN made_by TEXT", // visitor | agent
        """
        CREATE TABLE block (
          channel TEXT NOT NULL,
          visitor_digest BLOB NOT NULL,     -- as in session
          until BIGINT NOT NULL,
          PRIMARY KEY (channel, visitor_digest)
        ) WITHOUT ROWID
        """,
    ]
}
