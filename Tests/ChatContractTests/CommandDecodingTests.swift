import ChatContract
import Testing

@Suite("Command bodies without the right form")
struct CommandDecodingTests {
    private static let session = #""session":"01234567-89ab-8def-8123-456789abcdef""#

    /// A body, and the field that the refusal names.
    private static let table: [(type: CommandType, json: String, field: String?)] = [
        (.messagePost, "{\(session)}", "text"),
        (.messagePost, #"{"text":"x"}"#, "session"),
        (.messagePost, #"{"session":"1","text":"x"}"#, "session"),
        (.messagePost, #"{"session":"01234567-89AB-8def-8123-456789abcdef","text":"x"}"#, "session"),
        (.messagePost, #"{"session":null,"text":"x"}"#, "session"),
        (.messagePost, "{\(session),\"text\":5}", "text"),
        (.messagePost, "{\(session),\"text\":null}", "text"),
        (.messagePost, "{\(session),\"text\":[\"x\"]}", "text"),
        (.messagePost, "{\(session),\"text\":\"x\",\"format\":\"markdown\"}", "format"),
        (.messagePost, "{\(session),\"text\":\"x\",\"source\":{\"kind\":\"faq\"}}", "source.id"),
        (.messagePost, "{\(session),\"text\":\"x\",\"source\":7}", "source"),
        (.messageRead, "{\(session),\"through\":\"7\"}", "through"),
        // The decoder does not tell which number does not fit.
        (.messageRead, "{\(session),\"through\":7.5}", nil),
        (.messageRead, "{\(session),\"through\":9223372036854775808}", nil),
        (.messageRead, "{\(session),\"through\":1e400}", nil),
        (.messageRead, "{\(session),\"through\":true}", "through"),
        (.typingSet, "{\(session),\"typing\":\"yes\"}", "typing"),
        (.typingSet, "{\(session),\"typing\":1}", "typing"),
        (.sessionAttach, "{\(session),\"gateway\":\"Edge\",\"connection\":\"c\",\"after\":0}", "gateway"),
        (.sessionAttach, "{\(session),\"gateway\":\"edge\",\"connection\":\"c\"}", "after"),
        (.transferRequest, "{\(session),\"agent\":\"-anna\"}", "agent"),
        (.presenceSet, #"{"status":"busy"}"#, "status"),
        (.presenceSet, #"{"status":"away","agents":"anna"}"#, "agents"),
        (.presenceSet, #"{"status":"away","agents":["anna","Ben"]}"#, "agents.1"),
        (.presenceRenew, #"{"connection":"tab","leaseSeconds":"60"}"#, "leaseSeconds"),
        (.channelSave, #"{"channel":"support"}"#, "name"),
        (.channelSave, #"{"channel":"sup.port","name":"x"}"#, "channel"),
        (.channelSave, #"{"channel":"a","name":"A","idle":{"goneSeconds":"1"}}"#, "idle.goneSeconds"),
        (
            .channelSave, #"{"channel":"a","name":"A","offlineForm":{"required":["name","age"]}}"#,
            "offlineForm.required.1"
        ),
        (.channelSave, #"{"channel":"a","name":"A","widget":{"theme":"dark"}}"#, "widget.theme"),
        (.channelSave, #"{"channel":"a","name":"A","widget":{"colours":{"base":5}}}"#, "widget.colours.base"),
        (.channelSave, #"{"channel":"a","name":"A","widget":{"visibility":"never"}}"#, "widget.visibility"),
        (.channelSave, #"{"channel":"a","name":"A","warnings":{"agentNewChat":"1"}}"#, "warnings.agentNewChat"),
        (.channelSave, #"{"channel":"a","name":"A","routing":{"policy":"random"}}"#, "routing.policy"),
        (.channelSave, #"{"channel":"a","name":"A","bot":{"bot":"Helper"}}"#, "bot.bot"),
        (.channelSave, #"{"channel":"a","name":"A","faqSuggestions":{"folder":"1"}}"#, "faqSuggestions.folder"),
        (.channelSave, #"{"channel":"a","name":"A","allowedOrigins":["https://a",7]}"#, "allowedOrigins.1"),
        (
            .channelSave, #"{"channel":"a","name":"A","openingHours":{"days":{"mon":[{"from":"08:00"}]}}}"#,
            "openingHours.days.mon.0.to"
        ),
        (
            .channelSave, #"{"channel":"a","name":"A","openingHours":{"exceptions":[{"date":"2026-12-24"}]}}"#,
            "openingHours.exceptions.0.intervals"
        ),
        (.sessionIdentify, #"{"name":"Ola"}"#, "session"),
        (.sessionIdentify, "{\(session),\"consented\":\"yes\"}", "consented"),
        (.faqAnswer, "{\(session)}", "helped"),
        (.sessionRate, "{\(session),\"comment\":\"x\"}", "rating"),
        (.sessionRate, "{\(session),\"rating\":\"5\"}", "rating"),
        (.transcriptSend, "{\(session)}", "email"),
        (.transcriptReport, "{\(session),\"seq\":1,\"outcome\":\"lost\"}", "outcome"),
        (.transcriptReport, "{\(session),\"outcome\":\"sent\"}", "seq"),
        (.transferRequest, "{\(session),\"channel\":\"Sales\"}", "channel"),
        (.notePost, "{\(session)}", "text"),
        (.offerAccept, "{}", "session"),
        (.profileSave, #"{"notifications":"on"}"#, "notifications"),
        (.botSave, #"{"bot":"helper"}"#, "name"),
        (.webhookSave, #"{"webhook":"crm"}"#, "url"),
        (.webhookSave, #"{"webhook":"CRM","url":"https://a.example"}"#, "webhook"),
        (.webhookSave, #"{"webhook":"crm","url":"https://a.example","parallel":"2"}"#, "parallel"),
        (.folderSave, #"{"folder":"31111111-2222-8333-8444-555555555555","name":"A"}"#, "kind"),
        (.faqSave, #"{"entry":"41111111-2222-8333-8444-555555555555","title":"A"}"#, "text"),
        (.faqSave, #"{"entry":"1","title":"A","text":"B"}"#, "entry"),
        (.categorySave, #"{"category":"51111111-2222-8333-8444-555555555555"}"#, "name"),
        (.prioritySave, #"{"priority":"61111111-2222-8333-8444-555555555555","name":"A","rank":"1"}"#, "rank"),
        (.faqSearch, "{}", "text"),
        (.requestGet, #"{"request":null}"#, "request"),
        (.channelWidget, #"{"channel":"support","version":"1"}"#, "version"),
        (.requestOptions, "[]", nil),
        (.sessionList, #"{"view":"theirs"}"#, "view"),
        (.transcriptGet, "{\(session),\"format\":\"pdf\"}", "format"),
        (.messagePost, "", nil),
        (.messagePost, "null", nil),
        (.messagePost, "[]", nil),
        (.messagePost, "\"x\"", nil),
        (.messagePost, "7", nil),
        (.messagePost, "{", nil),
        (.messagePost, "{\(session),\"text\":\"x\"} {}", nil),
        (.messagePost, "{\(session),\"text\":\"\\ud800\"}", nil),
        (.messagePost, "{\(session),\"text\":\"a\u{1}\"}", nil),
        (.deskGet, "", nil),
        (.deskGet, "[]", nil),
        (.channelList, "nothing", nil),
        (.queueEvaluate, "5", nil),
    ]

    @Test("are refused as malformed, and the field is named")
    func fields() {
        for (type, json, field) in Self.table {
            let refusal = refusal(type, Array(json.utf8))
            #expect(refusal?.code == .malformed, "\(type) \(json)")
            #expect(refusal?.field == field, "\(type) \(json)")
            #expect(refusal?.title == ErrorCode.malformed.title)
            #expect(refusal?.detail.isEmpty == false)
            if let field { #expect(refusal?.detail.contains(field) == true, "\(refusal?.detail ?? "")") }
        }
    }

    @Test("bytes that are not UTF-8 are refused wherever they stand, and so is JSON in another encoding")
    func encodings() {
        let front = Array("{\(Self.session),\"text\":\"".utf8)
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
            #expect(refusal(.messagePost, front + bad + Array("\"}".utf8))?.code == .malformed)
            let ignored = Array("{\"unknown\":\"".utf8) + bad + Array("\",\(Self.session),\"text\":\"x\"}".utf8)
            #expect(refusal(.messagePost, ignored)?.code == .malformed, "\(bad) in a field that is not read")
        }
        let wide = Array("{\(Self.session),\"text\":\"x\"}".utf16)
        let littleEndian = wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let bigEndian = wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for body in [littleEndian, bigEndian, [0xFF, 0xFE] + littleEndian, [0xFE, 0xFF] + bigEndian] {
            #expect(refusal(.messagePost, body)?.code == .malformed)
        }
    }

    @Test("a body above 64 KiB is too large, one of exactly 64 KiB is read")
    func size() throws {
        #expect(Command.bodyLimit == 65_536)
        let frame = "{\(Self.session),\"text\":\"\"}".utf8.count
        for (length, isRead) in [(65_535, true), (65_536, true), (65_537, false), (1_000_000, false)] {
            let body = Array("{\(Self.session),\"text\":\"\(String(repeating: "x", count: length - frame))\"}".utf8)
            #expect(body.count == length)
            #expect(refusal(.messagePost, body)?.code == (isRead ? nil : .tooLarge))
        }
        #expect(refusal(.messagePost, [UInt8](repeating: 0xFF, count: 65_537))?.code == .tooLarge)
    }

    @Test("a wrong value is quoted only in part, so that an answer stays small")
    func shortDetails() {
        let long = String(repeating: "A", count: 60_000)
        let refusal = refusal(.messagePost, Array("{\"session\":\"\(long)\",\"text\":\"x\"}".utf8))
        #expect((refusal?.detail.utf8.count ?? .max) < 400)
    }

    private func refusal(_ type: CommandType, _ body: [UInt8]) -> Refusal? {
        do {
            _ = try Command(type: type, body: body)
            return nil
        } catch {
            return error
        }
    }
}
