import ChatContract
import Foundation
import Testing

@testable import ChatMailer

@Suite("The form of a mail")
struct MailMessageTests {
    private static let at: Timestamp = "2026-11-22T18:04:05.123Z"

    private static func message(
        from: String = "Nordic Shop <chat@shop.example>", to: MailAddress? = MailAddress("kari@example.com"),
        subject: String = "Your chat", text: String = "Hello\n", language: String = "en"
    ) throws -> String {
        let message = MailMessage(
            from: try #require(MailAddress(text: from)), to: try #require(to), date: at, identity: "s.7",
            language: language, words: MailWords(subject: subject, text: text, html: "<p>\(text)</p>"))
        return String(decoding: message.bytes, as: UTF8.self)
    }

    private static func header(_ mail: String) -> [String] {
        let header = mail.components(separatedBy: "\r\n\r\n").first ?? ""
        return header.replacing("\r\n ", with: " ").components(separatedBy: "\r\n")
    }

    @Test("headers say who, when and that a machine wrote it; the Message-ID follows from session and number")
    func headers() throws {
        let header = Self.header(try Self.message())
        #expect(
            header == [
                "Date: Sun, 22 Nov 2026 18:04:05 +0000", "From: Nordic Shop <chat@shop.example>",
                "To: <kari@example.com>", "Subject: Your chat", "Message-ID: <s.7@shop.example>",
                "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "MIME-Version: 1.0",
                "Content-Language: en", "Content-Type: multipart/alternative; boundary=\"=_s.7\"",
            ])
        #expect(try Self.message() == Self.message())
    }

    @Test(
        "no name, subject or language begins a header of its own",
        arguments: [
            "Eve\r\nBcc: victim@example.com", "Eve\nBcc: victim@example.com", "Eve\rBcc: victim@example.com",
            "Eve\u{2028}Bcc: victim@example.com", "Eve\u{85}Bcc: victim@example.com",
            "\"Eve\" <eve@evil.example>, victim@example.com", "=?utf-8?Q?Eve=0D=0ABcc:_victim@example.com?=",
            String(repeating: "ø", count: 255) + "\r\n\r\nBody", "Eve\u{0}\u{1B}[31m", "\r\n.\r\nMAIL FROM:<x@y.z>",
        ])
    func injection(name: String) throws {
        let mail = try Self.message(
            to: MailAddress("kari@example.com", name: name), subject: name, language: name)
        let header = Self.header(mail)
        #expect(header.count == 10)
        #expect(
            header.map { $0.prefix { $0 != ":" } } == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
                "MIME-Version", "Content-Language", "Content-Type",
            ])
        // One address in To, and it is the right one.
        let to = try #require(header.first { $0.hasPrefix("To: ") })
        #expect(to.hasSuffix(" <kari@example.com>"))
        #expect(to.filter { $0 == "@" }.count == 1)
        // Nor does it once the words are decoded.
        let words = header.joined(separator: " ").matches(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]*)\?=/)
        for word in words {
            let text = String(decoding: Data(base64Encoded: String(word.output.1)) ?? Data(), as: UTF8.self)
            #expect(!text.unicodeScalars.contains(where: HeaderText.isControl), "\(text)")
        }
        let lines = mail.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
    }

    @Test(
        "encoded words are read back as they were",
        arguments: [
            "Grüße aus Zürich", "Kåre Ødegård", "山田太郎", "👩‍👩‍👧 family", String(repeating: "Straße ", count: 30),
            "a=?b", "Plain",
        ])
    func encodedWords(text: String) {
        let encoded = EncodedWord.unstructured(text)
        let words = encoded.components(separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let decoded = words.map { word -> [UInt8] in
            guard word.hasPrefix("=?utf-8?B?"), word.hasSuffix("?=") else { return Array(word.utf8) }
            return Array(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data())
        }
        #expect(String(decoding: decoded.joined(), as: UTF8.self) == text)
        // Each word holds whole characters.
        #expect(decoded.allSatisfy { String(bytes: $0, encoding: .utf8) != nil })
    }

    @Test("quoted-printable keeps every byte, in short ASCII lines")
    func quotedPrintable() {
        let text =
            "Grüße = 100 %\n\ttab at the end\t\nblank at the end \n.\nFrom here\n" + String(repeating: "x", count: 200)
        let encoded = String(decoding: QuotedPrintable.encode(text), as: UTF8.self)
        let lines = encoded.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 0x7F } })
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
        let mail = MailSink.Mail(
            envelope: [], content: "\r\n--=_b\r\nContent-Type: text/plain; x\r\n\r\n" + encoded)
        #expect(mail.part("text/plain") == text.replacing("\n", with: "\r\n"))
    }

    @Test(
        "addresses that could be more than one are none",
        arguments: [
            "", "kari", "@example.com", "kari@", "a@b@c", "a b@example.com", "a\r\n@example.com", "<a@example.com>",
            "a,b@example.com", "a@example.com\u{0}", "\"a\"@example.com",
        ])
    func noAddress(text: String) {
        #expect(MailAddress(text) == nil)
    }
}
