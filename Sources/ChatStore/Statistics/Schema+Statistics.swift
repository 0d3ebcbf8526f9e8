extension Schema {
    /// The roll-ups: what dashboard and reports are made of, at a cost that does not grow with history (guarantee 25).
    static let statistics: [String] = [
        // The figures of a quarter of an hour: a channel's own, those of an agent on it, or an agent's time.
        """
        CREATE TABLE rollup (
          channel TEXT NOT NULL,            -- '': an agent's time, which belongs to no channel
          quarter BIGINT NOT NULL,          -- quarters of an hour since 1970 in UTC
          agent TEXT NOT NULL,              -- '': the channel's own
          revision BIGINT NOT NULL,         -- how many events it is made of
          tally BLOB NOT NULL,              -- what ChatCore's Tally says of itself
          PRIMARY KEY (channel, quarter, agent)
        ) WITHOUT ROWID
        """,
        // Agents' time in pieces longer than an hour.
        """
        CREATE TABLE agent_stretch (
          agent TEXT NOT NULL,
          n BIGINT NOT NULL,                -- the number of the agent's interval
          from_time BIGINT NOT NULL,
          to_time BIGINT NOT NULL,
          effective TEXT NOT NULL,          -- present | away | notResponding | disconnected
          capacity BIGINT,
          held BIGINT NOT NULL,
          PRIMARY KEY (agent, n, from_time)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX agent_stretch_end ON agent_stretch (to_time)",
        "CREATE INDEX statistic_at ON statistic (at)",
    ]
}
