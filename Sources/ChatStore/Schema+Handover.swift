extension Schema {
    /// Contacts that agents made while customers are kept elsewhere, on their way there.
    static let contactHandover: [String] = [
        """
        CREATE TABLE contact_handover (
          number INTEGER PRIMARY KEY,       -- the order in which they were made: a company before its people
          kind TEXT NOT NULL,               -- company | person
          id TEXT NOT NULL UNIQUE,
          attempts INTEGER NOT NULL,        -- how many were begun
          due_at BIGINT NOT NULL,           -- when the next one is; while one runs, when it is given up for lost
          problem TEXT                      -- why the last one failed
        )
        """,
        "CREATE INDEX contact_handover_due ON contact_handover (due_at)",
    ]
}
