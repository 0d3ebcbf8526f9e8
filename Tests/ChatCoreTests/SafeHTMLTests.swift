import ChatContract
import Testing

@testable import ChatCore

@Suite("HTML in messages")
struct SafeHTMLTests {
    private static let table: [(input: String, output: String)] = [
        // What is allowed stays.
        ("plain", "plain"),
        (
            "<b>b</b><i>i</i><u>u</u><em>e</em><strong>s</strong>",
            "<b>b</b><i>i</i><u>u</u><em>e</em><strong>s</strong>"
        ),
        ("<ul><li>1</li></ul><ol><li>2</li></ol><p>p</p>", "<ul><li>1</li></ul><ol><li>2</li></ol><p>p</p>"),
        ("a<br>b<br/>c<BR />d</br>", "a<br>b<br>c<br>d"),
        (#"<a href="https://x.no/a?b=1&amp;c=2">x</a>"#, #"<a href="https://x.no/a?b=1&amp;c=2">x</a>"#),
        (#"<a href="https://x.no/?a&b">x</a>"#, #"<a href="https://x.no/?a&amp;b">x</a>"#),
        ("<a href='mailto:a@x.no'>x</a>", #"<a href="mailto:a@x.no">x</a>"#),
        ("<a href=HTTPS://X.no>x</a>", #"<a href="HTTPS://X.no">x</a>"#),
        ("<A HREF = 'https://x.no' TARGET=_blank>x</A>", #"<a href="https://x.no">x</a>"#),
        ("æøå 👩‍👩‍👧 <b>é</b>", "æøå 👩‍👩‍👧 <b>é</b>"),
        // Text is text.
        ("1 < 2 > 0 & 3", "1 &lt; 2 &gt; 0 &amp; 3"),
        ("a &amp; b &lt;b&gt; &#39; &#x27; &nbsp;", "a &amp; b &lt;b&gt; &#39; &#x27; &nbsp;"),
        ("&bad ; &; &#; &#x; &toolongname12345;", "&amp;bad ; &amp;; &amp;#; &amp;#x; &amp;toolongname12345;"),
        ("<3 <-- <_b> < b>", "&lt;3 &lt;-- &lt;_b&gt; &lt; b&gt;"),
        // Everything else goes.
        ("<script>alert(1)</script>x", "x"),
        ("<SCRIPT SRC=//x.no/a.js></SCRIPT>x", "x"),
        ("<script>if (a < b) alert('</b>')</script>x", "x"),
        ("<script>alert(1)", ""),
        ("<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt&gt;alert(1)ipt&gt;"),
        ("<style>b{background:url(javascript:alert(1))}</style>x", "x"),
        ("<svg onload=alert(1)><b>x</b></svg>", "<b>x</b>"),
        ("<svg><script>alert(1)</script></svg>", ""),
        ("<math><mi xlink:href='javascript:alert(1)'>x</mi></math>", "x"),
        ("<img src=x onerror=alert(1)>x", "x"),
        ("<iframe src=https://x.no>x</iframe>y", "y"),
        ("<iframe srcdoc='<script>alert(1)</script>'></iframe>y", "y"),
        ("<object data=x><embed src=x></object>x", "x"),
        ("<form action=//x><input type=submit></form>x", "x"),
        ("<base href=//x.no><link rel=stylesheet href=x><meta http-equiv=refresh content=0>x", "x"),
        ("<b onclick=alert(1) style='x' class=y id=z>x</b>", "<b>x</b>"),
        ("<b/onclick=alert(1)>x</b>", "<b>x</b>"),
        ("<p onmouseover='a>b'>x</p>", "<p>x</p>"),
        ("<div><span>x</span></div><h1>y</h1><table><tr><td>z", "xyz"),
        ("<!-- <b>x</b> --><!DOCTYPE html><?xml version='1'?><![CDATA[x]]>y", "y"),
        ("<!-- never ends <script>", ""),
        ("<!--><b>x</b>-->y", "<b>x</b>--&gt;y"),
        ("<b", ""), ("x<a href=\"https://x.no", "x"), ("x</", "x&lt;/"), ("x<", "x&lt;"), ("x</b", "x"),
        ("<title>x</title><textarea><b>y</b></textarea><template>z</template>w", "w"),
        // Links: https and mailto, in clear.
        ("<a href=\"javascript:alert(1)\">x</a>", "x"),
        ("<a href=\"JaVaScRiPt:alert(1)\">x</a>", "x"),
        ("<a href=\" javascript:alert(1)\">x</a>", "x"),
        ("<a href=\"java\tscript:alert(1)\">x</a>", "x"),
        ("<a href=\"java\nscript:alert(1)\">x</a>", "x"),
        ("<a href=\"java&#9;script:alert(1)\">x</a>", "x"),
        ("<a href=\"java&Tab;script:alert(1)\">x</a>", "x"),
        ("<a href=\"&#106;avascript:alert(1)\">x</a>", "x"),
        ("<a href=\"&#x6A&#x61vascript&colon;alert(1)\">x</a>", "x"),
        ("<a href=\"&#0000106avascript:alert(1)\">x</a>", "x"),
        ("<a href=\"\u{1}javascript:alert(1)\">x</a>", "x"),
        ("<a href=\"&#1;javascript:alert(1)\">x</a>", "x"),
        ("<a href=\"data:text/html,<script>alert(1)</script>\">x</a>", "x"),
        ("<a href=\"vbscript:x\">x</a>", "x"), ("<a href=\"file:///etc/passwd\">x</a>", "x"),
        ("<a href=\"http://x.no\">x</a>", "x"), ("<a href=\"//x.no\">x</a>", "x"), ("<a href=\"/x\">x</a>", "x"),
        ("<a href=\"https:x\">x</a>", "x"), ("<a href=\"\">x</a>", "x"), ("<a>x</a>", "x"),
        ("<a href=\"https&colon;//x.no\">x</a>", #"<a href="https://x.no">x</a>"#),
        ("<a href='https://x.no' href='javascript:alert(1)'>x</a>", #"<a href="https://x.no">x</a>"#),
        ("<a href='javascript:alert(1)' href='https://x.no'>x</a>", "x"),
        ("<a data-href='https://x.no' href=javascript:alert(1)>x</a>", "x"),
        ("<a href='https://x.no\" onclick=\"alert(1)'>x</a>", "x"),
        (
            "<a href='https://x.no\"onclick=\"alert(1)'>x</a>",
            #"<a href="https://x.no&quot;onclick=&quot;alert(1)">x</a>"#
        ),
        ("<a href='https://x.no/<b>'>x</a>", #"<a href="https://x.no/&lt;b&gt;">x</a>"#),
        (
            "<a href=\"https://x.no&quot;&gt;&lt;script&gt;\">x</a>",
            #"<a href="https://x.no&quot;&gt;&lt;script&gt;">x</a>"#
        ),
        // What is opened is closed, in its order.
        ("<b><i>x", "<b><i>x</i></b>"), ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"), ("</b></i>x", "x"),
        ("<b><b>x</b>", "<b><b>x</b></b>"),
        // Signs that join their neighbours do not hide what stands in them.
        ("\u{600}<img src=x onerror=alert(1) \u{600}>", "\u{600}"),
        ("\u{600}<script\u{600}>alert(1)\u{600}</script\u{600}>x", "\u{600}x"),
        ("<\u{301}script>x", "&lt;\u{301}script&gt;x"),
        ("\u{110BD}<b onclick=x\u{600}>y", "\u{110BD}<b>y</b>"),
        ("\u{600}&lt;", "\u{600}&lt;"), ("\u{600}& x", "\u{600}&amp; x"),
        (
            "<a href='https://x\"\u{301}/onmouseover=alert(1)//'>x</a>",
            "<a href=\"https://x&quot;\u{301}/onmouseover=alert(1)//\">x</a>"
        ),
        (
            "<a href='https://x\u{600}\"/onmouseover=alert(1)//'>x</a>",
            "<a href=\"https://x\u{600}&quot;/onmouseover=alert(1)//\">x</a>"
        ),
        ("<a href=\"https://x\u{301}\"\u{301} onclick=x>y</a>", "<a href=\"https://x\u{301}\">y</a>"),
    ]

    @Test("tries and what is left of them")
    func tries() {
        for (input, output) in Self.table {
            let clean = SafeHTML.clean(input)
            #expect(Array(clean.utf8) == Array(output.utf8), "\(input) gives \(clean)")
            expectSafe(clean)
            #expect(SafeHTML.clean(clean) == clean, "\(input)")
        }
    }

    @Test("whatever comes in, only the allowed comes out, and cleaning again changes nothing")
    func fuzz() {
        let pieces =
            Self.table.map(\.input) + [
                "<", ">", "</", "/>", "\"", "'", "=", " ", "&", ";", "&#", "&#x", "href", "https://", "mailto:", "<a ",
                "<b>", "</b>", "<p>", "<br>", "<!--", "-->", "<script>", "</script", "onclick=", "x", "\u{0}", "\n",
                "\u{301}", "\u{200D}", "\u{600}", "\u{FE0F}", "👋🏽", "\r\n", "\u{2028}", "&lt", "&lt;", "&amp;", "é",
            ]
        var random = SeededRandom(seed: 41)
        for _ in 0..<20_000 {
            var input = ""
            for _ in 0..<random.number(1...6) {
                let piece = random.pick(pieces)
                let scalars = Array(piece.unicodeScalars)
                if random.oneIn(3), !scalars.isEmpty {
                    let start = random.number(0...(scalars.count - 1))
                    for scalar in scalars[start...] { input.unicodeScalars.append(scalar) }
                } else {
                    input += piece
                }
            }
            let clean = SafeHTML.clean(input)
            expectSafe(clean)
            #expect(Array(SafeHTML.clean(clean).utf8) == Array(clean.utf8), "\(input.debugDescription)")
        }
    }

    @Test("a long text takes no more than its length: doubling it does not quadruple the time")
    func speed() {
        let clock = ContinuousClock()
        let worst = [
            "<", "&", ">", "<b>", "<a ", "<a href='", "<a href=\"https://x\">", "</b", "<!--", "<script><", "&#x41;",
            "&a",
            "\"", "<b></i>", "<p ", "\u{301}", "<script>",
        ]
        for piece in worst {
            let text = String(repeating: piece, count: 8000 / piece.unicodeScalars.count)
            var output = ""
            let time = clock.measure { output = SafeHTML.clean(text) }
            expectSafe(output)
            // Each takes a few milliseconds unoptimised on a busy machine; quadratic ones took seconds.
            #expect(time < .seconds(1), "\(piece)")
        }
    }

    /// Reads the output as strictly as it is written: allowed tags in their one form, entities, and text.
    private func expectSafe(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let tags = ["b", "i", "u", "em", "strong", "ul", "ol", "li", "p"]
        let allowed = Set(tags.flatMap { ["<\($0)>", "</\($0)>"] } + ["<br>", "</a>"]).map { Array($0.utf8) }
        let link = Array("<a href=\"".utf8)
        var rest = Array(html.utf8)[...]
        func problem(_ what: String) {
            Issue.record("\(what) in \(html.debugDescription)", sourceLocation: sourceLocation)
        }
        var open: [[UInt8]] = []
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: ">"):
                return problem("a bare >")
            case UInt8(ascii: "&"):
                let name = rest.dropFirst().prefix { $0 != UInt8(ascii: ";") }
                guard (1...10).contains(name.count), rest.count > name.count + 1 else { return problem("a bare &") }
                rest = rest.dropFirst(name.count + 2)
            case UInt8(ascii: "<"):
                if rest.starts(with: link) {
                    rest = rest.dropFirst(link.count)
                    let target = rest.prefix { $0 != UInt8(ascii: "\"") }
                    rest = rest.dropFirst(target.count)
                    guard rest.starts(with: "\">".utf8) else { return problem("an attribute") }
                    rest = rest.dropFirst(2)
                    let text = String(decoding: target, as: UTF8.self).lowercased()
                    guard text.hasPrefix("https://") || text.hasPrefix("mailto:"),
                        target.allSatisfy({
                            $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
                        })
                    else { return problem("a link") }
                    open.append(Array("a".utf8))
                } else if let tag = allowed.first(where: rest.starts(with:)) {
                    rest = rest.dropFirst(tag.count)
                    let name = Array(tag.dropFirst().dropLast())
                    if name.first == UInt8(ascii: "/") {
                        guard open.popLast() == Array(name.dropFirst()) else { return problem("a wrong end") }
                    } else if name != Array("br".utf8) {
                        open.append(name)
                    }
                } else {
                    return problem("a tag")
                }
            default:
                rest = rest.dropFirst()
            }
        }
        if !open.isEmpty { problem("an open element") }
    }
}
