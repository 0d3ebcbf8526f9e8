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
        ])
    func masked(_ text: String, _ expected: String) { #expect(Masks.cards.hide(in: text) == expected) }

    @Test(
        "everything else stays",
        arguments: [
            "", "4111", "4111111111111112", "0000000000000000", "order 1234567890128", "+47 22 33 44 55 66 77 88",
            "4111  1111 1111 1111", "411111111111111111111111", "2026-11-27 13:00:00", "👍 ٤١١١١١١١١١١١١١١١",
        ])
    func untouched(_ text: String) { #expect(Masks.cards.hide(in: text) == text) }

    @Test("messages, comments and requests are masked before they are kept")
    func kept() throws {
        var fixture = DeskFixture(.quiet)
        let session = try fixture.conversation()
        fixture.post("4111 1111 1111 1111", in: session, by: .visitor)
        #expect(fixture.events(of: session).last?.message?.text == "•••• •••• •••• 1111")
        #expect(try fixture.session(session).lastMessage?.text == "•••• •••• •••• 1111")
    }
}
