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
        // Names are found by letters that everybody has (DirectoryTable.spelled).
        "INSERT INTO person_words (person_words) VALUES ('delete-all')",
        "INSERT INTO person_words (rowid, name) SELECT number, \(spelled(personName)) FROM person",
        "INSERT INTO company_words (company_words) VALUES ('delete-all')",
        "INSERT INTO company_words (rowid, name) SELECT number, \(spelled("json_extract(body, '$.name')")) FROM company",
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

    static let personName =
        "trim(coalesce(json_extract(body, '$.firstName'), '') || ' ' || coalesce(json_extract(body, '$.lastName'), ''))"

    static func spelled(_ name: String) -> String {
        let letters = [
            ("ø", "o"), ("Ø", "o"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"), ("ß", "ss"), ("ẞ", "ss"),
            ("đ", "d"),
            ("Đ", "d"), ("ð", "d"), ("Ð", "d"), ("ł", "l"), ("Ł", "l"),
        ]
        return letters.reduce(name) { "replace(\($0), '\($1.0)', '\($1.1)')" }
    }
}
