import ChatContract

extension FAQDocument {
    /// The list of all that everybody may read.
    static func html(_ index: FAQIndex, _ words: FAQWords) -> String {
        let parts = index.parts.map { part in
            (part.path.isEmpty ? "" : "<h2>\(part.path.escapedForHTML)</h2>\n") + list(part.entries)
        }
        return page(words, robots: "", question: "", content: parts.joined())
    }

    /// What was found.
    static func html(found: [FAQEntry], for question: String, _ words: FAQWords) -> String {
        let result = found.isEmpty ? "<p role=\"status\">\(words.nothingFound.escapedForHTML)</p>\n" : list(found)
        return page(
            words, robots: "<meta name=\"robots\" content=\"noindex\">", question: question,
            content: result + "<p><a href=\"/faq\">\(words.all.escapedForHTML)</a></p>\n")
    }

    private static func page(_ words: FAQWords, robots: String, question: String, content: String) -> String {
        let search = words.search.escapedForHTML
        let form = """
            <form role="search" action="/faq">
            <input type="search" name="q" value="\(question.escapedForHTML)" maxlength="200" aria-label="\(search)" required>
            <button>\(search)</button>
            </form>

            """
        return document(
            title: words.title, language: words.language,
            head: robots.isEmpty ? "<link rel=\"canonical\" href=\"/faq\">" : robots,
            body: "<h1>\(words.title.escapedForHTML)</h1>\n" + form + content)
    }

    private static func list(_ entries: [FAQEntry]) -> String {
        let items = entries.map { entry in
            let language = entry.language.map { " lang=\"\($0.escapedForHTML)\"" } ?? ""
            let link = link(FAQSuggestion(id: entry.entry, title: entry.title, url: entry.url))
            return "<li\(language)><a href=\"\(link.escapedForHTML)\">\(entry.title.escapedForHTML)</a></li>\n"
        }
        return "<ul class=\"entries\">\n\(items.joined())</ul>\n"
    }
}
