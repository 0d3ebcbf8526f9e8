import ChatContract
import Testing

@testable import ChatMailer

@Suite("What is mailed of a session (guarantee 21)")
struct ConversationTests {
    private static func event(_ seq: Int64, _ data: EventData, by actor: Actor = .visitor) -> Event {
        Event(
            channel: "support", session: "0190a0b0-0000-8000-8000-000000000001", seq: seq, previous: nil,
            at: Timestamp(milliseconds: 1_800_000_000_000 + seq * 1000), actor: actor, status: .userLast, data: data)
    }

    private static let visitor = Visitor(
        id: "0190a0b0-0000-8000-8000-000000000002", name: "Kari", email: "kari@example.com")

    private static let events = [
        event(1, .opened(EventData.Opened(visitor: visitor))),
        event(2, .posted(Message(text: "Hello", from: .visitor))),
        event(3, .notePosted(EventData.NotePosted(text: "SECRET note")), by: .agent("mia")),
        event(
            4,
            .faqSuggested(
                EventData.FAQSuggested(entries: [
                    FAQSuggestion(
                        id: "0190a0b0-0000-8000-8000-000000000003", title: "Parcels", url: "https://x.example")
                ])), by: .system("worker")),
        event(
            5, .posted(Message(text: "<b>Hi</b>", format: .html, from: .agent, shownAs: ShownAs(name: "Anna"))),
            by: .agent("anna")),
        event(
            6,
            .transferRequested(
                EventData.TransferRequested(
                    from: "anna", to: "ben", by: "anna", expiresAt: "2026-11-22T18:00:00.000Z")), by: .agent("anna")),
        event(7, .listened(EventData.Listening(agent: "mia")), by: .agent("mia")),
        event(
            8,
            .transcriptRequested(
                EventData.TranscriptRequested(email: "kari@example.com", by: .visitor, language: "en"))),
        event(9, .posted(Message(text: "LATER", from: .visitor))),
    ]

    @Test("what the visitor could see until he asked, and nothing that agents say among themselves")
    func visibleOnly() {
        let conversation = Conversation(Self.events, requestedBy: 8)
        #expect(conversation.visitorName == "Kari")
        #expect(conversation.startedAt == Self.events.first?.at)
        #expect(conversation.lines.map(\.author) == ["Kari", nil, "Anna"])
        #expect(conversation.lines.map(\.text) == ["Hello", "• Parcels (https://x.example)", "<b>Hi</b>"])
        #expect(conversation.lines.map(\.isHTML) == [false, false, true])
        #expect(!conversation.isReported)
    }

    @Test("a mail that was told of is not sent again; another one of the session is")
    func reported() {
        let sent = Self.event(10, .transcriptSent(EventData.TranscriptSent(requested: 8, by: .visitor)))
        let failed = Self.event(10, .transcriptFailed(EventData.TranscriptFailed(requested: 8, by: .visitor)))
        for told in [sent, failed] {
            #expect(Conversation(Self.events + [told], requestedBy: 8).isReported)
            #expect(!Conversation(Self.events + [told], requestedBy: 9).isReported)
        }
    }
}
