import ChatClient
import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@Suite("What is held about somebody is shown, and erased (guarantee 10)")
struct PrivacyTests {
    private static let words = ["kari", "Dahl", "K-secret", "terrible", "/secret-page"]

    private static var channel: Channel {
        var channel = Channel(channel: TestDesk.support, name: "Support")
        channel.preChatForm = Channel.PreChatForm(enabled: true, required: [.email], consent: true)
        channel.consent = Channel.Consent(text: "I agree to be helped", link: "https://shop.example/terms")
        channel.postChatForm = Channel.PostChatForm(enabled: true, rating: true)
        return channel
    }

    /// A chat of Kari's from the form to the rating, linked to her in the directory, with a request.
    private func chat(_ desk: TestDesk, rates: Bool = true) async throws -> OpenSession {
        let caller = desk.caller
        var opening = Caller.opening("kari")
        opening.name = nil
        opening.email = nil
        opening.question = nil
        opening.page = "https://shop.example/secret-page"
        let opened = try await caller.ask(
            .sessionOpen, to: TestDesk.support, as: .visitor, opening, returning: SessionOpened.self
        ).get()
        let session = OpenSession(id: opened.session, key: opened.key, channel: TestDesk.support)
        var form = SessionIdentify(session: session.id)
        form.name = "kari"
        form.email = "Kari@Example.com"
        form.consented = true
        form.question = "K-secret words"
        #expect(try await caller.ask(.sessionIdentify, session, by: .visitor, form).ok)
        _ = try await caller.pickUp(session, by: "anna")
        let create = ContactCreate(
            session: session.id,
            person: Person(
                firstName: "Kari", lastName: "Dahl", emails: ["kari@example.com", "kari@home.example"]))
        if try desk.number("SELECT count(*) FROM person") == 0 {
            #expect(try await caller.ask(.contactCreate, session, by: .agent("anna"), create).ok)
        }
        let request = RequestCreate(session: session.id, title: "K-secret title")
        #expect(try await caller.ask(.requestCreate, session, by: .agent("anna"), request).ok)
        #expect(try await caller.ask(.sessionClose, session, by: .agent("anna")).ok)
        guard rates else { return session }
        var rate = SessionRate(session: session.id, rating: 2)
        rate.comment = "terrible"
        #expect(try await caller.ask(.sessionRate, session, by: .visitor, rate).ok)
        #expect(try await caller.ask(.sessionLeave, session, by: .visitor).ok)
        return session
    }

    private struct Document: Decodable {
        struct Consent: Decodable {
            var session: SessionID
            var at: Timestamp
            var text: String
            var link: String?
        }
        struct Chat: Decodable {
            var session: SessionID
            var visitor: Visitor
            var events: [Event]
        }

        var addresses: [String]
        var persons: [Person]
        var sessions: [Chat]
        var requests: [Request]
        var consents: [Consent]
    }

    private func document(_ desk: TestDesk, _ email: String = "kari@example.com") throws -> (Document, String) {
        let json = try desk.store.personalData(of: email, at: .now).json
        return (try WireJSON.decode(Document.self, from: json), String(decoding: json, as: UTF8.self))
    }

