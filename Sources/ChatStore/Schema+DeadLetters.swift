extension Schema {
    /// What was erased, until the dead letters were looked through for it often enough.
    static let deadLetterSweeps: [String] = [
        """
        CREATE TABLE dead_letter_sweep (
          number INTEGER PRIMARY KEY,
          address TEXT,                     -- an e-mail address, in lower case
          session TEXT,                     -- a session that is gone altogether; both NULL: those that are erased
          erased_at BIGINT NOT NULL,
          passes INTEGER NOT NULL,          -- how often everything was looked through since
          due_at BIGINT NOT NULL            -- when it is next; while that is done, when it is given up for lost
        )
        """,
        "CREATE INDEX dead_letter_sweep_due ON dead_letter_sweep (due_at)",
    ]
}
