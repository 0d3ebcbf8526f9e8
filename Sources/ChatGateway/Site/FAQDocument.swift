import ChatContract

/// The pages of the FAQ: plain HTML, without scripts.
enum FAQDocument {
    /// - Parameter page: its `html` is safe already, all else is text.
    static func html(_ page: FAQPage) -> String {
        // A page elsewhere is the one that search engines are to know.
        let own = "/faq/\(page.entry)"
        let canonical = page.url.flatMap { $0.hasPrefix("https://") ? $0 : nil } ?? own
        let folder = page.folder.map { " / \($0.escapedForHTML)" } ?? ""
        var body = "<p class=\"folder\"><a href=\"/faq\">FAQ</a>\(folder)</p>\n"
        body += "<h1>\(page.title.escapedForHTML)</h1>\n<div class=\"text\">\(page.html)</div>\n"
        if !page.others.isEmpty {
            let links = page.others.map { other in
                "<li><a href=\"\(link(other).escapedForHTML)\">\(other.title.escapedForHTML)</a></li>"
            }
            body +=
                "<nav aria-label=\"\((page.folder ?? "FAQ").escapedForHTML)\"><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>\n"
        }
        return document(
            title: page.title, language: page.language ?? "en",
            head: "<link rel=\"canonical\" href=\"\(canonical.escapedForHTML)\">", body: body)
    }

    /// What stands where there is no entry, or none for everybody.
    static let missing = document(
        title: "Not found", language: "en", head: "<meta name=\"robots\" content=\"noindex\">",
        body:
            "<h1>There is no such answer</h1>\n<p>It may have been taken away, or the link is not whole.</p>\n<p><a href=\"/faq\">FAQ</a></p>\n"
    )

    /// What stands where the system does not answer.
    static let unavailable = document(
        title: "Not available now", language: "en", head: "<meta name=\"robots\" content=\"noindex\">",
        body:
            "<h1>The answers cannot be shown now</h1>\n<p>Come back in a moment.</p>\n<p><a href=\"/faq\">FAQ</a></p>\n"
    )

    static func link(_ other: FAQSuggestion) -> String {
        // Anything else than these two is no address that an administrator could have saved.
        if let url = other.url, url.hasPrefix("https://") || url.hasPrefix("/") { return url }
        return "/faq/\(other.id)"
    }

    static func document(title: String, language: String, head: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="\(language.escapedForHTML)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title.escapedForHTML)</title>
        \(head)
        <link rel="icon" href="/favicon.ico">
        <link rel="stylesheet" href="/answer/answer.css">
        </head>
        <body>
        <main>
        \(body)</main>
        </body>
        </html>

        """
    }
}
