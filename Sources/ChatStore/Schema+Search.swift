extension Schema {
    /// The search in the FAQ by stems and topics: what ChatCore's SearchText makes of the entries.
    static let search: [String] = [
        "DROP TABLE faq_words",
        // Terms parted by blanks; # stands before a topic. The row is that of faq.
        """
        CREATE VIRTUAL TABLE faq_terms USING fts5(
          title, keywords, text, language UNINDEXED, tokenize = "unicode61 remove_diacritics 0 tokenchars '#'")
        """,
        // In how many entries a term stands, by column.
        "CREATE VIRTUAL TABLE faq_vocabulary USING fts5vocab(faq_terms, 'col')",
        // The terms by three letters in a row, to find those that are spelt alike; _ stands for both ends of a term.
        "CREATE TABLE faq_term (number INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE)",
        "CREATE VIRTUAL TABLE faq_spelling USING fts5(term, content = '', tokenize = 'trigram')",
    ]
}
