import ChatContract
import Foundation
import Testing

@testable import ChatMailer

@Suite("Handing mails to the server")
struct SendingTests {
    @Test(
        "what curl leaves behind is read right",
        arguments: [
            (0, "220 hi\n250 ok\n250", "", SendingOutcome.sent),
            (7, "\n000", "curl: (7) Connection refused", .temporary("curl: (7) Connection refused")),
            (55, "220 hi\n451 4.3.2 later\n451", "curl: (55) RCPT failed: 451", .temporary("451 4.3.2 later")),
            (55, "250 ok\n550-5.1.1 no\n550 5.1.1 mailbox\n550", "x", .permanent("550 5.1.1 no 5.1.1 mailbox")),
            (67, "535 5.7.8 no such login\n535", "curl: (67) Login denied", .temporary("535 5.7.8 no such login")),
            (64, "250 ok\n250", "curl: (64) STARTTLS not supported", .temporary("curl: (64) STARTTLS not supported")),
            (56, "354 go on\n354", "curl: (56) closed", .temporary("curl: (56) closed")),
            (28, "\n000", "curl: (28) timed out", .temporary("curl: (28) timed out")),
            (-1, "", "", .temporary("")),
        ] as [(Int32, String, String, SendingOutcome)])
    func outcomes(exit: Int32, output: String, complaint: String, expected: SendingOutcome) {
        #expect(SendingOutcome(exit: exit, output: output, complaint: complaint) == expected)
    }

    @Test("waits double up to the longest; the queue gets back what is held too long; a day ends it")
    func attempts() {
        let start: Timestamp = "2026-11-22T18:00:00.000Z"
        var attempts = Attempts(RetryPlan(), requestedAt: start, takenAt: start, isGivenBack: false)
        var waits: [Int64] = []
        var now = start
        while case .wait(let wait) = attempts.next(after: .temporary("later"), at: now) {
            waits.append(wait.components.seconds)
            now = now + .seconds(Int(wait.components.seconds))
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 300])
        var second = Attempts(RetryPlan(), requestedAt: start, takenAt: now, isGivenBack: true)
        #expect(second.next(after: .temporary("later"), at: now) == .wait(.seconds(300)))
        #expect(second.next(after: .temporary("later"), at: start + .seconds(86_399)) == .giveBack)
        #expect(
            second.next(after: .temporary("later"), at: start + .days(1)) == .report(.failed, reason: "later"))
        #expect(second.next(after: .permanent("550 no"), at: now) == .report(.failed, reason: "550 no"))
        #expect(second.next(after: .sent, at: start + .days(3)) == .report(.sent, reason: nil))
    }

    @Test("neither login nor address reach curl's arguments, and neither ends its line of the configuration")
    func settings() throws {
        let server = try MailServer(url: "smtp://mail.example:587", user: "chat", password: "p\"ss\\w:rd")
        let settings = CurlSender(server: server).settings(
            from: "chat@shop.example", to: "kari@example.com", file: "/tmp/mail")
        #expect(settings.contains(#"user = "chat:p\"ss\\w:rd""#))
        #expect(settings.contains("\nssl-reqd\n"))
        #expect(throws: MailServer.Invalid.self) {
            try MailServer(url: "smtp://mail.example", user: "a", password: "x\nupload-file = /etc/passwd")
        }
    }

    @Test("mails that a killed mailer left lying are removed, those in use are not")
    func leftovers() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "leftovers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, age) in [("samtale-mail-old", 7200.0), ("samtale-mail-new", 10), ("other-old", 7200)] {
            let path = folder.appending(path: name).path
            try "mail".write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date().addingTimeInterval(-age)], ofItemAtPath: path)
        }
        ScratchFile.removeLeftovers(in: folder, olderThan: .seconds(3600))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(left == ["other-old", "samtale-mail-new"])
    }

    @Test(
        "TLS is required of every server but those of this machine",
        arguments: [
            ("smtp://mail.example", true), ("smtp://127.0.0.1:25", false), ("smtp://localhost", false),
            ("smtp://[::1]:25", false), ("smtp://127.evil.example", true), ("smtps://mail.example", false),
        ])
    func tls(url: String, isRequired: Bool) throws {
        #expect(try MailServer(url: url).isTLSRequired == isRequired)
    }

    @Test(
        "what is no server of mails is refused",
        arguments: [
            "", "mail.example", "http://mail.example", "smtp://", "smtp://user:secret@mail.example",
            "smtp://mail.example?x=1", "smtp://mail.example/\nurl = x",
        ])
    func noServer(url: String) {
        #expect(throws: MailServer.Invalid.self) { try MailServer(url: url) }
    }
}
