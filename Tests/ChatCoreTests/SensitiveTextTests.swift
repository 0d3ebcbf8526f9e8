import ChatContract
import Testing

@testable import ChatCore

@Suite("Numbers of cards are not kept")
struct SensitiveTextTests {
    @Test(
        "all but the last four digits are hidden, whatever stands between them",
        arguments: [
            ("4111111111111111", "••••••••••••1111"), ("my card 4111 1111 1111 1111!", "my card •••• •••• •••• 1111!"),
            ("5500-0000-0000-0004", "••••-••••-••••-0004"), ("378282246310005", "•••••••••••0005"),
            ("a 4111111111111111 b 5555555555554444", "a ••••••••••••1111 b ••••••••••••4444"),
            ("4111 1111 1111 1111 12/27", "•••• •••• •••• 1111 12/27"),
            ("4111 1111 1111 1111 123", "•••• •••• •••• 1111 123"),
            ("4111-1111-1111-1111 12-27 123", "••••-••••-••••-1111 12-27 123"),
            ("Order 2 4111 1111 1111 1111", "Order 2 •••• •••• •••• 1111"),
            ("4111.1111.1111.1111", "••••.••••.••••.1111"), ("4111  1111 1111 1111", "••••  •••• •••• 1111"),
            ("4111\u{A0}1111\u{A0}1111\u{202F}1111", "••••\u{A0}••••\u{A0}••••\u{202F}1111"),
            ("3782 822463 10005 03 27", "•••• •••••• •0005 03 27"), ("4111 11 1111 1111 11", "•••• •• •••• ••11 11"),
            ("4111 1111 1111 1111 5500 0000 0000 0004", "•••• •••• •••• 1111 •••• •••• •••• 0004"),
        ])
    func masked(_ text: String, _ expected: String) { #expect(Masks.cards.hide(in: text) == expected) }

    @Test(
        "everything else stays",
        arguments: [
            "", "4111", "4111111111111112", "0000000000000000", "order 1234567890128", "+47 22 33 44 55 66 77 88",
            "411111111111111111111111", "4111 11 1111 1111 11 2", "DE89 3704 0044 0532 0130 00", "27.11.2026 13.00.00",
            "DE02 4111 1111 1111 1111 00", "10.0.0.1 192.168.0.1", "2026-11-27 13:00:00", "👍 ٤١١١١١١١١١١١١١١١",
        ])
    func untouched(_ text: String) { #expect(Masks.cards.hide(in: text) == text) }

    @Test("a long text of digits takes no longer than others of its length")
    func long() {
        let text = String(repeating: "1 ", count: 20_000)
        #expect(Masks.cards.hide(in: text) == text)
    }

    @Test("messages, comments and requests are masked before they are kept")
    func kept() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        fixture.post("4111 1111 1111 1111", in: session, by: .visitor)
        #expect(fixture.events(of: session).last?.message?.text == "•••• •••• •••• 1111")
        #expect(try fixture.session(session).lastMessage?.text == "•••• •••• •••• 1111")
    }
}
