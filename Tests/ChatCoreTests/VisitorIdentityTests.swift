import ChatContract
import Testing

@testable import ChatCore

@Suite("The site vouches for a visitor (guarantee 30)")
struct VisitorIdentityTests {
    private func refusal(_ token: String, secret: String = GoldenToken.secret) -> Refusal? {
        do throws(Refusal) {
            _ = try VisitorIdentity(token: token, secret: secret, at: DeskFixture.start)
            return nil
        } catch {
            return error
        }
    }

    @Test("a good token says who he is")
    func good() throws {
        let identity = try VisitorIdentity(
            token: GoldenToken.good, secret: GoldenToken.secret, at: DeskFixture.start)
        #expect(identity.subject == "c-17" && identity.name == "Åse Øl 👋" && identity.email == "ase@x.no")
        #expect(identity.company == "Øl AS" && identity.phone == "+4722" && identity.country == "NO")
        for token in [GoldenToken.bare, GoldenToken.justExpired, GoldenToken.almost] {
            #expect(refusal(token) == nil)
        }
    }

    @Test("a bad one is refused with the reason, and nothing of it is repeated")
    func bad() {
        let table: [(String, String)] = [
            (GoldenToken.expired, "expired"), (GoldenToken.early, "not valid yet"), (GoldenToken.noSubject, "\"sub\""),
            (GoldenToken.blankSubject, "\"sub\""), (GoldenToken.noExpiry, "\"exp\""),
            (GoldenToken.badMail, "e-mail"), (GoldenToken.numberSubject, "cannot be read"),
            (GoldenToken.textExpiry, "cannot be read"), (GoldenToken.none, "another algorithm"),
            (GoldenToken.unsigned, "not signed"), (GoldenToken.hs512, "not signed"),
            (GoldenToken.lyingHead, "another algorithm"), (GoldenToken.critical, "crit"),
            (GoldenToken.otherSecret, "not signed"), (GoldenToken.noJSON, "cannot be read"), ("", "no JWT"),
            ("a.b", "no JWT"), ("a.b.c.d", "no JWT"), ("a.b.ø", "no JWT"), ("..", "not signed"),
            (GoldenToken.good + "A", "not signed"), (String(repeating: "x", count: 8193), "longer"),
        ]
        for (token, reason) in table {
            let refused = refusal(token)
            #expect(refused?.code == .unauthenticated && refused?.field == "identity")
            #expect(refused?.detail.contains(reason) == true, "\(reason): \(refused?.detail ?? "taken")")
            #expect(refused?.detail.contains(GoldenToken.secret) == false)
        }
    }

    @Test("any other bit in a token breaks it")
    func everyBit() {
        let token = Array(GoldenToken.bare.utf8)
        for index in token.indices {
            var other = token
            other[index] = other[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: other, as: UTF8.self)
            // The last digit holds two bits that mean nothing.
            if index < token.count - 1 { #expect(refusal(text) != nil, "\(index)") }
        }
    }

    // MARK: - At the desk

    private func fixture(_ change: (inout Channel) -> Void = { _ in }) -> DeskFixture {
        DeskFixture(
            .quiet.with {
                $0.identitySecret = GoldenToken.secret
                change(&$0)
            })
    }

    private func open(
        _ fixture: inout DeskFixture, _ identity: String?, visitor: String = "ola", name: String? = "Somebody"
    ) -> Decision {
        var body = SessionOpen(visitorId: DeskFixture.secret(visitor), name: name, email: "form@example.com")
        body.identity = identity
        return fixture.send(.open(body), by: .visitor)
    }

    @Test("his fields win over the form's, and the pre-chat form is passed over")
    func fields() throws {
        var fixture = fixture {
            $0.preChatForm = Channel.PreChatForm(enabled: true, required: [.name, .phone])
        }
        let session = try #require(open(&fixture, GoldenToken.good).facts?.session)
        let visitor = try fixture.session(session).visitor
        #expect(visitor.verified && visitor.name == "Åse Øl 👋" && visitor.email == "ase@x.no")
        #expect(fixture.status(session) == .inQueue)
        let plain = try #require(open(&fixture, GoldenToken.bare, visitor: "kari").facts?.session)
        #expect(try fixture.session(plain).visitor.verified)
        #expect(try fixture.session(plain).visitor.name == "Somebody")
    }

    @Test("what the site vouched for stays when a form says otherwise")
    func formsAfter() throws {
        var fixture = fixture()
        fixture.sendEverybodyAway()
        let session = try #require(open(&fixture, GoldenToken.good).facts?.session)
        var form = RequestSubmit(session: session, text: "Call me", name: "Eve", email: "eve@example.com")
        form.consented = true
        #expect(fixture.send(.submitRequest(form), by: .visitor).code == nil)
        let visitor = try fixture.session(session).visitor
        #expect(visitor.name == "Åse Øl 👋" && visitor.email == "ase@x.no" && visitor.consented == true)
    }

    @Test("a bad token opens nothing; without a secret none can be verified; a channel may ask for one")
    func refused() {
        var fixture = fixture()
        let before = fixture
        let bad = open(&fixture, GoldenToken.otherSecret)
        #expect(bad.code == .unauthenticated && bad.refusal?.field == "identity")
        #expect(fixture.isSame(as: before))
        var without = DeskFixture(.quiet)
        #expect(open(&without, GoldenToken.good).code == .unauthenticated)
        var strict = self.fixture { $0.widget.visibility = .identified }
        let missing = open(&strict, nil)
        #expect(missing.code == .unauthenticated && missing.refusal?.field == "identity")
        #expect(open(&strict, GoldenToken.good).code == nil)
    }

    @Test("a running session becomes the customer's; another customer at the same browser has one of his own")
    func sameBrowser() throws {
        var fixture = fixture()
        let session = try #require(open(&fixture, nil).facts?.session)
        let joined = open(&fixture, GoldenToken.good)
        #expect(joined.facts?.session == session && joined.types == [.sessionIdentified])
        #expect(try fixture.session(session).visitor.verified)
        #expect(open(&fixture, GoldenToken.good).facts?.session == session)
        let other = try #require(open(&fixture, GoldenToken.other).facts?.session)
        #expect(other != session)
        #expect(open(&fixture, GoldenToken.other).facts?.session == other)
        #expect(try fixture.session(other).visitor.id != fixture.session(session).visitor.id)
        expectSound(fixture.events(of: session))
    }

    @Test("secrets have at least 32 characters")
    func secretLength() {
        var fixture = DeskFixture(.quiet)
        let short = fixture.save { $0.identitySecret = String(repeating: "x", count: 31) }
        #expect(short.refusal?.field == "identitySecret")
        #expect(fixture.save { $0.identitySecret = String(repeating: "x", count: 32) }.code == nil)
    }
}
