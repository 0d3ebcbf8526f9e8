import ChatContract
import Testing

@testable import ChatCore

@Suite("What a channel's masks fit is not kept")
struct MaskTests {
    private static func hidden(_ pattern: String, _ text: String) throws -> String {
        _ = try MaskPattern(pattern)
        return Masks([Channel.Mask(label: "x", pattern: pattern)]).hide(in: text)
    }

    @Test(
        "the leftmost match is hidden, of those the longest",
        arguments: [
            (#"K-\d{6}"#, "my number is K-123456, K-1234567 and K-12", "my number is [x], [x]7 and K-12"),
            (#"\b\d{11}\b"#, "01019912345 101019912345 01019912345.", "[x] 101019912345 [x]."),
            ("a|ab|abc", "abcab", "[x][x]"), ("(?i)iban", "IBAN IbAn iban", "[x] [x] [x]"),
            (#"[A-Z]{2}\d{2}( ?[A-Z0-9]{4})+"#, "to NL91 ABNA 0417 1643 please", "to [x] please"),
            // The README's.
            (
                #"\b[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?\b"#,
                "NO9386011117947, NO93 8601 1117 947 or DE89 3704 0044 0532 0130 00 from GB82WEST12345698765432 now",
                "[x], [x] or [x] from [x] now"
            ),
            (#"^\s+|\s+$"#, "  in between  ", "[x]in between[x]"), (#"[^\s@]+@[^\s@]+"#, "to a@b.no now", "to [x] now"),
            (#"\$\d+(?:\.\d\d)?"#, "$5 or $5.50", "[x] or [x]"), ("ä.ü", "xäöü", "x[x]"),
            (#"[\d-]{4,}"#, "1-2-3", "[x]"),
            (#"[]a]"#, "]", "[x]"), ("(a?){3}b", "aab", "[x]"), ("(ab){2,3}", "abababab", "[x]ab"),
        ])
    func fits(_ pattern: String, _ text: String, _ expected: String) throws {
        #expect(try Self.hidden(pattern, text) == expected)
    }

    @Test(
        "what is no pattern, or needs trying out, is refused with what to write instead",
        arguments: [
            ("(a", "never closed"), ("a)", "without its ("), ("[a", "never closed"), ("*a", "nothing before *"),
            (#"(a)\1"#, "is not known"), ("(?=a)b", "(?"), ("a*?", "the longest text is taken"),
            ("a**", "is not known"),
            ("a{2,1}", "at most 100"), ("a{101}", "at most 100"), ("a*", "fits the empty text"),
            ("", "fits the empty text"),
            (#"\"#, "ends with"), (#"\q"#, "is not known"), ("[z-a]", "ends before it begins"),
            ("((a{50}){50}){50}", "too large"),
        ])
    func refused(_ pattern: String, _ problem: String) throws {
        let channel = Channel(
            channel: "support", name: "Support", masks: [Channel.Mask(label: "x", pattern: pattern)])
        do throws(Refusal) {
            try ChannelRules.check(channel, in: ChannelRegistry())
            Issue.record("\(pattern) was taken")
        } catch {
            #expect(error.code == .invalidField && error.field == "masks[0].pattern", "\(error)")
            #expect(error.detail.contains(problem), "\(error.detail)")
        }
    }

    @Test(
        "patterns that bring others down take no longer than simple ones: a message of 8000 characters, under a second")
    func catastrophes() throws {
        for pattern in [#"(a+)+$"#, #"(a|a)*b"#, #"(a|aa)+c"#, #"(.*)*x"#, #"(a{1,20}){1,20}b"#] {
            let text = String(repeating: "a", count: 7999) + "!"
            let clock = ContinuousClock()
            let time = try clock.measure { _ = try Self.hidden(pattern, text) }
            // A debug build on a busy machine; one that tries out takes years.
            #expect(time < .seconds(60), "\(pattern): \(time)")
        }
    }

    @Test("tags and entities hide nothing, and what is left is whole")
    func html() {
        let masks = Masks([Channel.Mask(label: "number", pattern: #"K-\d{6}"#)])
        #expect(masks.hide(inHTML: "<b>K-12</b>3456 &amp; more") == "<b>[number]</b> &amp; more")
        #expect(masks.hide(inHTML: "K&#45;123456<br>K-1<br>23456") == "[number]<br>K-1<br>23456")
        #expect(masks.hide(inHTML: "<i>4111 1111</i> 1111 1111") == "<i>•••• ••••</i> •••• 1111")
        #expect(
            masks.hide(inHTML: "<a href=\"https://x.no/K-123456\">here</a>")
                == "<a href=\"https://x.no/K-123456\">here</a>")
    }

    @Test("lines, notes, forms, requests and comments are masked before they are kept")
    func kept() throws {
        var channel = Channel.quiet
        channel.masks = [Channel.Mask(label: "customer number", pattern: #"K-\d{6}"#)]
        var fixture = DeskFixture(channel)
        let session = try fixture.conversation()
        fixture.post("I am K-123456", in: session, by: .visitor)
        #expect(fixture.events(of: session).last?.message?.text == "I am [customer number]")
        #expect(try fixture.session(session).lastMessage?.text == "I am [customer number]")
        let create = RequestCreate(session: session, title: "K-123456 again", text: "of K-654321")
        #expect(fixture.send(.createRequest(create), by: .agent("anna")).facts?.request != nil)
        #expect(fixture.requests.first?.text.hasPrefix("of [customer number]") == true)
        let all = fixture.events(of: session).map { "\($0)" }.joined()
        #expect(!all.contains("K-123456") && all.contains("[customer number] again"))
    }
}
