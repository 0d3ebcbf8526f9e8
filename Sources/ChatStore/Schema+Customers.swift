extension Schema {
    /// What agents have at hand: templates, quick replies, shortcuts; and the directory of customers.
    static let customers: [String] = [
        """
        CREATE TABLE template (
          number INTEGER PRIMARY KEY,
          template TEXT NOT NULL UNIQUE,
          folder TEXT,
          name TEXT NOT NULL,
          published INTEGER NOT NULL,
          body TEXT NOT NULL                -- JSON: the contract's ReplyTemplate
        )
        """,
        "CREATE INDEX template_folder ON template (folder)",
        """
        CREATE TABLE quick_reply (
          agent TEXT NOT NULL,
          quick_reply TEXT NOT NULL,
          rank INTEGER NOT NULL,
          body TEXT NOT NULL,               -- JSON: the contract's QuickReply
          PRIMARY KEY (agent, quick_reply)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE shortcut (
          agent TEXT NOT NULL,
          kind TEXT NOT NULL,               -- faq | template | quickReply | person | company
          id TEXT NOT NULL,
          favourite INTEGER NOT NULL DEFAULT 0,
          used_at BIGINT,
          PRIMARY KEY (agent, kind, id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE company (
          number INTEGER PRIMARY KEY,
          company TEXT NOT NULL UNIQUE,
          domain TEXT,                      -- of its e-mail addresses, in lower case
          body TEXT NOT NULL                -- JSON: the contract's Company
        )
        """,
        "CREATE INDEX company_domain ON company (domain) WHERE domain IS NOT NULL",
        """
        CREATE TABLE person (
          number INTEGER PRIMARY KEY,
          person TEXT NOT NULL UNIQUE,
          company TEXT,
          body TEXT NOT NULL                -- JSON: the contract's Person
        )
        """,
        "CREATE INDEX person_company ON person (company) WHERE company IS NOT NULL",
        """
        CREATE TABLE person_email (
          email TEXT NOT NULL,              -- in lower case
          person BIGINT NOT NULL,           -- person.number
          PRIMARY KEY (email, person)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX person_email_person ON person_email (person)",
        // The words of names, for search by their beginnings; the row is that of person or company.
        """
        CREATE VIRTUAL TABLE person_words USING fts5(
          name, content = '', detail = none,
          tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')
        """,
        """
        CREATE VIRTUAL TABLE company_words USING fts5(
          name, content = '', detail = none,
          tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')
        """,
        // Chats of a person and of a company.
        """
        CREATE INDEX session_person ON session (json_extract(extra, '$.contact.person'), number)
          WHERE json_extract(extra, '$.contact.person') IS NOT NULL
        """,
        """
        CREATE INDEX session_company ON session (json_extract(extra, '$.contact.company'), number)
          WHERE json_extract(extra, '$.contact.company') IS NOT NULL
        """,
        "CREATE INDEX request_session ON request (session)",
    ]
}
