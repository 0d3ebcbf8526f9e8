import ChatContract

/// An entry of the FAQ as a page: plain HTML, without scripts.
enum FAQDocument {
    /// - Parameter page: its `html` is safe already, all else is text.
    static func html(_ page: FAQPage) -> String {
        // A page elsewhere is the one that search engines are to know.
        let own = "/faq/\(page.entry)"
        let canonical = page.url.flatMap { $0.hasPrefix("https://") ? $0 : nil } ?? own
        var body = ""
        if let folder = page.folder { body += "<p class=\"folder\">\(escaped(folder))</p>\n" }
        body += "<h1>\(escaped(page.title))</h1>\n<div class=\"text\">\(page.html)</div>\n"
        if !page.others.isEmpty {
            let links = page.others.map { other in
                "<li><a href=\"\(escaped(link(other)))\">\(escaped(other.title))</a></li>"
            }
            body +=
                "<nav aria-label=\"\(escaped(page.folder ?? "FAQ"))\"><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>\n"
        }
        return document(
            title: page.title, language: page.language ?? "en",
            head: "<link rel=\"canonical\" href=\"\(escaped(canonical))\">", body: body)
    }

    /// What stands where there is no entry, or none for everybody.
    static let missing = document(
        title: "Not found", language: "en", head: "<meta name=\"robots\" content=\"noindex\">",
        body: "<h1>There is no such answer</h1>\n<p>It may have been taken away, or the link is not whole.</p>\n")

    private static func link(_ other: FAQSuggestion) -> String {
        // Anything else than these two is no address that an administrator could have saved.
        if let url = other.url, url.hasPrefix("https://") || url.hasPrefix("/") { return url }
        return "/faq/\(other.id)"
    }

    private static func document(title: String, language: String, head: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="\(escaped(language))">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
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

    private static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
