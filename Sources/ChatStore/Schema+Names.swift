extension Schema {
    /// Names are found by their beginnings however long these are; addresses are forgotten by themselves.
    static let names: [String] = [
        // A beginning that has no index of its own is put together from all words that begin so, which takes 40 ms where a
        // hundred thousand people have one name; with one it takes 2. Lengths are needed by no ranking.
        "DROP TABLE person_words", "DROP TABLE company_words", "DROP TABLE document_words",
        words("person_words", "name"), words("company_words", "name"), words("document_words", "title"),
        "INSERT INTO person_words (rowid, name) SELECT number, \(spelled(personName)) FROM person",
        "INSERT INTO company_words (rowid, name) SELECT number, \(spelled("json_extract(body, '$.name')")) FROM company",
        """
        INSERT INTO document_words (rowid, title)
        SELECT number, \(spelled("json_extract(body, '$.title')")) FROM record WHERE kind = 'document'
        """,
        "DROP INDEX person_email_person",
    ]

    private static func words(_ table: String, _ column: String) -> String {
        """
        CREATE VIRTUAL TABLE \(table) USING fts5(
          \(column), content = '', detail = none, columnsize = 0,
          tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4 5 6 7 8')
        """
    }
}
