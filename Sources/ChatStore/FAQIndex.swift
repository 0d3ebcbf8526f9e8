import ChatContract
import ChatCore

/// The terms of the FAQ's entries, and which of them a question may mean.
enum FAQIndex {
    static func add(_ entry: FAQEntry, number: Int64, _ sql: any SQLConnection) throws(StoreError) {
        let text = HTMLText.isMarkup(entry.text) ? HTMLText.plain(entry.text) : entry.text
        let language = entry.language.flatMap { Language(tag: $0) } ?? SearchText.language(of: entry.title + " " + text)
        let title = SearchText.terms(of: entry.title, language)
        let keywords = SearchText.terms(of: entry.keywords ?? "", language)
        let terms = SearchText.terms(of: text, language)
        try sql.execute(
            "INSERT INTO faq_terms (rowid, title, keywords, text, language) VALUES (?, ?, ?, ?, ?)", .integer(number),
            .text(title.joined(separator: " ")), .text(keywords.joined(separator: " ")),
            .text(terms.joined(separator: " ")), SQLValue(language?.rawValue))
        for term in Set(title + keywords + terms) where SearchText.mayBeMisspelt(term) {
            guard try sql.execute("INSERT OR IGNORE INTO faq_term (term) VALUES (?)", .text(term)) == 1 else {
                continue
            }
            try sql.execute(
                "INSERT INTO faq_spelling (rowid, term) SELECT number, '_' || term || '_' FROM faq_term WHERE term = ?",
                .text(term))
        }
    }

    static func remove(number: Int64, _ sql: any SQLConnection) throws(StoreError) {
        // A term that stands nowhere any more has no standing, so nothing is found by it.
        try sql.execute("DELETE FROM faq_terms WHERE rowid = ?", .integer(number))
    }

    /// Makes everything anew where it was made by another version of the search.
    static func refresh(_ sql: any SQLConnection) throws(StoreError) {
        let made = try sql.first("SELECT value FROM meta WHERE name = 'search'") { $0.text(0) }
        let version = String(SearchText.version)
        guard made != version else { return }
        try sql.execute("DELETE FROM faq_terms", [])
        let entries = try sql.all("SELECT number, body FROM faq ORDER BY number") {
            row throws(StoreError) in (row.integer(0), try JSONColumn.decode(row, 1) as FAQEntry)
        }
        for (number, entry) in entries { try add(entry, number: number, sql) }
        try sql.execute(
            "INSERT INTO meta VALUES ('search', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(version))
    }

    /// The terms that a question may mean, and in how many entries each stands.
    static func known(
        for question: SearchQuestion, _ sql: any SQLConnection
    ) throws(StoreError) -> [String: SearchRanking.Standing] {
        var known: [String: SearchRanking.Standing] = [:]
        for term in question.topics + question.stems { known[term] = try standing(of: term, sql) }
        for stem in question.stems where SearchText.mayBeMisspelt(stem) {
            let letters = Array("_\(stem)_")
            let pieces = Set((0...(letters.count - 3)).map { String(letters[$0..<($0 + 3)]) }).sorted()
            let alike = try sql.all(
                """
                SELECT t.term FROM faq_spelling JOIN faq_term t ON t.number = faq_spelling.rowid
                WHERE faq_spelling MATCH ? ORDER BY bm25(faq_spelling) LIMIT 40
                """, .text(pieces.map { "\"\($0)\"" }.joined(separator: " OR "))
            ) { $0.text(0) }
            for term in alike where known[term] == nil && SearchText.areAlike(stem, term) {
                known[term] = try standing(of: term, sql)
            }
        }
        return known
    }

    private static func standing(
        of term: String, _ sql: any SQLConnection
    ) throws(StoreError) -> SearchRanking.Standing? {
        var standing = SearchRanking.Standing(title: 0, text: 0)
        try sql.query("SELECT col, doc FROM faq_vocabulary WHERE term = ?", [.text(term)]) { row in
            let count = Int(row.integer(1))
            if row.text(0) == "text" { standing.text += count } else { standing.title += count }
        }
        return standing == SearchRanking.Standing(title: 0, text: 0) ? nil : standing
    }
}