    @Test(
        "the export holds person, chats with all that was said, requests, ratings, and each consent with time and text")
    func export() async throws {
        try await TestDesk.open([Self.channel]) { desk in
            let session = try await chat(desk)
            for email in ["kari@example.com", "KARI@home.example"] {
                let (found, text) = try document(desk, email)
                #expect(found.addresses == ["kari@example.com", "kari@home.example"])
                #expect(found.persons.map(\.lastName) == ["Dahl"])
                #expect(found.sessions.map(\.session) == [session.id])
                #expect(found.requests.map(\.title) == ["K-secret title"])
                let identified = try #require(found.sessions[0].events.first { $0.type == .sessionIdentified })
                let consent = try #require(found.consents.first)
                #expect(consent.text == "I agree to be helped" && consent.link == "https://shop.example/terms")
                #expect(consent.at == identified.at && consent.session == session.id)
                for word in Self.words { #expect(text.contains(word), "\(word)") }
            }
            #expect(try document(desk, "nobody@example.com").0.sessions.isEmpty)
        }
    }

    @Test("a chat is found by every address that was given in it, however it was written; then nothing of it is left")
    func otherAddresses() async throws {
        try await TestDesk.open([Self.channel]) { desk in
            let caller = desk.caller
            var opening = Caller.opening("kari")
            opening.email = "Åsa@First.example"
            opening.question = nil
            let opened = try await caller.ask(
                .sessionOpen, to: TestDesk.support, as: .visitor, opening, returning: SessionOpened.self
            ).get()
            let session = OpenSession(id: opened.session, key: opened.key, channel: TestDesk.support)
            func isFound(_ email: String) throws -> Bool {
                try document(desk, email).0.sessions.map(\.session) == [session.id]
            }
            #expect(try isFound("åsa@first.example"))
            #expect(try !isFound("asa@first.example"))
            var form = SessionIdentify(session: session.id)
            form.email = "second@example.com"
            form.consented = true
            #expect(try await caller.ask(.sessionIdentify, session, by: .visitor, form).ok)
            #expect(try isFound("åsa@first.example") && isFound("Second@example.com"))
            #expect(try await caller.ask(.sessionClose, session, by: .visitor).ok)
            let erased = try await caller.ask(
                .privacyErase, as: .system("cli"), PrivacyErase(email: "ÅSA@first.example"),
                returning: PrivacyErased.self
            ).get()
            #expect(erased.sessions == 1)
            #expect(try !isFound("åsa@first.example") && !isFound("second@example.com"))
            #expect(try desk.number("SELECT count(*) FROM session WHERE lower(extra) LIKE '%first.example%'") == 0)
            #expect(try desk.number("SELECT count(*) FROM event WHERE lower(body) LIKE '%first.example%'") == 0)
        }
    }

    @Test("an erasure leaves figures and nothing by which she is recognised; again, it changes nothing; two workers")
    func erase() async throws {
        try await TestDesk.open([Self.channel], workers: 2) { desk in
            let caller = desk.caller
            let session = try await chat(desk)
            let second = try await chat(desk)
            let other = try await caller.open("ola")
            try await desk.waitUntilPublished()
            let figures = """
                SELECT count(*) * 1000 + sum(visitor_messages) * 100 + sum(json_extract(extra, '$.rating.rating'))
                FROM session WHERE live = 0
                """
            let before = try desk.number(figures)
            let statistics = try desk.number("SELECT count(*) FROM statistic")
            let preview = try desk.store.erasurePreview(of: "kari@example.com")
            #expect(preview.sessions == 2 && preview.persons == 1 && preview.requests == 2 && preview.live == 0)
            let refused = try await caller.ask(
                .privacyErase, as: .agent("anna"), PrivacyErase(email: "kari@example.com"),
                returning: PrivacyErased.self)
            #expect(refused.refusal?.code == .forbidden)
            let body = PrivacyErase(email: "KARI@home.example")
            func erase(_ id: String) async throws -> PrivacyErased {
                try await caller.ask(
                    .privacyErase, as: .system("privacy"), body, id: id, returning: PrivacyErased.self
                ).get()
            }
            let erased = try await erase("e1")
            #expect(erased == preview)
            // A repeat is answered alike; another command finds nothing any more.
            #expect(try await erase("e1") == erased)
            #expect(try await erase("e2") == PrivacyErased())

            // The last event of each tells whoever has something of it elsewhere.
            for id in [session.id, second.id] {
                let last = try #require(try desk.events(of: id).last)
                #expect(last.type == .sessionErased && last.status == .closed && last.actor == .system("privacy"))
            }
            try await desk.waitUntilPublished()
            try await desk.tap.validate(["event"])

            let (left, _) = try document(desk)
            #expect(left.persons.isEmpty && left.sessions.isEmpty && left.requests.isEmpty)
            #expect(try desk.number(figures) == before)
            #expect(try desk.number("SELECT count(*) FROM statistic") == statistics)
            for id in [session.id, second.id] {
                let events = try desk.store.look { reader throws(StoreError) in
                    try reader.events(of: id, as: .agents, after: 0, limit: 1000).events
                        + reader.events(of: id, as: .visitor, after: 0, limit: 1000).events
                }
                let text = events.map { String(decoding: $0, as: UTF8.self) }.joined()
                for word in Self.words { #expect(!text.contains(word), "\(word) in \(text)") }
                // They can still be read, number after number.
                let numbers = try desk.events(of: id).map(\.seq)
                #expect(numbers == Array(1...Int64(numbers.count)))
            }
            for (table, column) in [
                ("session", "visitor"), ("session", "origin"), ("session", "coalesce(last_text, '')"),
                ("session", "extra"), ("request", "visitor || text || title"),
                ("erasure", "actor || address || result"),
                ("event", "body || coalesce(visitor_body, '')"), ("person_email", "email"), ("person", "body"),
            ] {
                for word in Self.words {
                    let count = try desk.number(
                        "SELECT count(*) FROM \(table) WHERE lower(\(column)) LIKE '%\(word.lowercased())%'")
                    #expect(count == 0, "\(word) in \(table)")
                }
            }
            #expect(
                try desk.number("SELECT count(DISTINCT visitor_digest) FROM session") == 3,
                "the same browser is still seen")
            // Nobody else lost anything.
            #expect(try desk.session(other.id).visitor.email == "ola@example.com")
            // What is told again, and what workers start with, is erased too.
            _ = try desk.startWorker(named: "w3")
            #expect(try desk.number("SELECT count(*) FROM event WHERE body LIKE '%secret%'") == 0)
            try await desk.tap.validate(["command", "reply"])
        }
    }

    @Test("a chat that goes on is left alone, and so is the person by whom it is found, until it is over")
    func live() async throws {
        try await TestDesk.open([Self.channel]) { desk in
            let caller = desk.caller
            let session = try await chat(desk, rates: false)
            let body = PrivacyErase(email: "kari@example.com")
            let first = try await caller.ask(
                .privacyErase, as: .system("privacy"), body, returning: PrivacyErased.self
            ).get()
            #expect(first == PrivacyErased(live: 1))
            #expect(try document(desk).0.persons.count == 1)
            #expect(try await caller.ask(.sessionLeave, session, by: .visitor).ok)
            let second = try await caller.ask(
                .privacyErase, as: .system("privacy"), body, returning: PrivacyErased.self
            ).get()
            #expect(second.sessions == 1 && second.persons == 1 && second.live == 0)
        }
    }
}
