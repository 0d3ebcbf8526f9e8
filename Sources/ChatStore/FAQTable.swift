import ChatContract

/// The entries of the FAQ, and the search for those that fit a visitor's sentence.
enum FAQTable {
    static func save(_ entry: FAQEntry, _ sql: any SQLConnection) throws(StoreError) {
        try remove(entry.entry, sql)
        let number = try sql.insert(
            "INSERT INTO faq (entry, folder, shown, body) VALUES (?, ?, ?, ?)",
            [
                .text(entry.entry.description), SQLValue(entry.folder?.description),
                SQLValue(entry.published && entry.public), try JSONColumn.encode(entry),
            ])
        try sql.execute(
            "INSERT INTO faq_words (rowid, title, text) VALUES (?, ?, ?)", .integer(number), .text(entry.title),
            .text(entry.text))
    }

    static func remove(_ entry: FAQEntryID, _ sql: any SQLConnection) throws(StoreError) {
        let number = try sql.first("SELECT number FROM faq WHERE entry = ?", .text(entry.description)) { $0.integer(0) }
        guard let number else { return }
        try sql.execute("DELETE FROM faq_words WHERE rowid = ?", .integer(number))
        try sql.execute("DELETE FROM faq WHERE number = ?", .integer(number))
    }

    /// The entries that share most with a sentence, the best first.
    ///
    /// - Parameters:
    ///   - folders: where to look; `nil` for everywhere.
    ///   - shownOnly: only what is published and for everybody.
    static func search(
        _ sentence: String, in folders: [FolderID]?, shownOnly: Bool, limit: Int, _ sql: any SQLConnection
    ) throws(StoreError) -> [FAQEntry] {
        let words = words(of: sentence)
        guard !words.isEmpty else { return [] }
        // Each word in quotes, so that nothing in it is an operator; long ones fit their longer forms too.
        let query = words.map { $0.count >= 4 ? "\"\($0)\"*" : "\"\($0)\"" }.joined(separator: " OR ")
        var values: [SQLValue] = [.text(query)]
        var conditions = ""
        if shownOnly { conditions += " AND f.shown = 1" }
        if let folders {
            conditions += " AND f.folder IN (\(folders.map { _ in "?" }.joined(separator: ", ")))"
            values += folders.map { .text($0.description) }
        }
        values.append(.integer(Int64(limit)))
        var found: [FAQEntry] = []
        try sql.query(
            """
            SELECT f.body FROM faq_words JOIN faq f ON f.number = faq_words.rowid
            WHERE faq_words MATCH ?\(conditions) ORDER BY bm25(faq_words, 4.0, 1.0), f.number LIMIT ?
            """, values
        ) { row throws(StoreError) in found.append(try JSONColumn.decode(row, 0)) }
        return found
    }

    /// The words of a sentence that say what it is about: at most sixteen, of three letters or more.
    private static func words(of sentence: String) -> [String] {
        var seen: Set<String> = []
        return sentence.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { $0.count >= 3 && !stopWords.contains($0) && seen.insert($0).inserted }.prefix(16).map { $0 }
    }

    /// Words that stand in every sentence of the six languages and tell nothing.
    private static let stopWords: Set<String> = Set(
        """
        the and for you your are was can how what when where why who with have has does did not this that from will
        het een van voor met dat die ben zijn kan ik je mijn hoe wat waar wie niet naar wordt deze dit ook
        der die das und ist ein eine ich wie was kann mit von auf den dem für nicht mein meine wird
        det den som jeg hva hvordan kan med har til for ikke min mitt mine skal blir jag hur vad kan inte och att
        hvad hvordan kan min mit mine ikke skal bliver
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
