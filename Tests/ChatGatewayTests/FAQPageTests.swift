import BrokerTesting
import ChatContract
import Testing
import WebClient

@testable import ChatGateway

@Suite("Pages of the FAQ's entries", .enabled(if: TestBroker.isAvailable))
struct FAQPageTests {
    private static let folder = FolderID(high: 9, low: 1)

    private static func save(_ entries: [FAQEntry], _ desk: GatewayDesk) throws {
        try desk.apply([.saveFolder(Folder(folder: folder, kind: .faq, name: "Shipping & more"))])
        try desk.apply(entries.map { .saveFAQ($0) })
    }

    @Test("the list has what everybody may read, by folder, and finds it by a question")
    func list() async throws {
        try await GatewayDesk.open { desk, gateway in
            let inner = FolderID(high: 9, low: 2)
            try desk.apply([
                .saveFolder(Folder(folder: Self.folder, kind: .faq, name: "Shop")),
                .saveFolder(Folder(folder: inner, kind: .faq, name: "Costs <& more>", parent: Self.folder)),
                .saveFAQ(
                    FAQEntry(
                        entry: FAQEntryID(high: 8, low: 1), folder: inner, title: "What does \"delivery\" cost?",
                        text: "4.90", url: "https://shop.example/costs?a=1&b=2", language: "en")),
                .saveFAQ(FAQEntry(entry: FAQEntryID(high: 8, low: 2), title: "Who are you?", text: "A shop")),
                .saveFAQ(FAQEntry(entry: FAQEntryID(high: 8, low: 3), title: "Secret", text: "x", public: false)),
                .saveFAQ(FAQEntry(entry: FAQEntryID(high: 8, low: 4), title: "Draft", text: "x", published: false)),
            ])
            let reply = try await gateway.ask("GET", "/faq", headers: [("Accept-Language", "nb-NO,nb;q=0.9,en;q=0.8")])
            let html = String(decoding: reply.answer.body, as: UTF8.self)
            #expect(reply.status == 200 && reply.answer.header("Vary") == "Accept-Language")
            #expect(reply.answer.header("Content-Security-Policy") == Site.contentSecurityPolicy)
            #expect(html.contains("<html lang=\"no\">") && html.contains("<h1>Ofte stilte spørsmål</h1>"))
            #expect(html.contains("<h2>Shop / Costs &lt;&amp; more&gt;</h2>"))
            #expect(
                html.contains(
                    "<li lang=\"en\"><a href=\"https://shop.example/costs?a=1&amp;b=2\">What does &quot;delivery&quot; cost?</a>"
                ))
            #expect(html.contains("<li><a href=\"/faq/\(FAQEntryID(high: 8, low: 2))\">Who are you?</a>"))
            #expect(!html.contains("Secret") && !html.contains("Draft"))

            let found = try await gateway.ask("GET", "/faq?q=delivery+%3Cb%3E")
            let foundHTML = String(decoding: found.answer.body, as: UTF8.self)
            #expect(foundHTML.contains("delivery&quot; cost?") && !foundHTML.contains("Who are you?"))
            #expect(foundHTML.contains("value=\"delivery &lt;b&gt;\"") && foundHTML.contains("noindex"))
            let none = try await gateway.ask("GET", "/faq?q=Secret")
            #expect(String(decoding: none.answer.body, as: UTF8.self).contains("No answer fits that."))
        }
    }

    @Test("everybody reads a published, public entry; nothing in it runs; a reader who has it is told so")
    func page() async throws {
        try await GatewayDesk.open { desk, gateway in
            let parcel = FAQEntry(
                entry: FAQEntryID(high: 8, low: 1), folder: Self.folder, title: "Where is <my> \"parcel\"?",
                text: "<p onclick=\"x()\">See <b>the mail</b><script>alert(1)</script></p>", keywords: "hidden words",
                language: "en")
            let other = FAQEntry(
                entry: FAQEntryID(high: 8, low: 2), folder: Self.folder, title: "Costs?", text: "1 < 2\n& more",
                url: "https://shop.example/costs?a=1&b=2", language: "no")
            let secret = FAQEntry(
                entry: FAQEntryID(high: 8, low: 3), folder: Self.folder, title: "Secret", text: "x", public: false)
            let draft = FAQEntry(
                entry: FAQEntryID(high: 8, low: 4), folder: Self.folder, title: "Draft", text: "x", published: false)
            try Self.save([parcel, other, secret, draft], desk)

            let reply = try await gateway.ask("GET", "/faq/\(parcel.entry)")
            let html = String(decoding: reply.answer.body, as: UTF8.self)
            #expect(reply.status == 200)
            #expect(reply.answer.header("Content-Type") == "text/html; charset=utf-8")
            #expect(reply.answer.header("Content-Security-Policy") == Site.contentSecurityPolicy)
            #expect(reply.answer.header("X-Content-Type-Options") == "nosniff")
            #expect(html.contains("<html lang=\"en\">"))
            #expect(html.contains("<h1>Where is &lt;my&gt; &quot;parcel&quot;?</h1>"))
            #expect(html.contains("<b>the mail</b>"))
            #expect(html.contains("<p class=\"folder\"><a href=\"/faq\">FAQ</a> / Shipping &amp; more</p>"))
            #expect(html.contains("<link rel=\"canonical\" href=\"/faq/\(parcel.entry)\">"))
            #expect(html.contains("<a href=\"https://shop.example/costs?a=1&amp;b=2\">Costs?</a>"))
            for hidden in ["script", "onclick", "hidden words", "Secret", "Draft"] {
                #expect(!html.contains(hidden), "\(hidden)")
            }
            let tag = try #require(reply.answer.header("ETag"))
            let again = try await gateway.ask("GET", "/faq/\(parcel.entry)", headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.answer.body.isEmpty)

            let costs = try await gateway.ask("GET", "/faq/\(other.entry)")
            let costsHTML = String(decoding: costs.answer.body, as: UTF8.self)
            #expect(costsHTML.contains("1 &lt; 2<br>\n&amp; more"))
            #expect(costsHTML.contains("<html lang=\"no\">"))
            #expect(costsHTML.contains("<link rel=\"canonical\" href=\"https://shop.example/costs?a=1&amp;b=2\">"))

            for path in ["\(secret.entry)", "\(draft.entry)", "\(FAQEntryID(high: 8, low: 9))", "x", "%2e%2e"] {
                let missing = try await gateway.ask("GET", "/faq/\(path)")
                #expect(missing.status == 404, "\(path)")
            }
            let missing = try await gateway.ask("GET", "/faq/\(secret.entry)")
            #expect(String(decoding: missing.answer.body, as: UTF8.self).contains("There is no such answer"))
            #expect(missing.answer.header("Cache-Control") == "no-store")
            #expect(try await gateway.ask("GET", "/answer/answer.css").status == 200)
        }
    }
}
