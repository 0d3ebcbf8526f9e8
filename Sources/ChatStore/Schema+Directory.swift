extension Schema {
    /// What is linked to persons and companies; and how all that is held about one address is found.
    static let directory: [String] = [
        """
        CREATE TABLE record (
          number INTEGER PRIMARY KEY,
          record TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL,               -- sale | followUp | activity | document
          person TEXT,
          company TEXT,
          at BIGINT NOT NULL,               -- its own time; 0 where it has none
          body TEXT NOT NULL                -- JSON: the contract's DirectoryRecord
        )
        """,
        "CREATE INDEX record_person ON record (person, kind, at) WHERE person IS NOT NULL",
        "CREATE INDEX record_company ON record (company, kind, at) WHERE company IS NOT NULL",
        // The words of documents' titles.
        """
        CREATE VIRTUAL TABLE document_words USING fts5(
          title, content = '', detail = none,
          tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')
        """,
        // The chats of whoever gave an address.
        """
        CREATE INDEX session_email ON session (lower(json_extract(visitor, '$.email')), number)
          WHERE lower(json_extract(visitor, '$.email')) IS NOT NULL
        """,
        // Which erasures were done, for a repeat of the command and as proof; the address is a digest.
        """
        CREATE TABLE erasure (
          erasure TEXT PRIMARY KEY,
          at BIGINT NOT NULL,
          actor TEXT NOT NULL,
          address TEXT NOT NULL,
          result TEXT NOT NULL              -- JSON: the contract's PrivacyErased
        )
        """,
    ]
}
