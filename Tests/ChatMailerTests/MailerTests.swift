import AMQP
import BrokerTesting
import ChatClient
import ChatContract
import ChatMailer
import Foundation
import Testing

@Suite("Mails over a real broker and a mail server (guarantee 21)", .enabled(if: TestBroker.isAvailable))
struct MailerTests {
    @Test("the visitor gets his conversation, and is told so; notes of agents are not in it")
    func sent() async throws {
        try await MailSink.open { sink in
            try await MailDesk.open { desk in
                try desk.startMailer(sink)
                let talk = try await desk.talk(
                    name: "Käthe \"the <b>\" Østergård", says: "Grüße & <script>alert(1)</script>",
                    annaSays: "Hei, håper du har det bra", isOver: false)
                let note = NotePost(session: talk.session, text: "SECRET: he is difficult")
                _ = try await desk.client.send(.notePost, to: MailDesk.support, as: .agent("mia"), note).get()
                _ = try await desk.client.closeSession(talk.session, on: MailDesk.support, as: .agent("anna")).get()
                try await desk.ask(talk)
                let told = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(told.visibility == .visitor)
                let request = try await desk.wait(for: .transcriptRequested, in: talk)
                guard case .transcriptSent(let data) = told.data else { throw TestFailure("other data") }
                #expect(data.requested == request.seq)

                let mails = try sink.mails()
                let mail = try #require(mails.first)
                #expect(mails.count == 1)
                #expect(
                    mail.envelope.map { $0.uppercased() } == [
                        "MAIL FROM:<CHAT@SHOP.EXAMPLE>", "RCPT TO:<KARI@EXAMPLE.COM>",
                    ])
                #expect(mail.fields("Message-ID") == ["<\(talk.session).\(request.seq)@shop.example>"])
                #expect(mail.fields("Auto-Submitted") == ["auto-generated"])
                #expect(mail.fields("From").first?.hasSuffix(" <chat@shop.example>") == true)
                #expect(mail.fields("To").first?.hasSuffix(" <kari@example.com>") == true)
                let text = mail.part("text/plain")
                let html = mail.part("text/html")
                #expect(text.contains("Grüße & <script>alert(1)</script>"))
                #expect(text.contains("Anna") && text.contains("Hei, håper du har det bra"))
                #expect(text.contains("Nordic Shop"))
                #expect(html.contains("Grüße &amp; &lt;script&gt;alert(1)&lt;/script&gt;"))
                #expect(!html.contains("<script"))
                for part in [text, html, mail.content] { #expect(!part.contains("SECRET")) }
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a mail that was asked for while no mail server was there comes later, once")
    func outage() async throws {
        try await MailSink.open { sink in
            await sink.stop()
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !mailer.mailer.health.problems.isEmpty }
                #expect(try desk.events(talk).allSatisfy { $0.type != .transcriptSent && $0.type != .transcriptFailed })
                try await sink.start()
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().count == 1)
                #expect(mailer.mailer.health.problems.isEmpty)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test(
        "what the server does not take now (4xx), or drops in the middle, is tried again",
        arguments: [
            MailSink.Mode.refuse, .die,
        ])
    func temporary(mode: MailSink.Mode) async throws {
        try await MailSink.open { sink in
            try sink.set(mode)
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !mailer.mailer.health.problems.isEmpty }
                try sink.set(.take)
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().count == 1)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a mail that the server refuses (5xx) has failed, with the reason for agents and without the address")
    func permanent() async throws {
        try await MailSink.open { sink in
            try sink.set(.reject)
            try await MailDesk.open { desk in
                try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk, to: "nobody@example.com")
                let event = try await desk.wait(for: .transcriptFailed, in: talk)
                guard case .transcriptFailed(let failed) = event.data else { throw TestFailure("other data") }
                #expect(failed.reason == "550 5.1.1 <…>: no such mailbox here")
                #expect(try sink.mails().isEmpty)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("what cannot be sent for a day has failed")
    func tooOld() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                var retry = MailDesk.retry
                retry.life = .milliseconds(300)
                try desk.startMailer(sink, retry: retry)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                let event = try await desk.wait(for: .transcriptFailed, in: talk)
                guard case .transcriptFailed(let failed) = event.data else { throw TestFailure("other data") }
                #expect(failed.reason == "451 4.3.2 come back later")
            }
        }
    }

    @Test("a refused login fails no mail: once it is right, they go out")
    func login() async throws {
        try await MailSink.open { sink in
            try sink.wantLogin()
            try sink.set(.login)
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink, user: "chat", password: "p\"a\\ss w:rd")
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no login was refused") {
                    mailer.mailer.health.problems.contains { $0.contains("535") }
                }
                try sink.set(.take)
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().first?.envelope.first == "AUTH chat p\"a\\ss w:rd")
            }
        }
    }

    @Test("two mailers share the work; each mail goes out once")
    func twoMailers() async throws {
        try await MailSink.open { sink in
            try await MailDesk.open { desk in
                try desk.startMailer(sink, named: "m1")
                try desk.startMailer(sink, named: "m2")
                var talks: [MailDesk.Talk] = []
                for number in 0..<12 {
                    let talk = try await desk.talk(name: "Visitor \(number)")
                    try await desk.ask(talk)
                    talks.append(talk)
                }
                for talk in talks { _ = try await desk.wait(for: .transcriptSent, in: talk) }
                let ids = try sink.mails().flatMap { $0.fields("Message-ID") }
                #expect(ids.count == 12)
                #expect(Set(ids).count == 12)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a mail that waits is not sent when its session is erased meanwhile (10)")
    func erased() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !mailer.mailer.health.problems.isEmpty }
                _ = try await desk.client.send(
                    .sessionLeave, to: MailDesk.support, as: .visitor, SessionReference(session: talk.session),
                    sessionKey: talk.key
                ).get()
                try await eventually("it is not over") {
                    let erased = try await desk.client.send(
                        .privacyErase, as: .system("privacy"), PrivacyErase(email: "kari@example.com"),
                        returning: PrivacyErased.self
                    ).get()
                    return erased.sessions == 1
                }
                // An attempt that was under way is refused; what would be sent after it is not.
                try await eventually("it is still tried") {
                    mailer.mailer.metrics.contains("{outcome=\"erased\"} 1\n")
                }
                try sink.set(.take)
                try await desk.waitUntilDone()
                #expect(try sink.mails().isEmpty)
            }
        }
    }

    @Test("a mailer that ends gives back what waits, and the next one sends it")
    func handOver() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                let slow = RetryPlan(first: .seconds(600), longest: .seconds(600), hold: .seconds(900))
                let first = try desk.startMailer(sink, named: "m1", retry: slow)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !first.mailer.health.problems.isEmpty }
                // It waits for ten minutes now, but ends at once.
                let began = ContinuousClock.now
                await first.stop()
                #expect(ContinuousClock.now - began < .seconds(300))
                try sink.set(.take)
                try desk.startMailer(sink, named: "m2")
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().count == 1)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a job that is held too long goes back, and is sent when its turn comes")
    func givenBack() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                var retry = MailDesk.retry
                retry.hold = .milliseconds(250)
                let mailer = try desk.startMailer(sink, retry: retry)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("nothing was given back") {
                    !mailer.mailer.metrics.contains("{outcome=\"givenBack\"} 0\n")
                }
                try sink.set(.take)
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().count == 1)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a job that comes again after its mail was told of is dropped; what is no job is kept for people")
    func repeated() async throws {
        try await MailSink.open { sink in
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                let request = try await desk.wait(for: .transcriptRequested, in: talk)
                let key = RoutingKey.event(.transcriptRequested, channel: MailDesk.support, session: talk.session)
                for body in [try request.json(), Array("no event".utf8)] {
                    _ = try await desk.client.post(
                        raw: Publishing(
                            exchange: Exchange.events, routingKey: key,
                            properties: Properties(deliveryMode: .persistent),
                            body: body))
                }
                try await eventually("the repeat was not noticed") {
                    mailer.mailer.metrics.contains("{outcome=\"repeated\"} 1\n")
                }
                #expect(try sink.mails().count == 1)
                try await eventually("it is not kept") {
                    let loop = ConnectionLoop(name: "status")
                    defer { loop.stop() }
                    return try await desk.host.status(Queue.dead, on: loop).messageCount == 1
                }
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a long conversation is not cut off, and the desk's own words stand around it")
    func longAndOwnWords() async throws {
        let template = Channel.TranscriptTemplate(
            subject: "Chat bei {channel.name}", greeting: "Guten Tag {visitor.name}", closing: "Ihr Laden")
        try await MailSink.open { sink in
            try await MailDesk.open(template: template) { desk in
                try desk.startMailer(sink)
                let talk = try await desk.talk(name: "Jörg", isOver: false)
                let long = String(repeating: "ä0123456 ", count: 850)
                for number in 0..<40 {
                    _ = try await desk.client.postMessage(
                        "<\(number)> \(long)", in: talk.session, on: MailDesk.support, as: .agent("anna")
                    ).get()
                }
                try await desk.ask(talk)
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                let mail = try #require(try sink.mails().first)
                #expect(mail.fields("Subject") == ["Chat bei Nordic Shop"])
                let text = mail.part("text/plain")
                #expect(text.hasPrefix("Guten Tag Jörg"))
                #expect(text.contains("Ihr Laden"))
                for number in 0..<40 { #expect(text.contains("<\(number)> ä0123456")) }
            }
        }
    }

    @Test("a session that went to another channel is told there")
    func moved() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk(isOver: false)
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !mailer.mailer.health.problems.isEmpty }
                let transfer = TransferRequest(session: talk.session, channel: MailDesk.returns)
                _ = try await desk.client.send(
                    .transferRequest, to: MailDesk.support, as: .agent("anna"), transfer
                ).get()
                _ = try await desk.wait(for: .sessionMoved, in: talk)
                try sink.set(.take)
                let told = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(told.channel == MailDesk.returns)
                #expect(try sink.mails().count == 1)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a broker that delivers a mail in hand anew does not make it two")
    func deliveredAnew() async throws {
        try await MailSink.open { sink in
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await sink.stalled {
                    try await desk.ask(talk)
                    try await eventually("the server has no mail") { try sink.mails().count == 1 }
                    try await eventually("the connection cannot be cut") {
                        try await desk.host.closeConnections(named: "samtale m1 mailer jobs") > 0
                    }
                    try await eventually("it is not delivered anew") {
                        mailer.mailer.metrics.contains("{outcome=\"repeated\"} 1\n")
                    }
                }
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                #expect(try sink.mails().count == 1)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test("a deleted session is mailed to nobody")
    func deleted() async throws {
        try await MailSink.open { sink in
            try sink.set(.refuse)
            try await MailDesk.open { desk in
                let mailer = try desk.startMailer(sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                try await eventually("no attempt failed") { !mailer.mailer.health.problems.isEmpty }
                _ = try await desk.client.send(
                    .sessionDelete, to: MailDesk.support, as: .agent("mia"), SessionReference(session: talk.session)
                ).get()
                try sink.set(.take)
                let event = try await desk.wait(for: .transcriptFailed, in: talk)
                guard case .transcriptFailed(let failed) = event.data else { throw TestFailure("other data") }
                #expect(failed.reason == "the session was deleted")
                #expect(try sink.mails().isEmpty)
                try await desk.waitUntilDone()
            }
        }
    }

    @Test(
        "a mailer that is killed when the server just took a mail loses none: the next one sends it, as the same mail",
        .enabled(if: MailerProcess.binary != nil))
    func killed() async throws {
        try await MailSink.open { sink in
            try sink.set(.stall)
            try await MailDesk.open { desk in
                let first = try MailerProcess(desk, sink)
                let talk = try await desk.talk()
                try await desk.ask(talk)
                do {
                    try await eventually("the server has no mail") { try sink.mails().count == 1 }
                } catch {
                    await first.kill()
                    throw error
                }
                await first.kill()
                #expect(try desk.events(talk).allSatisfy { $0.type != .transcriptSent })
                try sink.set(.take)
                try desk.startMailer(sink, named: "m2")
                _ = try await desk.wait(for: .transcriptSent, in: talk)
                let mails = try sink.mails()
                #expect(mails.count == 2)
                // The sender's name is another one; all else is the same.
                #expect(Set(mails.map { $0.fields("Message-ID") }).count == 1)
                #expect(Set(mails.map { $0.part("text/plain") }).count == 1)
                try await desk.waitUntilDone()
            }
        }
    }
}
