import ChatContract
import ChatCore

/// The entries of the FAQ, and the search for those that fit a visitor's sentence.
enum FAQTable {
    static func save(_ entry: FAQEntry, _ sql: any SQLConnection) throws(StoreError) {
        let shown = SQLValue(entry.published && entry.public)
        let known = try number(of: entry.entry, sql)
        let number: Int64
        if let known {
            try sql.execute(
                "UPDATE faq SET folder = ?, shown = ?, body = ? WHERE number = ?",
                SQLValue(entry.folder?.description), shown, try JSONColumn.encode(entry), .integer(known))
            try FAQIndex.remove(number: known, sql)
            number = known
        } else {
            number = try sql.insert(
                "INSERT INTO faq (entry, folder, shown, body) VALUES (?, ?, ?, ?)",
                [
                    .text(entry.entry.description), SQLValue(entry.folder?.description), shown,
                    try JSONColumn.encode(entry),
                ])
        }
        try FAQIndex.add(entry, number: number, sql)
    }

    static func remove(_ entry: FAQEntryID, _ sql: any SQLConnection) throws(StoreError) {
        guard let number = try number(of: entry, sql) else { return }
        try FAQIndex.remove(number: number, sql)
        try sql.execute("DELETE FROM faq WHERE number = ?", .integer(number))
    }

    static func entry(_ id: FAQEntryID, _ sql: any SQLConnection) throws(StoreError) -> FAQEntry? {
        try sql.first("SELECT body FROM faq WHERE entry = ?", .text(id.description)) {
            row throws(StoreError) in try JSONColumn.decode(row, 0)
        }
    }

    private static func number(of entry: FAQEntryID, _ sql: any SQLConnection) throws(StoreError) -> Int64? {
        try sql.first("SELECT number FROM faq WHERE entry = ?", .text(entry.description)) { $0.integer(0) }
    }

    /// How many entries are looked at closely: those that share most with the question.
    private static let candidates = 200

    /// The entries that fit a sentence, the best first; none when it is about something else.
    ///
    /// - Parameters:
    ///   - language: what its writer speaks, where that is known.
    ///   - folders: where to look; `nil` for everywhere.
    ///   - shownOnly: only what is published and for everybody.
    static func search(
        _ sentence: String, language: Language?, in folders: [FolderID]?, shownOnly: Bool, limit: Int,
        _ sql: any SQLConnection
    ) throws(StoreError) -> [FAQEntry] {
        let question = SearchQuestion(sentence, language: language)
        guard !question.isEmpty else { return [] }
        let count = try sql.first("SELECT count(*) FROM faq") { Int($0.integer(0)) } ?? 0
        let ranking = SearchRanking(question, known: try FAQIndex.known(for: question, sql), count: count)
        guard !ranking.terms.isEmpty else { return [] }
        // Terms in quotes, so that nothing in them is an operator.
        var values: [SQLValue] = [.text(ranking.terms.map { "\"\($0)\"" }.joined(separator: " OR "))]
        var conditions = ""
        if shownOnly { conditions += " AND f.shown = 1" }
        if let folders {
            conditions += " AND f.folder IN (\(folders.map { _ in "?" }.joined(separator: ", ")))"
            values += folders.map { .text($0.description) }
        }
        values.append(.integer(Int64(candidates)))
        var found: [(number: Int64, score: Double)] = []
        try sql.query(
            """
            SELECT f.number, w.title, w.keywords, w.text, w.language FROM faq_terms w JOIN faq f ON f.number = w.rowid
            WHERE faq_terms MATCH ?\(conditions) ORDER BY bm25(faq_terms, 4.0, 4.0, 1.0), f.number LIMIT ?
            """, values
        ) { row in
            func terms(_ column: Int) -> [String] { row.text(column).split(separator: " ").map(String.init) }
            let candidate = SearchRanking.Candidate(
                title: terms(1), keywords: terms(2), text: terms(3),
                language: row.textIfPresent(4).flatMap { Language(rawValue: $0) })
            if let score = ranking.score(candidate) { found.append((row.integer(0), score)) }
        }
        found.sort { ($1.score, $0.number) < ($0.score, $1.number) }
        guard let best = found.first?.score else { return [] }
        var entries: [FAQEntry] = []
        for (number, score) in found.prefix(limit) where SearchRanking.isWorthShowing(score, best: best) {
            let entry = try sql.first("SELECT body FROM faq WHERE number = ?", .integer(number)) {
                row throws(StoreError) in try JSONColumn.decode(row, 0) as FAQEntry
            }
            if let entry { entries.append(entry) }
        }
        return entries
    }
}
