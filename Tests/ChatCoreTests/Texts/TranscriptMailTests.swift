import ChatContract
import Testing

@testable import ChatCore

@Suite("The mail with a transcript")
struct TranscriptMailTests {
    private static let start: Timestamp = "2026-11-22T23:30:00Z"

    private func mail(
        _ lines: [TranscriptLine] = [], language: Language = .en, channel: String = "Fjord Shop",
        visitor: String? = "Kari", zone: String = "Europe/Oslo", template: Channel.TranscriptTemplate? = nil
    ) -> TranscriptMail {
        TranscriptMail(
            language: language, channelName: channel, visitorName: visitor, startedAt: Self.start, lines: lines,
            zone: zone, template: template)
    }

    private func line(_ text: String, author: String? = "Anna", isHTML: Bool = false) -> TranscriptLine {
        TranscriptLine(at: Self.start + .minutes(5), author: author, text: text, isHTML: isHTML)
    }

    @Test("all of it, in plain text")
    func whole() {
        let mail = mail([
            TranscriptLine(at: Self.start, author: nil, text: "Anna joined the chat"), line("Hello!\nHow can I help?"),
            line("My order <b>17</b> & more", author: "Kari"),
        ])
        #expect(mail.subject == "Your chat with Fjord Shop of 23 November 2026")
        #expect(
            mail.text == """
                Hello Kari,

                Here is a copy of your chat with Fjord Shop of 23 November 2026.

                * 00:30 Anna joined the chat

                Anna (00:35)
                  Hello!
                  How can I help?

                Kari (00:35)
                  My order <b>17</b> & more

                Thank you for contacting us.

                The times are those of Europe/Oslo.

                --\u{20}
                This is an automatic message; replies to it are not read.

                """)
        #expect(mail.html.contains("<strong>Anna</strong> (00:35)"))
        #expect(mail.html.contains("Hello!<br>\nHow can I help?"))
        #expect(mail.html.contains("My order &lt;b&gt;17&lt;/b&gt; &amp; more"))
        #expect(mail.html.contains("00:30 Anna joined the chat"))
        #expect(mail.html.contains("<html lang=\"en\">"))
    }

    @Test("every language, with a name and without", arguments: Language.allCases)
    func languages(_ language: Language) {
        let texts = language.texts
        let named = mail([line("x")], language: language)
        let unnamed = mail([line("x")], language: language, visitor: " \n")
        #expect(named.text.contains("Kari"))
        #expect(unnamed.text.hasPrefix(texts.mailGreetingUnnamed + "\n\n"))
        #expect(mail([line("x")], language: language, visitor: nil) == unnamed)
        for mail in [named, unnamed] {
            #expect(mail.subject.contains("Fjord Shop") && mail.subject.contains("2026"))
            for text in [texts.mailClosing, texts.mailAutomatic] {
                #expect(mail.text.replacingNewlines().contains(text))
                #expect(mail.html.contains(text))
            }
            #expect(!mail.subject.contains("{") && !mail.text.contains("{") && !mail.html.contains("{"))
        }
    }

    @Test("times are the visitor's; UTC where his zone is none")
    func zones() {
        let message = [line("x")]
        #expect(mail(message, zone: "America/New_York").text.contains("Anna (18:35)"))
        #expect(mail(message, zone: "America/New_York").subject.hasSuffix("22 November 2026"))
        for zone in ["", "GMT+2", "nowhere"] {
            #expect(mail(message, zone: zone).text.contains("Anna (23:35)"))
            #expect(mail(message, zone: zone).text.contains("The times are those of UTC."))
        }
        let autumn: [Timestamp] = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
        let twice = mail(autumn.map { TranscriptLine(at: $0, author: "Anna", text: "x") })
        #expect(twice.text.components(of: "Anna (02:30)") == 2, "the hour that happens twice")
    }

    @Test("a desk's own words")
    func template() {
        let template = Channel.TranscriptTemplate(
            subject: "{channel.name}: {visitor.name} ({date})", greeting: "Dear {visitor.name}, <hello>",
            introduction: "{channel.name} {name} {visitor.name", closing: "Bye\nThe {channel.name} team")
        let own = mail([line("x")], template: template)
        #expect(own.subject == "Fjord Shop: Kari (23 November 2026)")
        #expect(own.text.hasPrefix("Dear Kari, <hello>\n\nFjord Shop {name} {visitor.name\n\n"))
        #expect(own.text.contains("Bye\nThe Fjord Shop team"))
        #expect(own.html.contains("Dear Kari, &lt;hello&gt;"))
        #expect(own.html.contains("Bye<br>\nThe Fjord Shop team"))
        #expect(mail(visitor: nil, template: template).subject == "Fjord Shop: (23 November 2026)")
        let empty = mail(visitor: nil, template: Channel.TranscriptTemplate(subject: "{visitor.name}\r\n"))
        #expect(empty.subject == mail().subject, "a mail is never without a subject")
        let part = mail(template: Channel.TranscriptTemplate(closing: "Bye"))
        #expect(part.subject == mail().subject)
        #expect(!part.text.contains("Thank you for contacting us."))
        #expect(
            mail(visitor: "{date}{channel.name}", template: template).subject.hasPrefix("Fjord Shop: {date}{channel"))
    }

    @Test("no header is injected through the subject")
    func subject() {
        let hostile = "Shop\r\nBcc: all@example.com\n\n<script>\u{0}\u{85}\u{2028}x\u{202E}y\u{1F}\t z"
        for mail in [
            mail(channel: hostile), mail(template: Channel.TranscriptTemplate(subject: "{visitor.name}\r\nX: y")),
            mail(visitor: hostile, template: Channel.TranscriptTemplate(subject: "{visitor.name}")),
        ] {
            #expect(!mail.subject.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            #expect(!mail.subject.unicodeScalars.contains { (0x2028...0x202E).contains($0.value) })
            #expect(mail.subject.unicodeScalars.count <= 255)
        }
        #expect(mail(channel: hostile).subject.hasPrefix("Your chat with Shop Bcc: all@example.com <script> x y z of"))
        let long = mail(channel: String(repeating: "é\u{301}", count: 4000))
        #expect(long.subject.unicodeScalars.count == 255)
    }

    @Test("no markup but the mail's own and a message's")
    func hostile() {
        let bad = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&"
        let mail = mail(
            [
                line(bad), line(bad, author: bad), line(bad, author: nil), line(bad, isHTML: true),
                line(
                    "<b>bold</b><style>x</style><a href=\"javascript:x\">l</a><img src=\"https://x/y\">", isHTML: true),
                line("<b>bold", author: nil, isHTML: true),
            ],
            channel: bad, visitor: bad,
            template: Channel.TranscriptTemplate(subject: bad, greeting: bad, introduction: bad, closing: bad))
        let tags = mail.html.split(separator: "<").dropFirst().map { $0.prefix { $0.isLetter || "/!".contains($0) } }
        let allowed: Set<Substring> = [
            "!DOCTYPE", "html", "head", "meta", "title", "body", "div", "p", "br", "strong", "b",
            "/html", "/head", "/title", "/body", "/div", "/p", "/strong", "/b",
        ]
        #expect(Set(tags).subtracting(allowed) == [])
        #expect(mail.html.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!mail.html.contains("https://x/y") && !mail.html.contains("javascript"))
        for name in ["div", "p", "b", "body", "html", "strong"] {
            #expect(
                mail.html.components(of: "<\(name)>") + mail.html.components(of: "<\(name) ")
                    == mail.html.components(of: "</\(name)>"), "\(name)")
        }
        #expect(mail.text.contains(bad), "plain text is as it was written")
    }

    @Test("HTML messages in the text part")
    func plain() {
        let table = [
            ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
            ("a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39; &#x41;", "a <b> &amp; \"c\" 'd' A"),
            ("<ul><li>x</li><li>y</li></ul>z", "- x\n- y\nz"),
            ("<a href=\"https://x.no/?a=1&amp;b=2\">here</a>.", "here (https://x.no/?a=1&b=2)."),
            ("<a href=\"https://x.no\">https://x.no</a>", "https://x.no"),
            ("<a href=\"mailto:a@b.no\">a@b.no</a>", "a@b.no"),
            ("<b>5 &gt; 3</b> &unknown; &", "5 > 3 &unknown; &"),
            ("&#10;&#0;&#x202e;x", "&#10;&#0;&#x202e;x"),
        ]
        for (html, text) in table { #expect(HTMLText.plain(SafeHTML.clean(html)) == text, "\(html)") }
        #expect(mail([line("<p>One</p><p>Two</p>", isHTML: true)]).text.contains("Anna (00:35)\n  One\n  Two\n"))
    }

    @Test("long lines are broken at spaces, long words only where mail could not carry them")
    func longLines() {
        let words = (1...60).map { "word\($0)" }.joined(separator: " ")
        let link = "https://example.com/" + String(repeating: "x", count: 300)
        let endless = String(repeating: "🏔️", count: 2000)
        let long = mail([
            line(words), line("See \(link) there"), line(endless, author: endless), line(endless, author: nil),
        ])
        let lines = long.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 998 })
        #expect(lines.allSatisfy { $0.count <= 78 || $0.contains(link) || $0.contains("🏔️") })
        #expect(lines.contains { $0 == "  " + link })
        #expect(long.text.replacingNewlines().contains(words))
        #expect(long.text.unicodeScalars.count { $0 == "🏔" } >= 4000, "nothing is lost")
        #expect(!long.text.contains("\r"))
        #expect(mail([line("a\r\nb\rc\u{2028}d\u{0}\u{1B}[2J\te")]).text.contains("  a\n  b\n  c\n  d[2J e\n"))
    }
}

extension String {
    /// Lines joined by single spaces, indents left out.
    fileprivate func replacingNewlines() -> String {
        split { $0.isWhitespace }.joined(separator: " ")
    }

    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
